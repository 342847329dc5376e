/** One problem with an input: where it is, what kind it is, and what to do about it. */
export interface Issue {
  /** JSON pointer (RFC 6901) to the offending value; "" is the whole input. */
  readonly pointer: string;
  /** Stable, machine-readable kind of problem, e.g. "unknown-key". */
  readonly code: string;
  /** One sentence with the offending value and the remedy. */
  readonly message: string;
}

export type InvalidInputCode = "invalid-request" | "invalid-plan" | "invalid-measurements" | "invalid-model" | "invalid-options";

const SHOWN_ISSUES = 5;

function summary(code: InvalidInputCode, issues: readonly Issue[]): string {
  const lines = issues.slice(0, SHOWN_ISSUES).map(({ pointer, message }) => `  ${pointer === "" ? "(root)" : pointer}: ${message}`);
  const more = issues.length - lines.length;
  if (more > 0) lines.push(`  and ${String(more)} more`);
  return `${code.replace("-", " ")}, ${String(issues.length)} problem${issues.length === 1 ? "" : "s"}\n${lines.join("\n")}`;
}

/**
 * The only error this library throws. Recognise it by `code`, not by `instanceof`: a program that mixes
 * `require` and `import` holds two copies of the class.
 */
export class InvalidInputError extends Error {
  override readonly name = "InvalidInputError";
  readonly code: InvalidInputCode;
  /** Every problem that was found, in the order of the input. */
  readonly issues: readonly Issue[];

  constructor(code: InvalidInputCode, issues: readonly Issue[]) {
    super(summary(code, issues));
    this.code = code;
    this.issues = issues;
  }
}

/** Throws all `issues` as one error; does nothing when there are none. */
export function refuse(code: InvalidInputCode, issues: readonly Issue[]): void {
  if (issues.length > 0) throw new InvalidInputError(code, issues);
}

/** What `read` gives, with a typed error for a getter or proxy of the caller's that throws while it is read. */
export function readable<Data>(code: InvalidInputCode, read: () => Data, message = "Give plain data: reading a property of this value failed."): Data {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidInputError) throw error;
    throw new InvalidInputError(code, [{ pointer: "", code: "unreadable", message }]);
  }
}

/** JSON pointer of a path, with "~" and "/" escaped. */
export function pointer(...path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
