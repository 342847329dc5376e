import { group, type RefusedCase } from "../case.js";

/** The least requests, and one with metadata. */
const full = { kind: "hyperfan", targetShapes: [[3, 4]], inputs: [{ dim: 2 }] };
const described = { ...full, paramMeta: [{ name: "weight" }] };
const chunked = { ...full, kind: "chunked-hyperfan", chunking: { size: 4 } };

/** A copy of `container` with `value` at a path; undefined takes out what is there. */
function changed(container: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const inner = (child: unknown): unknown => changed(child ?? {}, rest, value);
  if (Array.isArray(container)) return Object.assign([...container], { [key]: inner(container[Number(key)]) });
  const { [key]: child, ...others } = container as Readonly<Record<string, unknown>>;
  const made = inner(child);
  return made === undefined ? others : { ...others, [key]: made };
}

const pathOf = (pointer: string): readonly string[] => pointer.split("/").slice(1);

type Fault = readonly [pointer: string, value: unknown, code: string, at?: string];

const kindOf = ({ kind }: typeof full): string => (kind === full.kind ? "full" : "chunked");

/** One case for each value that does not belong where it stands; `at` is where the problem is, if not there. */
function faulty(base: typeof full, faults: readonly Fault[]): readonly RefusedCase[] {
  return faults.map(([pointer, value, code, at = pointer]) => ({
    id: `refused/${kindOf(base)}${pointer}=${value === undefined ? "" : JSON.stringify(value)}`,
    title: `${code} at ${at === "" ? "the root" : at}`,
    request: changed(base, pathOf(pointer), value),
    issues: [`${at} ${code}`],
  }));
}

const root = faulty(full, [
  ["", null, "wrong-type"],
  ["", [], "wrong-type"],
  ["", "hyperfan", "wrong-type"],
  ["/targetShape", [[3]], "unknown-key"],
  ["/kind", undefined, "missing"],
  ["/kind", null, "unknown-value"],
  ["/kind", "hyper", "unknown-value"],
  ["/method", "fan-in", "unknown-value"],
  ["/method", 1, "unknown-value"],
  ["/method", null, "unknown-value"],
]);

const shapes = faulty(full, [
  ["/targetShapes", undefined, "missing"],
  ["/targetShapes", null, "wrong-type"],
  ["/targetShapes", {}, "wrong-type"],
  ["/targetShapes", [], "too-small"],
  ["/targetShapes", [3], "wrong-type", "/targetShapes/0"],
  ["/targetShapes", [[3, 4], "3x4"], "wrong-type", "/targetShapes/1"],
  ["/targetShapes", [["3"]], "wrong-type", "/targetShapes/0/0"],
  ["/targetShapes", [[3, 0]], "too-small", "/targetShapes/0/1"],
  ["/targetShapes", [[-3, 4]], "too-small", "/targetShapes/0/0"],
  ["/targetShapes", [[3, 1.5]], "not-a-whole-number", "/targetShapes/0/1"],
  ["/targetShapes", [[2 ** 53, 1]], "too-large", "/targetShapes/0/0"],
  ["/targetShapes", [[2 ** 30, 2 ** 30]], "too-large"],
  ["/targetShapes", [[3, 4], []], "no-fan", "/targetShapes/1"],
]);

const meta = faulty(described, [
  ["/paramMeta", null, "wrong-type"],
  ["/paramMeta", {}, "wrong-type"],
  ["/paramMeta", [], "wrong-length"],
  ["/paramMeta", [{ name: "weight" }, { name: "bias" }], "wrong-length"],
  ["/paramMeta", ["weight"], "wrong-type", "/paramMeta/0"],
  ["/paramMeta/0/name", undefined, "missing"],
  ["/paramMeta/0/name", 1, "wrong-type"],
  ["/paramMeta/0/name", "mask", "unknown-name"],
  ["/paramMeta/0/layer", null, "wrong-type"],
  ["/paramMeta/0/layer", -2, "too-small"],
  ["/paramMeta/0/layer", 0.5, "not-a-whole-number"],
  ["/paramMeta/0/label", 7, "wrong-type"],
  ["/paramMeta/0/groups", 0, "too-small"],
  ["/paramMeta/0/groups", "2", "wrong-type"],
  ["/paramMeta/0/groups", 2, "indivisible"],
  ["/paramMeta/0/transposed", "no", "wrong-type"],
  ["/paramMeta/0/parts", 0, "too-small"],
  ["/paramMeta/0/parts", 2.5, "not-a-whole-number"],
  ["/paramMeta/0/parts", 2, "indivisible"],
  ["/paramMeta/0/layout", "IOHW", "unknown-value"],
  ["/paramMeta/0/layout", 0, "unknown-value"],
  ["/paramMeta/0/fanIn", 0, "too-small"],
  ["/paramMeta/0/fanIn", "4", "wrong-type"],
  ["/paramMeta/0/fanOut", -1, "too-small"],
  ["/paramMeta/0/fanOut", null, "wrong-type"],
  ["/paramMeta/0/activation", "rellu", "unknown-value"],
  ["/paramMeta/0/fan_in", 3, "unknown-key"],
]);

const selection = faulty(full, [
  ["/generated", 0, "wrong-type"],
  ["/generated", [], "too-small"],
  ["/generated", ["0"], "wrong-type", "/generated/0"],
  ["/generated", [-1], "too-small", "/generated/0"],
  ["/generated", [0.5], "not-a-whole-number", "/generated/0"],
  ["/generated", [1], "out-of-range", "/generated/0"],
  ["/generated", [0, 0], "repeated", "/generated/1"],
]);

const inputs = faulty(full, [
  ["/inputs", undefined, "missing"],
  ["/inputs", null, "wrong-type"],
  ["/inputs", [], "missing"],
  ["/inputs", [2], "wrong-type", "/inputs/0"],
  ["/inputs", [{}], "missing", "/inputs/0/dim"],
  ["/inputs/0/dim", "2", "wrong-type"],
  ["/inputs/0/dim", 0, "too-small"],
  ["/inputs/0/dim", 2.5, "not-a-whole-number"],
  ["/inputs/0/dim", 2 ** 53, "too-large"],
  ["/inputs", [{ dim: 2 ** 53 - 1 }, { dim: 1 }], "too-large"],
  ["/inputs/0/name", 1, "wrong-type"],
  ["/inputs/0/variance", -1, "too-small"],
  ["/inputs/0/variance", "1", "wrong-type"],
  ["/inputs/0/mean", null, "wrong-type"],
  ["/inputs/0/noiseStd", -0.1, "too-small"],
  ["/inputs/0/noiseStd", true, "wrong-type"],
  ["/inputs/0/std", 1, "unknown-key"],
  ["/inputs/0/variance", 0, "zero-second-moment", "/inputs"],
  ["/inputs/0/mean", 1e200, "overflow", "/inputs"],
]);

const hypernets = faulty(full, [
  ["/hypernet", null, "wrong-type"],
  ["/hypernet", [], "wrong-type"],
  ["/hypernet/hiddenDims", 5, "wrong-type"],
  ["/hypernet/hiddenDims", [5, 0], "too-small", "/hypernet/hiddenDims/1"],
  ["/hypernet/hiddenDims", [1.5], "not-a-whole-number", "/hypernet/hiddenDims/0"],
  ["/hypernet/activation", "swish", "unknown-value"],
  ["/hypernet/hiddenInit", "he", "unknown-value"],
  ["/hypernet/useBias", "yes", "wrong-type"],
  ["/hypernet/norm", "group", "unknown-value"],
  ["/hypernet/dropout", 1, "too-large"],
  ["/hypernet/dropout", -0.1, "too-small"],
  ["/hypernet/dropout", "0.5", "wrong-type"],
  ["/hypernet/depth", 2, "unknown-key"],
]);

const activation = faulty(full, [
  ["/mainActivation", "relu6", "unknown-value"],
  ["/mainActivation", 1, "wrong-type"],
  ["/mainActivation", null, "wrong-type"],
  ["/mainActivation", {}, "missing", "/mainActivation/name"],
  ["/mainActivation", { name: "relu6" }, "unknown-value", "/mainActivation/name"],
  ["/mainActivation", { name: "relu", negativeSlope: 0.1 }, "unknown-key", "/mainActivation/negativeSlope"],
  ["/mainActivation", { name: "leaky_relu", alpha: 0.1 }, "unknown-key", "/mainActivation/alpha"],
  ["/mainActivation", { name: "leaky_relu", negativeSlope: "0.1" }, "wrong-type", "/mainActivation/negativeSlope"],
  ["/mainActivation", { name: "elu", alpha: null }, "wrong-type", "/mainActivation/alpha"],
]);

const targets = faulty(full, [
  ["/targetVariances", 1, "wrong-type"],
  ["/targetVariances", { weight: -1 }, "too-small", "/targetVariances/weight"],
  ["/targetVariances", { weight: null }, "wrong-type", "/targetVariances/weight"],
  ["/targetVariances", [-1], "too-small", "/targetVariances/0"],
  ["/targetVariances", ["1"], "wrong-type", "/targetVariances/0"],
  ["/targetVariances", [1, null], "wrong-length"],
  ["/targetVariances", { constructor: 1 }, "reserved-name", "/targetVariances/constructor"],
  ["/targetVariances", { ["__proto__"]: 1 }, "reserved-name", "/targetVariances/__proto__"],
]);

const overrides = faulty(full, [
  ["/headOverrides", "weight", "wrong-type"],
  ["/headOverrides", [], "wrong-length"],
  ["/headOverrides", [1], "wrong-type", "/headOverrides/0"],
  ["/headOverrides", { weight: 1 }, "wrong-type", "/headOverrides/weight"],
  ["/headOverrides", { weight: { weightMean: "0" } }, "wrong-type", "/headOverrides/weight/weightMean"],
  ["/headOverrides", { weight: { weightVariance: -1 } }, "too-small", "/headOverrides/weight/weightVariance"],
  ["/headOverrides", { weight: { biasMean: null } }, "wrong-type", "/headOverrides/weight/biasMean"],
  ["/headOverrides", [{ biasVariance: -1 }], "too-small", "/headOverrides/0/biasVariance"],
  ["/headOverrides", { weight: { mean: 0 } }, "unknown-key", "/headOverrides/weight/mean"],
  ["/headOverrides", { "a/b~c": { mean: 0 } }, "unknown-key", "/headOverrides/a~1b~0c/mean"],
  ["/headOverrides", { prototype: {} }, "reserved-name", "/headOverrides/prototype"],
]);

const conventions = faulty(full, [
  ["/conventions", "Exact", "unknown-value"],
  ["/conventions", 1, "wrong-type"],
  ["/conventions", { preset: "reference" }, "unknown-value", "/conventions/preset"],
  ["/conventions", { outBias: "inverse" }, "unknown-value", "/conventions/outBias"],
  ["/conventions/harmonicMean", "arithmetic", "unknown-value"],
  ["/conventions/outputLayerInit", "kaiming", "unknown-value"],
  ["/conventions/headSecondMoment", "output", "unknown-value"],
  ["/conventions/biasFanOut", null, "unknown-value"],
  ["/conventions/lastChunk", true, "unknown-value"],
  ["/conventions/biasSharing", "none", "unknown-value"],
  ["/conventions/unknownLayer", -1, "unknown-value"],
  ["/conventions", { outbias: "clipped" }, "unknown-key", "/conventions/outbias"],
]);

const chunks = faulty(chunked, [
  ["/chunking", undefined, "missing"],
  ["/chunking", 4, "wrong-type"],
  ["/chunking", {}, "missing", "/chunking/size"],
  ["/chunking/size", 0, "too-small"],
  ["/chunking/size", 2.5, "not-a-whole-number"],
  ["/chunking/embeddingDim", 0, "too-small"],
  ["/chunking/embeddingDim", "8", "wrong-type"],
  ["/chunking/distribution", "gaussian", "unknown-value"],
  ["/chunking/strategy", "clip", "unknown-value"],
  ["/chunking/minShare", 1, "too-large"],
  ["/chunking/minShare", -0.5, "too-small"],
  ["/chunking/minVariance", -1, "too-small"],
  ["/chunking/minVariance", null, "wrong-type"],
  ["/chunking/perCondition", 1, "wrong-type"],
  ["/chunking/conditions", 0, "too-small"],
  ["/chunking/dim", 8, "unknown-key"],
  ["/chunking/embeddingDim", 2 ** 53 - 1, "too-large", "/inputs"],
  ["/inputs", [], "missing"],
  ["/hypernet", { norm: "layer" }, "not-for-kind", "/hypernet/norm"],
  ["/headOverrides", {}, "not-for-kind"],
  ["/targetShapes", [[3, 4], []], "no-fan", "/targetShapes/1"],
  ["/targetVariances", { weight: 1.7e308 }, "overflow", "/targetShapes"],
  ["/kind", "hyperfan", "not-for-kind", "/chunking"],
]);

const whole = { weightMean: 0, weightVariance: 1, biasMean: 1, biasVariance: 0 };
const noBiases = { hypernet: { useBias: false } };
const withBias = { ...full, targetShapes: [[3, 4], [3]], paramMeta: [{ name: "weight", layer: 0 }, { name: "bias", layer: 0 }] };

const together = group<RefusedCase>("refused/together", [
  { id: "reserved-name", title: "a name that cannot be used as a key", request: { ...chunked, paramMeta: [{ name: "prototype" }] }, issues: ["/paramMeta/0/name reserved-name"] },
  { id: "reserved-and-unknown", title: "the same where a rule is needed", request: { ...full, paramMeta: [{ name: "__proto__" }] }, issues: ["/paramMeta/0/name reserved-name"] },
  { id: "wrong-kind/full", title: "a chunked request for the planner of full ones", planner: "hyperfan", request: chunked, issues: ["/kind wrong-kind"] },
  { id: "wrong-kind/chunked", title: "a full request for the planner of chunked ones", planner: "chunked-hyperfan", request: full, issues: ["/kind wrong-kind"] },
  { id: "unknown-name/inferred", title: "a scalar weight and a name without a rule", request: { ...full, targetShapes: [[3, 4], [], [5]], paramMeta: [{ name: "weight" }, { name: "weight" }, { name: "mask" }] }, issues: ["/targetShapes/1 no-fan", "/paramMeta/2/name unknown-name"] },
  { id: "no-fan/one-given", title: "a vector weight with one fan of two", request: { ...full, targetShapes: [[5]], paramMeta: [{ name: "weight", fanIn: 3 }] }, issues: ["/targetShapes/0 no-fan"] },
  { id: "bias-needed/name", title: "a scale in a hypernetwork without biases", request: { ...described, ...noBiases, paramMeta: [{ name: "bn_scale" }] }, issues: ["/hypernet/useBias bias-needed"] },
  { id: "bias-needed/embedding", title: "an embedding in a hypernetwork without biases", request: { ...described, ...noBiases, paramMeta: [{ name: "embedding" }] }, issues: ["/hypernet/useBias bias-needed"] },
  { id: "bias-needed/target", title: "a shift with a variance in a hypernetwork without biases", request: { ...described, ...noBiases, paramMeta: [{ name: "bn_shift" }], targetVariances: { bn_shift: 1 } }, issues: ["/hypernet/useBias bias-needed"] },
  { id: "bias-needed/override", title: "an override with a bias mean in a hypernetwork without biases", request: { ...full, ...noBiases, headOverrides: [whole] }, issues: ["/hypernet/useBias bias-needed"] },
  { id: "indivisible/transposed", title: "groups that do not divide the inputs of a transposed convolution", request: { ...full, targetShapes: [[4, 6, 2, 2]], paramMeta: [{ name: "weight", transposed: true, groups: 3 }] }, issues: ["/paramMeta/0/groups indivisible"] },
  { id: "zero-in-reciprocal/harmonicMean", title: "a reciprocal of the clipped bias", request: { ...withBias, method: "harmonic", conventions: "hypnettorch" }, issues: ["/targetShapes/1 zero-in-reciprocal"] },
  { id: "zero-in-reciprocal/outBias", title: "a reciprocal of the clipped bias, method out", request: { ...withBias, method: "out", conventions: { outBias: "reciprocal" } }, issues: ["/targetShapes/1 zero-in-reciprocal"] },
  { id: "zero-second-moment/assumed", title: "what the convention divides by is 0", request: { ...full, inputs: [{ dim: 2, variance: 0 }], conventions: "hypercl" }, issues: ["/inputs zero-second-moment"] },
  { id: "underflow", title: "a head variance too small for a double", request: { ...full, inputs: [{ dim: 2, variance: 1e300 }], targetVariances: { weight: 1e-300 } }, issues: ["/targetShapes/0 underflow"] },
  { id: "overflow/head", title: "a head variance too large for a double", request: { ...full, inputs: [{ dim: 2, variance: 1e-300 }], targetVariances: { weight: 1e300 } }, issues: ["/targetShapes/0 overflow"] },
  { id: "overflow/input", title: "a square of the noise that is too large for a double", request: { ...chunked, inputs: [{ dim: 2, noiseStd: 1e200 }] }, issues: ["/inputs overflow"] },
  {
    id: "everything",
    title: "problems of every sort at once",
    request: { kind: "hyperfan", targetShapes: [[0], "x"], paramMeta: [{ name: "weight", layer: 1.5 }], inputs: [{ variance: -1 }], hypernet: { hiddenDim: [] }, method: "up", extra: true },
    issues: [
      "/targetShapes/0/0 too-small", "/targetShapes/1 wrong-type", "/paramMeta/0/layer not-a-whole-number", "/inputs/0/dim missing", "/inputs/0/variance too-small",
      "/hypernet/hiddenDim unknown-key", "/method unknown-value", "/extra unknown-key",
    ],
  },
  {
    id: "across-fields",
    title: "problems across fields, though another field is wrong",
    request: { ...full, method: "up", paramMeta: [], generated: [3, 3], chunking: { size: 1 }, targetVariances: [1] },
    issues: [
      "/method unknown-value", "/paramMeta wrong-length", "/generated/0 out-of-range", "/generated/1 out-of-range", "/generated/1 repeated", "/chunking not-for-kind", "/targetVariances wrong-length",
    ],
  },
]);

export const refusedCases: readonly RefusedCase[] = [...root, ...shapes, ...meta, ...selection, ...inputs, ...hypernets, ...activation, ...targets, ...overrides, ...conventions, ...chunks, ...together];
