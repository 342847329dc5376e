import type { Planner } from "../../../src/arbitraries/index.js";
import { plan, type RequestInput } from "../../../src/index.js";
import { chunked, entriesOf, full, heads, instead, mutant, retargeted, without, type Mutant } from "./mutant.js";

function counting(): Planner {
  let calls = 0;
  return (request) => ({ ...plan(request), warnings: [{ code: "calls", message: String((calls += 1)) }] });
}

function remembering(): Planner {
  let before = 0;
  return (request) => {
    const made = { ...plan(request), warnings: [{ code: "before", message: String(before) }] };
    before = request.targetShapes.length;
    return made;
  };
}

const KEYS: readonly string[] = [
  "kind", "targetShapes", "paramMeta", "generated", "inputs", "hypernet", "method", "mainActivation", "targetVariances", "headOverrides", "chunking", "conventions",
];

/** A request without the keys that requests do not have; what is no object is left alone. */
function pruned(request: RequestInput): RequestInput {
  if (Object.prototype.toString.call(request) !== "[object Object]") return request;
  return Object.fromEntries(Object.entries(request).filter(([key]) => KEYS.includes(key))) as RequestInput;
}

/** Right plans, and errors that are changed. */
const refusing = (change: (issues: readonly object[]) => unknown): Planner => (request) => {
  try {
    return plan(request);
  } catch (error) {
    return change((error as { readonly issues: readonly object[] }).issues);
  }
};

function throwing(error: Error): never {
  throw error;
}

/** A request that gives every weight its fans the wrong way round. */
function withSwappedFans(request: RequestInput): RequestInput {
  const entries = entriesOf(plan(request));
  const paramMeta = (request.paramMeta ?? []).map((meta, index) => {
    const fans = entries.find(({ tensor }) => tensor === index)?.fans;
    return meta.name === "weight" && fans != null ? { ...meta, fanIn: fans.fanOut, fanOut: fans.fanIn } : meta;
  });
  return { ...request, paramMeta };
}

/** Planners that are wrong in a respect that plans of both kinds have. */
export const ofAnyPlan: readonly Mutant[] = [
  mutant("deterministic", "counts its calls", /from character/u, counting()),
  mutant("deterministic", "remembers the request before", /from character/u, remembering()),

  mutant("input-untouched", "fills in a default in place", /now .*"method":"in"/u, (request) => {
    request.method ??= "in";
    return plan(request);
  }),
  mutant("input-untouched", "reverses a list in place", /the request is now/u, (request) => {
    const made = plan(request);
    request.inputs?.reverse();
    return made;
  }),

  mutant("plain-data", "says NaN", /\/input\/secondMoment is NaN/u, full((made) => ({ ...made, input: { ...made.input, secondMoment: NaN } }))),
  mutant("plain-data", "says Infinity", /\/maxInputVariance is Infinity/u, chunked((made) => ({ ...made, maxInputVariance: Infinity }))),
  mutant("plain-data", "says -0", /mean is -0/u, heads((head) => ({ ...head, predicted: { ...head.predicted, mean: -0 } }))),
  mutant("plain-data", "leaves a key undefined", /label is undefined/u, heads((head) => ({ ...head, label: undefined }))),
  mutant("plain-data", "gives an object of a class", /^\/input is no plain object$/u, full((made) => ({ ...made, input: Object.assign(Object.create({ scale: 1 }) as object, made.input) }))),
  mutant("plain-data", "gives a plan of a class", /^ is no plain object$/u, full((made) => Object.assign(Object.create({ scale: 1 }) as object, made))),
  mutant("plain-data", "gives a list of a class", /^\/warnings is no plain object$/u, full((made) => ({ ...made, warnings: Object.create(Array.prototype) as unknown }))),

  mutant("well-formed", "leaves the fans out", /fans: Required/u, heads((head) => without(head, "fans"))),
  mutant("well-formed", "has a gap between rows", /Heads follow each other/u, heads((head) => ({ ...head, rows: [head.rows[0] + 1, head.rows[1] + 1] }))),
  mutant("well-formed", "adds a key", /Unknown key "seed"/u, chunked((made) => ({ ...made, seed: 1 }))),

  mutant("refusal", "plans without what it does not know", /an unknown key is planned/u, instead(pruned)),
  mutant("refusal", "gives null for a plan", /is planned/u, refusing(() => null)),
  mutant("refusal", "throws any error", /without issues: RangeError: bad request/u, refusing(() => throwing(new RangeError("bad request")))),
  mutant("refusal", "points at the whole request", /is refused for .* and not for "\//u, refusing((issues) => throwing(Object.assign(new Error("bad request"), { issues: issues.map((issue) => ({ ...issue, pointer: "" })) })))),
  mutant("refusal", "lists nothing", /is refused for \[null\] and not for "/u, refusing(() => throwing(Object.assign(new Error("bad request"), { issues: [null] })))),

  mutant("targets", "drops β", /intended variance of tensor \d+ \(weight\)/u, retargeted(({ name, layer, variance }, made) => {
    const isShared = entriesOf(made).some((entry) => entry.name === "bias" && entry.layer === layer);
    return made.kind === "hyperfan" && made.method === "in" && name === "weight" && isShared ? 2 * variance : variance;
  })),
  mutant("targets", "swaps the fans", /intended variance of tensor/u, instead(withSwappedFans)),
  mutant("targets", "forgets the gain", /intended variance of tensor/u, instead((request) => ({ ...request, mainActivation: "linear" }))),
  mutant("targets", "leaves the last tensor out", /^the intended variance of tensor undefined \(undefined\) is undefined instead of/u, full((made) => ({ ...made, heads: made.heads.slice(0, -1) }))),
  mutant("targets", "takes the bound of a bias for its variance", /intended variance of tensor \d+ \(bias\)/u,
    retargeted(({ name, variance }, { kind }) => (kind === "chunked-hyperfan" && name === "bias" ? Math.sqrt(3 * variance) : variance))),
];
