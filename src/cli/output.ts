import { writeFileAtomically } from "./atomic-file.js";
import { failure } from "./command-error.js";
import type { Io } from "./io.js";
import { tell } from "./report.js";
import { writeStandardOutput } from "./standard-output.js";
import { explain } from "./system-error.js";

const advice = (path: string): Readonly<Record<string, string>> => ({
  ENOENT: `The folder of ${path} does not exist; create it first, or give another path.`,
  ENOTDIR: `The folder of ${path} is a file; give another path.`,
  EISDIR: `${path} is a folder; give the name of a file in it.`,
  EACCES: `${path} may not be written; check its permissions and those of its folder, or give another path.`,
  EROFS: `${path} is on a read-only file system; give another path.`,
  ENOSPC: `There is no space left for ${path}; free some, or give another path.`,
});

export interface Output {
  readonly text: string;
  /** What the text is, in a few words. */
  readonly summary: string;
}

/** Writes to `file` and says so, or to standard output without one. */
export async function writeOutput({ text, summary }: Output, file: string | undefined, { stdout, stderr }: Io): Promise<void> {
  if (file === undefined || file === "-") return writeStandardOutput([text], stdout);
  try {
    await writeFileAtomically(file, text);
  } catch (error) {
    throw failure(explain(error, advice(file), `${file} cannot be written`));
  }
  tell(`wrote ${file}: ${summary}`, stderr);
}
