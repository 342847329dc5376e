import fc, { type Arbitrary } from "fast-check";

function cyclicObject(): unknown {
  const cyclic: Record<string, unknown> = { name: "weight" };
  cyclic["self"] = cyclic;
  return cyclic;
}

function cyclicList(): unknown {
  const cyclic: unknown[] = [1];
  cyclic.push(cyclic);
  return cyclic;
}

function throwing(): never {
  throw new RangeError("this value cannot be read");
}

function revokedProxy(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

const NUMBERS = [
  NaN, Infinity, -Infinity, -0, 0, -1, 0.5, 1e-300, Number.MIN_VALUE, 1e160, 1e308, Number.MAX_VALUE, Number.MAX_SAFE_INTEGER, 2 ** 53, 2 ** 60,
];

/** Values of every kind that break naive code, by a description. */
const MAKERS: Readonly<Record<string, () => unknown>> = {
  ...Object.fromEntries(NUMBERS.map((number) => [Object.is(number, -0) ? "-0" : String(number), () => number])),
  "undefined": () => undefined,
  "null": () => null,
  "true": () => true,
  "an empty string": () => "",
  "the string __proto__": () => "__proto__",
  "the string constructor": () => "constructor",
  "a BigInt": () => 7n,
  "a symbol": () => Symbol("junk"),
  "a function": () => () => 1,
  "an empty list": () => [],
  "an empty object": () => ({}),
  "a list in a list": () => [[]],
  "a sparse list": () => new Array<unknown>(3),
  "a date": () => new Date(0),
  "a map": () => new Map([["weight", 1]]),
  "a typed array": () => new Float64Array(2),
  "an object that inherits": () => Object.create({ weight: 1, dim: 1, name: "weight" }) as unknown,
  "an object without prototype": () => Object.create(null) as unknown,
  "an own key __proto__": () => JSON.parse('{"__proto__": {"weight": 1}, "constructor": 1}') as unknown,
  "a symbol as key": () => ({ [Symbol("junk")]: 1 }),
  "a cyclic object": cyclicObject,
  "a cyclic list": cyclicList,
  "a throwing getter": () => Object.defineProperty({ name: "weight" }, "dim", { enumerable: true, get: throwing }),
  "a throwing proxy": () => new Proxy({}, { get: throwing, ownKeys: throwing, has: throwing, getPrototypeOf: throwing }),
  "a throwing list": () => new Proxy([], { get: throwing }),
  "a revoked proxy": revokedProxy,
  "an object that cannot be printed": () => ({ toString: throwing, toJSON: throwing, valueOf: throwing }),
};

/** A value that a request should not hold; made when it is needed, since some cannot even be looked at. */
export interface Junk {
  readonly description: string;
  readonly make: () => unknown;
}

/** Junk of every kind. */
export function junk(): Arbitrary<Junk> {
  const known = fc.constantFrom(...Object.keys(MAKERS)).map((description) => ({ description, make: MAKERS[description] ?? throwing }));
  const anything = fc.oneof(fc.anything(), fc.double()).map((value) => ({ description: fc.stringify(value), make: () => value }));
  return fc.oneof({ weight: 3, arbitrary: known }, { weight: 1, arbitrary: anything });
}
