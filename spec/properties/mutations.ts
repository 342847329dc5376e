import fc, { type Arbitrary } from "fast-check";
import { visitDeep } from "./deep.js";
import { junk, type Junk } from "./junk.js";

/** A change to one place in plain data: junk there, or nothing there. */
interface Mutation {
  readonly at: readonly string[];
  /** Undefined: the place is deleted. */
  readonly junk: Junk | undefined;
}

/** Plain data, and changes to it most of which make it invalid. */
export interface Spoilt {
  readonly original: object;
  readonly mutations: readonly Mutation[];
}

const KEYS = ["__proto__", "constructor", "extra", "kind", "name", "0", "-1", "generated", "chunking", "headOverrides", "paramMeta", "targetVariances"];

/** A place in plain data, or one more beside an existing one. */
function placeIn(data: object): Arbitrary<readonly string[]> {
  const paths: (readonly string[])[] = [];
  visitDeep(data, (_, path) => { if (path.length > 0) paths.push(path); });
  const existing = fc.constantFrom(...paths);
  const key = fc.oneof(fc.constantFrom(...KEYS), fc.string());
  return fc.oneof({ weight: 3, arbitrary: existing }, { weight: 1, arbitrary: fc.tuple(existing, key).map(([path, last]) => [...path.slice(0, -1), last]) });
}

/** Plain data with one to three changes. */
export function spoilt(originals: Arbitrary<object>): Arbitrary<Spoilt> {
  return originals.chain((original) => {
    const mutation = fc.record({ at: placeIn(original), junk: fc.option(junk(), { nil: undefined }) });
    return fc.record({ original: fc.constant(original), mutations: fc.array(mutation, { minLength: 1, maxLength: 3 }) });
  });
}

function apply(data: object, { at, junk: value }: Mutation): void {
  const last = at.at(-1) ?? "";
  const parent = at.slice(0, -1).reduce<unknown>((found, key) => (found as Record<string, unknown>)[key], data) as object;
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else Object.defineProperty(parent, last, { value: value.make(), enumerable: true, configurable: true, writable: true });
}

/** The data with its changes made. */
export function spoil({ original, mutations }: Spoilt): unknown {
  const data = structuredClone(original);
  for (const mutation of mutations) {
    try {
      apply(data, mutation);
    } catch {
      // An earlier change put something in this place that cannot be changed again.
    }
  }
  return data;
}
