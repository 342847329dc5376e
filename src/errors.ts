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

/** The longest pointer that leads towards all of the problems. */
function commonPlace(problems: readonly Problem[]): string {
  const shared = problems.map(({ pointer: at }) => at.split("/")).reduce((common, keys) => {
    const end = common.findIndex((key, depth) => keys[depth] !== key);
    return end === -1 ? common : common.slice(0, end);
  });
  return shared.join("/");
}

/** The first {@link MOST_ISSUES} problems, and one more for all the others. */
function listed(problems: readonly Problem[]): readonly Issue[] {
  const rest = problems.slice(MOST_ISSUES);
  if (countOf(rest) < 2) return problems;
  const { pointer: at, code, message } = moreProblems(commonPlace(rest), countOf(rest));
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

/** What reading an object's properties takes: their values, or functions of the caller's, and the class that it is of. */
function partsOf(value: object): readonly unknown[] {
  const properties: readonly { readonly get?: unknown; readonly value?: unknown }[] = Object.values(Object.getOwnPropertyDescriptors(value));
  const own = properties.map((property) => property.get ?? property.value);
  const prototype: unknown = Object.getPrototypeOf(value);
  // Every realm has an Object.prototype of its own; it inherits nothing.
  const isPlain = prototype === null || Array.isArray(value) || Object.getPrototypeOf(prototype) === null;
  return isPlain ? own : [prototype, ...own];
}

/** Whether reading a value can run code of the caller's: a function is somewhere in it, or a proxy, which has no clone. */
function holdsCode(input: unknown): boolean {
  const seen = new Set<unknown>();
  const open = [input];
  try {
    structuredClone(input);
    while (open.length > 0) {
      const value = open.pop();
      if (typeof value === "function") return true;
      if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || seen.has(value)) continue;
      seen.add(value);
      for (const part of partsOf(value)) open.push(part);
    }
  } catch {
    return true;
  }
  return false;
}

/**
 * What `read` makes of a caller's `input`, with a typed error for a getter or proxy in it that throws while it is read.
 * An error while only the library's own code ran is a mistake in it, and thrown as it is.
 */
export function readable<Data>(code: InvalidInputCode, input: unknown, read: () => Data, needed = "plain data"): Data {
  try {
    return read();
  } catch (error) {
    if (error instanceof InvalidInputError || !holdsCode(input)) throw error;
    const message = `Expected ${needed}; got a value with a property that cannot be read.`;
    throw new InvalidInputError(code, [{ pointer: "", code: "unreadable", message }]);
  }
}

/** JSON pointer of a path, with "~" and "/" escaped. */
export function pointer(...path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
