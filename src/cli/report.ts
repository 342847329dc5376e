import util from "node:util";
import { isCommandError, type ExitCode } from "./command-error.js";
import type { StandardError } from "./io.js";

const COLOURS = { error: "red", warning: "yellow" } as const;
type Label = keyof typeof COLOURS;

/** Control characters of a file name or a label would forge lines, or drive the terminal. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** hasColors knows NO_COLOR and dumb terminals; styleText came with Node 20.12. */
function coloured(label: Label, stderr: StandardError): string {
  const wanted = stderr.isTTY === true && stderr.hasColors?.() === true && "styleText" in util;
  return wanted ? util.styleText(COLOURS[label], `${label}:`, { validateStream: false }) : `${label}:`;
}

function say(label: Label, message: string, stderr: StandardError): void {
  stderr.write(`${coloured(label, stderr)} ${printable(message)}\n`);
}

/** A line without a label: news, or more about the line before. */
export function tell(line: string, stderr: StandardError): void {
  stderr.write(`${printable(line)}\n`);
}

/** Warnings in words. */
export function warn(warnings: readonly { readonly message: string }[], stderr: StandardError): void {
  for (const { message } of warnings) say("warning", message, stderr);
}

/** Reports `error` and gives the exit code that goes with it. */
export function reportError(error: unknown, stderr: StandardError): ExitCode {
  if (isCommandError(error)) {
    say("error", error.message, stderr);
    for (const line of error.details) tell(line, stderr);
    return error.exitCode;
  }
  say("error", "This is a mistake in hyperfan itself; please report it with these lines:", stderr);
  for (const line of (error instanceof Error ? (error.stack ?? error.message) : String(error)).split("\n")) tell(line, stderr);
  return 1;
}
