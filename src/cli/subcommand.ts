import type { Io } from "./io.js";

export interface Option {
  /** What the help calls the option's value; an option without one is a flag. */
  readonly value?: string;
  readonly short?: string;
  readonly summary: string;
}

/** Arguments that are no options. */
export interface Operands {
  /** As the usage line shows them. */
  readonly usage: string;
  /** 0 where standard input takes the place of an operand that is not given. */
  readonly min: number;
  readonly max: number;
  /** An option that does without either. */
  readonly replacedBy?: string;
}

export interface Syntax {
  readonly operands: Operands;
  readonly options: Readonly<Record<string, Option>>;
}

/** A command line that has been found to follow a {@link Syntax}. */
export interface Arguments {
  readonly operands: readonly string[];
  readonly values: ReadonlyMap<string, string>;
  readonly flags: ReadonlySet<string>;
}

export interface Example {
  readonly command: string;
  readonly effect: string;
}

export interface Subcommand extends Syntax {
  readonly name: string;
  /** A few words for the list of subcommands. */
  readonly summary: string;
  /** Lines of the subcommand's own help. */
  readonly description: readonly string[];
  readonly examples: readonly Example[];
  /** What exit status 3 means; absent where there is none. */
  readonly finding?: string;
  /** Loads the code, and with it the library, which help and version do without. */
  readonly load: () => Promise<{ readonly run: Run }>;
}

/** Does the work; throws a CommandError where it cannot. */
export type Run = (given: Arguments, io: Io) => Promise<void>;
