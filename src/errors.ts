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

/** An issue, or several that were counted and not kept. */
export interface Problem extends Issue {
  /** How many problems this one stands for; 1 unless it says so. */
  readonly count?: number;
}

/** Most issues that an error lists; one more sums up the rest. */
export const MOST_ISSUES = 100;

/** `count` problems at a place, which nobody reads one by one. */
export function moreProblems(at: string, count: number): Problem {
  return { pointer: at, code: "more-problems", message: `There are ${String(count)} more problems here; fix the ones listed first.`, count };
}

const countOf = (problems: readonly Problem[]): number => problems.reduce((total, { count = 1 }) => total + count, 0);

/** The first {@link MOST_ISSUES} problems, and one more for all the others. */
function listed(problems: readonly Problem[]): readonly Issue[] {
  const rest = countOf(problems.slice(MOST_ISSUES));
  if (rest < 2) return problems;
  const { pointer: at, code, message } = moreProblems("", rest);
  return [...problems.slice(0, MOST_ISSUES), { pointer: at, code, message }];
}

const SHOWN_ISSUES = 5;

function summary(code: InvalidInputCode, problems: readonly Problem[]): string {
  const total = countOf(problems);
  const shown = problems.slice(0, SHOWN_ISSUES);
  const lines = shown.map(({ pointer: at, message }) => `  ${at === "" ? "(root)" : at}: ${message}`);
  if (total > shown.length) lines.push(`  and ${String(total - shown.length)} more`);
  return `${code.replace("-", " ")}, ${String(total)} problem${total === 1 ? "" : "s"}\n${lines.join("\n")}`;
}

/**
 * The only error this library throws. Recognise it by `code`, not by `instanceof`: a program that mixes
 * `require` and `import` holds two copies of the class.
 */
export class InvalidInputError extends Error {
  override readonly name = "InvalidInputError";
  readonly code: InvalidInputCode;
  /** The problems, in the order of the input: the first 100, and where there are more one issue that counts them. */
  readonly issues: readonly Issue[];

  constructor(code: InvalidInputCode, problems: readonly Problem[]) {
    super(summary(code, problems));
    this.code = code;
    this.issues = listed(problems);
  }
}

/** Throws all `problems` as one error; does nothing when there are none. */
export function refuse(code: InvalidInputCode, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InvalidInputError(code, problems);
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
