import { sep } from "node:path";
import { writeFileAtomically } from "./atomic-file.js";
import { failure } from "./command-error.js";
import type { Io } from "./io.js";
import { jsonTexts } from "./json-texts.js";
import { tell } from "./report.js";
import { writeStandardOutput } from "./standard-output.js";
import type { Arguments } from "./subcommand.js";
import { explain } from "./system-error.js";

const advice = (path: string): Readonly<Record<string, string>> => ({
  ENOENT: `The folder of ${path} does not exist; create it first, or give another path.`,
  ENOTDIR: `The folder of ${path} is a file; give another path.`,
  EISDIR: `${path} is a folder; give the name of a file in it.`,
  EACCES: `Permission denied: ${path}. Check its permissions and those of its folder, or give another path.`,
  EROFS: `${path} is on a read-only file system; give another path.`,
  ENOSPC: `There is no space left for ${path}; free some, or give another path.`,
});

const isFolderName = (path: string): boolean => path.endsWith("/") || path.endsWith(sep);

export interface Output {
  readonly texts: Iterable<string>;
  /** What the texts are, in a few words. */
  readonly summary: string;
}

/** Writes to `file` and says so, or to standard output without one. */
export async function writeOutput({ texts, summary }: Output, file: string | undefined, { stdout, stderr }: Io): Promise<void> {
  if (file === undefined || file === "-") return writeStandardOutput(texts, stdout);
  if (isFolderName(file)) throw failure(String(advice(file)["EISDIR"]));
  try {
    await writeFileAtomically(file, texts);
  } catch (error) {
    throw failure(explain(error, advice(file), `${file} cannot be written`));
  }
  tell(`wrote ${file}: ${summary}`, stderr);
}

/** Prints a result: as JSON where that is asked for, else as its report. */
export function writeResult({ flags }: Arguments, result: unknown, report: () => Iterable<string>, { stdout }: Io): Promise<void> {
  return writeStandardOutput(flags.has("json") ? jsonTexts(result) : report(), stdout);
}
