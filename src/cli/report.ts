import util from "node:util";
import { isCommandError, type ExitCode } from "./command-error.js";
import type { StandardError } from "./io.js";
import { printable, shortened } from "./printable.js";

const COLOURS = { error: "red", warning: "yellow" } as const;
type Label = keyof typeof COLOURS;

/** A line as it can be shown, whatever file names, labels and values are quoted in it. */
const shown = (line: string): string => printable(shortened(line));

/** hasColors knows NO_COLOR and dumb terminals; styleText came with Node 20.12. */
function coloured(label: Label, stderr: StandardError): string {
  const wanted = stderr.isTTY === true && stderr.hasColors?.() === true && "styleText" in util;
  return wanted ? util.styleText(COLOURS[label], `${label}:`, { validateStream: false }) : `${label}:`;
}

function say(label: Label, message: string, stderr: StandardError): void {
  stderr.write(`${coloured(label, stderr)} ${shown(message)}\n`);
}

/** A line without a label: news, or more about the line before. */
export function tell(line: string, stderr: StandardError): void {
  stderr.write(`${shown(line)}\n`);
}

/** Warnings in words. */
export function warn(warnings: readonly { readonly message: string }[], stderr: StandardError): void {
  for (const { message } of warnings) say("warning", message, stderr);
}

/** V8's word for a text of more than half a gigabyte, which none can be. */
const isTooLong = (error: unknown): boolean => error instanceof RangeError && error.message === "Invalid string length";

/** Reports `error` and gives the exit code that goes with it. */
export function reportError(error: unknown, stderr: StandardError): ExitCode {
  if (isCommandError(error)) {
    say("error", error.message, stderr);
    for (const line of error.details) tell(line, stderr);
    return error.exitCode;
  }
  if (isTooLong(error)) {
    say("error", "The output has a text of more than 500 million characters, which Node cannot hold. Give tensors shorter labels.", stderr);
    return 1;
  }
  say("error", "Internal error. This is a bug in hyperfan; please report it with the stack trace below.", stderr);
  for (const line of (error instanceof Error ? (error.stack ?? error.message) : String(error)).split("\n")) tell(line, stderr);
  return 1;
}
