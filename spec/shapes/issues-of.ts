import { InvalidInputError, type Issue } from "../../src/shapes/index.js";

/** The problems that `read` finds; it has to throw the library's own error and nothing else. */
export function issuesOf(read: () => unknown): readonly Issue[] {
  try {
    read();
  } catch (error) {
    if (!(error instanceof InvalidInputError) || !["invalid-model", "invalid-options"].includes(error.code)) throw error;
    return error.issues;
  }
  throw new Error("nothing was thrown");
}

/** The one problem that `read` finds, as "pointer code: message". */
export function issueOf(read: () => unknown): string {
  const issues = issuesOf(read);
  if (issues.length !== 1) throw new Error(`${issues.length} problems: ${issues.map(({ code }) => code).join(", ")}`);
  const { pointer, code, message } = issues[0]!;
  return `${pointer} ${code}: ${message}`;
}
