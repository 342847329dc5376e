import * as z from "zod/mini";
import { MOST_ISSUES } from "./errors.js";
import { countOf } from "./request/issues.js";

/** What is needed in a value's place, as its schema's error; request/issues.ts makes the sentence. */
export const need = (expectation: string): { readonly error: string } => ({ error: expectation });

/** A -0 would not survive JSON. */
const plain = z.overwrite<number>((x) => x + 0);

/** A whole number from `least` on. */
export const wholeFrom = (least: number): z.ZodMiniInt => {
  const needed = need(`a whole number of at least ${least}`);
  return z.int(needed).check(z.minimum(least, needed), plain);
};

const fractionNeeded = need("a number in [0, 1)");
const positiveNeeded = need("a finite number above 0");
const nonNegativeNeeded = need("a finite number of at least 0");

/** Schemas of the single values that requests and plans are made of. */
export const count = wholeFrom(1);
export const index = wholeFrom(0);
export const layerIndex = wholeFrom(-1);
export const finite = z.number(need("a finite number")).check(plain);
export const positive = z.number(positiveNeeded).check(z.positive(positiveNeeded));
export const nonNegative = z.number(nonNegativeNeeded).check(z.minimum(0, nonNegativeNeeded), plain);
export const fraction = z.number(fractionNeeded).check(z.minimum(0, fractionNeeded), z.lt(1, fractionNeeded), plain);
export const flag = z.boolean(need("true or false"));
export const text = z.string(need("a string"));

/** Most characters of a name; a longer one is no name, and what looks names up would take long. */
export const MOST_NAME = 1024;
export const name = text.check(z.maxLength(MOST_NAME, need(`a string of at most ${MOST_NAME} characters`)));

/** Sums up problems beyond those that anyone reads. */
function sumUp({ issues, value }: z.core.ParsePayload): void {
  if (issues.length <= MOST_ISSUES + 1) return;
  const count = issues.slice(MOST_ISSUES).reduce((total, issue) => total + (countOf(issue) ?? 1), 0);
  issues.length = MOST_ISSUES;
  issues.push({ code: "custom", params: { count }, path: [], input: value });
}

/** The trait of schemas that sum up. */
export const SUMS_UP = "SumsUp";

/**
 * Has a schema sum up the problems of a long value, and so the copies that zod makes of it, to which checks are added.
 * Where zod joins the problems of a part to those of the whole, each becomes an argument of one call, which has room for
 * some 100,000. A check would not do: zod leaves checks out behind some problems. Nor would a class, since whatever
 * refers to z.core puts all of zod into a bundle.
 */
function summingUp<Schema extends z.ZodMiniType>(schema: Schema): Schema {
  const { _zod } = schema;
  const { constr: Class } = _zod;
  const parse = _zod.parse.bind(_zod);
  const summed: typeof _zod.parse = (payload, context) => {
    const parsed = parse(payload, context);
    if (!(parsed instanceof Promise)) sumUp(parsed);
    return parsed;
  };
  // Without checks there is nothing else to run.
  if (_zod.run === _zod.parse) _zod.run = summed;
  _zod.parse = summed;
  _zod.traits.add(SUMS_UP);
  // Called with new, which gives what a function returns.
  _zod.constr = function copy(definition: unknown): Schema { return summingUp(new Class(definition) as Schema); } as unknown as typeof Class;
  return schema;
}

/** A list of values; `expectation` says what is needed in its place. */
export function listOf<Entry extends z.ZodMiniType>(entry: Entry, expectation?: string): z.ZodMiniArray<Entry> {
  const error = expectation === undefined ? {} : { error: () => expectation };
  return summingUp(z.array(entry, error));
}

/** An object of values by name. */
export function byName<Value extends z.ZodMiniType>(value: Value): z.ZodMiniRecord<typeof name, Value> {
  return summingUp(z.record(name, value));
}
