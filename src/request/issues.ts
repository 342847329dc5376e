import type * as z from "zod/mini";
import { MOST_ISSUES, moreProblems, pointer, type Problem } from "../errors.js";
import { valueAt } from "./known-keys.js";
import { nearest } from "./nearest.js";

type ZodIssue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

const SHOWN_CHARACTERS = 60;
/** The message of an issue whose schema names no expectation. */
export const NO_EXPECTATION = "Invalid input";

/** A value as a message shows it: JSON where there is JSON, cut when it is long. */
export function shown(value: unknown): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "bigint") return `${String(value)}n`;
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol") return "a symbol";
  if (value === undefined) return "undefined";
  const text = typeof value === "object" ? objectText(value) : JSON.stringify(value);
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

function objectText(value: object | null): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `a list of ${String(value.length)}`;
  return "an object";
}

const CODES: Readonly<Partial<Record<ZodIssue["code"], string>>> = {
  invalid_type: "wrong-type",
  too_small: "too-small",
  too_big: "too-large",
  invalid_value: "unknown-value",
  invalid_union: "wrong-type",
};

function codeOf(issue: ZodIssue, given: unknown): string {
  if (given === undefined) return "missing";
  if (typeof given === "number" && !Number.isFinite(given)) return "not-finite";
  if (typeof given === "number" && issue.code === "invalid_type" && issue.expected === "int") return "not-a-whole-number";
  if (typeof given === "string" && namesOf(issue).length > 0) return "unknown-value";
  return CODES[issue.code] ?? "invalid";
}

function oneOf(values: readonly unknown[]): string {
  const list = values.map((value) => shown(value));
  return list.length === 1 ? String(list[0]) : `one of ${list.join(", ")}`;
}

function didYouMean(given: unknown, known: readonly unknown[]): string {
  const words = known.filter((word) => typeof word === "string");
  const guess = typeof given === "string" ? nearest(given, words) : undefined;
  return guess === undefined ? "" : ` Did you mean "${guess}"?`;
}

const KINDS: Readonly<Record<string, string>> = { object: "an object", array: "a list", record: "an object", string: "a string", number: "a number", tuple: "a list" };

/** What is needed in place of a value: what the schema says, or the limit that every whole number has, or a kind of value. */
function neededValue(issue: ZodIssue): string {
  if (issue.code === "too_big" && issue.origin === "int") return "a whole number of at most 2^53 - 1";
  if (issue.code === "invalid_type" && issue.message === NO_EXPECTATION) return KINDS[issue.expected] ?? "another value";
  return issue.message;
}

function sentence(issue: ZodIssue, given: unknown): string {
  const names = [...new Set(namesOf(issue))];
  const needed = names.length === 0 ? neededValue(issue) : oneOf(names);
  return given === undefined ? `Required: ${needed}.` : `Expected ${needed}; got ${shown(given)}.${didYouMean(given, names)}`;
}

/** How many problems one of zod's stands for, if leaves.ts summed them up; here, where nothing of zod is loaded. */
export function countOf(issue: object): number | undefined {
  return (issue as { readonly params?: { readonly count?: number } }).params?.count;
}

/** Whether a problem is with what a value holds, and not with the value itself. */
const isInside = (issue: ZodIssue): boolean =>
  issue.path.length > 0 || issue.code === "unrecognized_keys" || countOf(issue) !== undefined;

/** The problems inside the alternative of a union that the value resembles most; null when it resembles none. */
function closestAlternative(issue: ZodIssue): readonly ZodIssue[] | null {
  if (issue.code !== "invalid_union") return null;
  const inside = issue.errors.filter((problems) => problems.length > 0 && problems.every(isInside));
  return inside[0] ?? null;
}

/** The choices that a failed union of names offered. */
function namesOf(issue: ZodIssue): readonly unknown[] {
  if (issue.code === "invalid_value") return issue.values;
  if (issue.code !== "invalid_union") return [];
  // A union told apart by a key lists the values of the key.
  const keyValues = "options" in issue ? (issue.options ?? []) : [];
  return [...keyValues, ...issue.errors.flat().flatMap(namesOf)];
}

/** What is wrong with a key, as if it were a value. */
const innermost = (issue: ZodIssue): ZodIssue => (issue.code === "invalid_key" ? (issue.issues[0] ?? issue) : issue);

/** Our issues for one of zod's. `knownKeys` gives the keys that the object at a path may have. */
export function translate(issue: ZodIssue, input: unknown, knownKeys: (path: Path) => readonly string[], prefix: Path = []): readonly Problem[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === "unrecognized_keys") return unknownKeys(issue.keys, path, valueAt(input, path), knownKeys(path));
  const count = countOf(issue);
  if (count !== undefined) return [moreProblems(pointer(...path), count)];
  const alternative = closestAlternative(issue);
  if (alternative !== null) return alternative.flatMap((inner) => translate(inner, input, knownKeys, path));
  const given = issue.code === "invalid_key" ? path.at(-1) : valueAt(input, path);
  return [{ pointer: pointer(...path), code: codeOf(innermost(issue), given), message: sentence(innermost(issue), given) }];
}

/** Keys that `holder` should not have, beside those that it could have and has not. */
function unknownKeys(keys: readonly string[], path: Path, holder: unknown, known: readonly string[]): readonly Problem[] {
  const free = known.filter((key) => valueAt(holder, [key]) === undefined);
  const advice = free.length === 0 ? "Remove it." : `Remove it, or use one of ${free.join(", ")}.`;
  const hint = (key: string): string => didYouMean(key, known.filter((other) => other !== key));
  const told = keys.slice(0, MOST_ISSUES).map((key) => ({
    pointer: pointer(...path, key),
    code: "unknown-key",
    message: `Unknown key ${shown(key)}.${hint(key) || ` ${advice}`}`,
  }));
  return keys.length > told.length ? [...told, moreProblems(pointer(...path), keys.length - told.length)] : told;
}
