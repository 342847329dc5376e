/** 0 is done; 3 is done too, and what was looked for has been found. */
export type ExitCode = 0 | 1 | 2 | 3;

/** An end that a person has to hear about: `message`, then `details`, one line each. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: ExitCode;
  readonly details: readonly string[];

  constructor(exitCode: ExitCode, message: string, details: readonly string[]) {
    super(message);
    this.exitCode = exitCode;
    this.details = details;
  }
}

/** Told by its name: main and each subcommand are bundled apart, and have a class each. */
export function isCommandError(error: unknown): error is CommandError {
  return error instanceof Error && error.name === "CommandError";
}

/** The command line is wrong; `see` is the command that explains it. */
export function badUsage(message: string, see: string): CommandError {
  return new CommandError(2, message, [`See ${see} --help.`]);
}

/** The command line is right, but what it asks for cannot be done. */
export function failure(message: string, details: readonly string[] = []): CommandError {
  return new CommandError(1, message, details);
}

/** All is right with the command, but not with what it was asked to judge. */
export function finding(message: string, details: readonly string[] = []): CommandError {
  return new CommandError(3, message, details);
}
