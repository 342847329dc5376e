import { getSystemErrorMap } from "node:util";

interface SystemError extends Error {
  readonly code?: string;
  readonly errno?: number;
}

/** The operating system's code of an error, such as "ENOENT"; undefined for any other error. */
export function codeOf(error: unknown): string | undefined {
  return (error as SystemError).code;
}

/** What went wrong, in the operating system's words. */
function wordsFor({ errno, code, message }: SystemError): string {
  const words = getSystemErrorMap().get(errno ?? 0)?.[1];
  return words === undefined ? message : `${words} (${String(code)})`;
}

/** The sentence that `advice` has for the code of an error, or the operating system's words with what was attempted. */
export function explain(error: unknown, advice: Readonly<Record<string, string>>, attempt: string): string {
  const code = codeOf(error);
  return (code === undefined ? undefined : advice[code]) ?? `${attempt}: ${wordsFor(error as SystemError)}.`;
}
