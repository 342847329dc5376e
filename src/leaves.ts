import * as z from "zod/mini";

/** What is needed in a value's place, as its schema's error; request/issues.ts makes the sentence. */
export const need = (expectation: string): { readonly error: string } => ({ error: expectation });

/** A -0 would not survive JSON. */
const plain = z.overwrite<number>((x) => x + 0);

/** A whole number from `least` on. */
export const wholeFrom = (least: number): z.ZodMiniInt => {
  const needed = need(`a whole number of at least ${least}`);
  return z.int(needed).check(z.minimum(least, needed), plain);
};

const fractionNeeded = need("a number from 0 up to, but not including, 1");
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
