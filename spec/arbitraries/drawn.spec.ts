import fc, { type Arbitrary } from "fast-check";
import { describe, expect, it } from "@jest/globals";
import * as kit from "../../src/arbitraries/index.js";
import { requestSchema, type RequestInput } from "../../src/request/schema.js";
import { uncovered } from "../vectors/coverage.js";

const sampled = <Value>(arbitrary: Arbitrary<Value>, numRuns = 1500): readonly Value[] => fc.sample(arbitrary, { numRuns, seed: 1 });

/** The least and the greatest of some numbers. */
const span = (numbers: readonly number[]): readonly [number, number] => [Math.min(...numbers), Math.max(...numbers)];

/** What an arbitrary ends up with where everything is a counterexample. */
function simplest<Value>(arbitrary: Arbitrary<Value>, accepts: (value: Value) => boolean = () => true): unknown {
  const { counterexample } = fc.check(fc.property(arbitrary, (value) => !accepts(value)), { seed: 1, numRuns: 1000 });
  return counterexample?.[0];
}

// A hypernetwork of these is planned fast.
const quick = kit.plainHypernet({ activation: kit.activation({ names: kit.quickNames }) });
const network = { targetShapes: [[2, 3], [2], [4]] };
const lengths = (lists: readonly (readonly unknown[])[]): readonly number[] => lists.map(({ length }) => length);
const magnitudes = (numbers: readonly number[]): readonly number[] => numbers.filter((x) => x !== 0).map((x) => Math.floor(Math.log10(Math.abs(x))));

describe("random numbers reach from end to end", () => {
  it.each<[what: string, drawn: readonly number[], expected: readonly [number, number]]>([
    ["a positive number's magnitude", magnitudes(sampled(kit.positive())), [-3, 2]],
    ["a positive number's magnitude, as told", magnitudes(sampled(kit.positive({ exponents: [-7, 4] }))), [-7, 4]],
    ["a positive number's digits", sampled(kit.positive({ exponents: [3, 3] }), 30_000), [1000, 9999]],
    ["a variance's magnitude", magnitudes(sampled(kit.variance())), [-3, 2]],
    ["a mean's magnitude", magnitudes(sampled(kit.mean())), [-3, 2]],
    ["a mean's sign", sampled(kit.mean()).map(Math.sign), [-1, 1]],
    ["a dimension", sampled(kit.dimension()), [1, 6]],
    ["a dimension, as told", sampled(kit.dimension({ max: 9 })), [1, 9]],
    ["a block's dim", sampled(kit.inputBlock()).map(({ dim }) => dim), [1, 6]],
    ["the number of blocks", lengths(sampled(kit.inputBlocks())), [1, 3]],
    ["a chunk's size", sampled(kit.chunking()).map(({ size }) => size), [1, 60]],
    ["an embedding's entries", sampled(kit.chunking()).flatMap(({ embeddingDim = [] }) => embeddingDim), [1, 12]],
    ["the least variance's magnitude", magnitudes(sampled(kit.chunking()).flatMap(({ minVariance = [] }) => minVariance)), [-9, -1]],
    ["the least share", sampled(kit.chunking()).flatMap(({ minShare = [] }) => minShare), [0, 0.9]],
    ["the number of conditions", sampled(kit.chunking()).flatMap(({ conditions = [] }) => conditions), [1, 4]],
    ["the number of hidden layers", lengths(sampled(kit.hypernet()).flatMap(({ hiddenDims }) => hiddenDims === undefined ? [] : [hiddenDims])), [0, 3]],
    ["a hidden layer's units", sampled(kit.hypernet()).flatMap(({ hiddenDims = [] }) => hiddenDims), [1, 6]],
    ["the dropout", sampled(kit.hypernet()).flatMap(({ dropout = [] }) => dropout), [0, 0.9]],
    ["a slope's magnitude", magnitudes(sampled(kit.activation()).flatMap((given) => typeof given === "object" && given.name === "leaky_relu" ? given.negativeSlope ?? [] : [])), [-3, 0]],
    ["an alpha's magnitude", magnitudes(sampled(kit.activation(), 5000).flatMap((given) => typeof given === "object" && given.name === "elu" ? given.alpha ?? [] : [])), [-2, 0]],
    ["a dense weight's dimensions", sampled(kit.denseWeight()).flatMap(({ shape }) => shape), [1, 6]],
    ["a kernel's channels", sampled(kit.convWeight()).flatMap(({ shape }) => shape.slice(0, 2)), [1, 6]],
    ["a kernel's taps", sampled(kit.convWeight()).flatMap(({ shape }) => shape.slice(2)), [1, 3]],
    ["a kernel's dimensions", lengths(sampled(kit.convWeight()).map(({ shape }) => shape)), [3, 5]],
    ["a grouped kernel's groups", sampled(kit.groupedWeight()).map(({ meta }) => meta.groups ?? 0), [1, 3]],
    ["a grouped kernel's outputs", sampled(kit.groupedWeight()).map(({ outputs }) => outputs), [1, 9]],
    ["a grouped kernel's dimensions", lengths(sampled(kit.groupedWeight()).map(({ shape }) => shape)), [3, 4]],
    ["a transposed kernel's groups", sampled(kit.transposedWeight()).flatMap(({ meta }) => meta.groups ?? []), [2, 3]],
    ["a transposed kernel's dimensions", lengths(sampled(kit.transposedWeight()).map(({ shape }) => shape)), [3, 4]],
    ["a channels-last weight's dimensions", lengths(sampled(kit.channelsLastWeight()).map(({ shape }) => shape)), [2, 4]],
    ["a channels-last weight's inputs and outputs", sampled(kit.channelsLastWeight(), 3000).flatMap(({ shape }) => shape.slice(-2)), [1, 18]],
    ["a channels-last weight's groups", sampled(kit.channelsLastWeight()).map(({ meta }) => meta.groups ?? 1), [1, 3]],
    ["a channels-last weight's taps", sampled(kit.channelsLastWeight()).flatMap(({ shape }) => shape.slice(0, -2)), [1, 3]],
    ["a depthwise kernel's dimensions", lengths(sampled(kit.depthwiseWeight()).map(({ shape }) => shape)), [3, 4]],
    ["a depthwise kernel's channels", sampled(kit.depthwiseWeight()).flatMap(({ shape }) => shape.at(-2) ?? []), [1, 6]],
    ["a depthwise kernel's multiplier", sampled(kit.depthwiseWeight()).flatMap(({ shape }) => shape.at(-1) ?? []), [1, 3]],
    ["the parts of a fused weight", sampled(kit.fusedWeight()).map(({ meta }) => meta.parts ?? 0), [2, 4]],
    ["a fan that is given", sampled(kit.weightWithFans(), 5000).flatMap(({ meta }) => [meta.fanIn ?? 0, meta.fanOut ?? 0]), [1, 100]],
    ["the dimensions of a weight with fans", lengths(sampled(kit.weightWithFans()).map(({ shape }) => shape)), [0, 3]],
    ["the dimensions of a tensor with a name", lengths(sampled(kit.namedLayer()).flatMap(([tensor]) => tensor === undefined ? [] : [tensor.shape])), [0, 2]],
    ["the number of tensors in a layer", lengths(sampled(kit.weightLayer())), [1, 2]],
    ["the tensors of a network", lengths(sampled(kit.network(), 5000).map(({ targetShapes }) => targetShapes)), [1, 10]],
    ["the tensors of a network of at most so many layers", lengths(sampled(kit.network({ maxLayers: 2 })).map(({ targetShapes }) => targetShapes)), [1, 4]],
    ["the number of a layer", sampled(kit.network()).flatMap(({ paramMeta }) => paramMeta.flatMap(({ layer = [] }) => layer)), [-1, 20]],
    ["the number of a layer where all have one", sampled(kit.network({ numbered: true })).flatMap(({ paramMeta }) => paramMeta.flatMap(({ layer = -9 }) => layer)), [0, 20]],
    ["the tensors of a network without metadata", lengths(sampled(kit.bareNetwork()).map(({ targetShapes }) => targetShapes)), [1, 8]],
    ["the dimensions of its tensors", lengths(sampled(kit.bareNetwork()).flatMap(({ targetShapes }) => targetShapes)), [1, 4]],
    ["the number of tensors that are chosen", lengths(sampled(kit.generatedOf(network))), [1, 3]],
    ["the values that are given one by one", lengths(sampled(kit.byNameOrTensor(["weight", "bias"], () => kit.variance())).filter(Array.isArray)), [2, 2]],
    ["the values that are given by name", lengths(sampled(kit.byNameOrTensor(["weight", "bias"], () => kit.variance())).filter((given) => !Array.isArray(given)).map(Object.keys)), [0, 3]],
  ])("%s", (_, drawn, expected) => {
    expect(span(drawn)).toEqual(expected);
  });
});

describe("of random values, so many in a hundred", () => {
  const share = (all: readonly unknown[], some: readonly unknown[]): number => Math.round((100 * some.length) / all.length);
  const [variances, means, networks, layers, requests] = [sampled(kit.variance()), sampled(kit.mean()), sampled(kit.anyNetwork()), sampled(kit.anyLayer()), sampled(kit.chunkedRequest())];

  it.each<[what: string, measured: number, expected: number]>([
    ["variances are 0", share(variances, variances.filter((x) => x === 0)), 20],
    ["means are 0", share(means, means.filter((x) => x === 0)), 33],
    ["networks have no metadata", share(networks, networks.filter(({ paramMeta }) => paramMeta === undefined)), 20],
    ["layers are a tensor with another name", share(layers, layers.filter(([tensor]) => tensor?.meta.name !== "weight")), 25],
    ["chunked requests have no inputs", share(requests, requests.filter(({ inputs = [] }) => inputs.length === 0)), 25],
  ])("%s: %d", (_, measured, expected) => {
    // Four standard deviations of a share of 1500 are less than 5.
    expect(Math.abs(measured - expected)).toBeLessThan(5);
  });
});

describe("what is random shrinks to what is short to read", () => {
  it.each<[what: string, found: unknown, expected: unknown]>([
    ["a positive number", simplest(kit.positive()), 1],
    ["a variance", simplest(kit.variance(), (x) => x > 0), 1],
    ["a dimension", simplest(kit.dimension()), 1],
    ["an activation", simplest(kit.activation()), "relu"],
    ["conventions", simplest(kit.conventions()), "exact"],
    ["a block", simplest(kit.inputBlock()), { dim: 1 }],
    ["inputs", simplest(kit.inputBlocks()), [{ dim: 1 }]],
    ["chunks", simplest(kit.chunking()), { size: 1 }],
    ["a hypernetwork", simplest(kit.hypernet()), {}],
    ["a plain hypernetwork", simplest(kit.plainHypernet()), { norm: "none" }],
    ["a head", simplest(kit.headOverride()), {}],
    ["a weight", simplest(kit.anyWeight()), { shape: [1, 1], meta: { name: "weight" }, outputs: 1 }],
    ["a layer", simplest(kit.anyLayer()), [{ shape: [1, 1], meta: { name: "weight" } }]],
    ["a network", simplest(kit.anyNetwork()), { targetShapes: [[1]] }],
  ])("%s", (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe("random requests", () => {
  const [full, chunked] = [sampled(kit.fullRequest()), sampled(kit.chunkedRequest({ hypernet: quick }))];

  // What only a request of the other kind has, and activations, of which plain hypernetworks here have few.
  it.each<[kind: string, requests: readonly RequestInput[], besides: RegExp]>([
    ["full", full, /^\/(kind|chunking)/u],
    ["chunked", chunked, /^\/(kind|headOverrides)|^\/chunking is never left out|^\/hypernet\/(norm|activation)/u],
  ])("have every field, alternative and name of a %s request", (_, requests, besides) => {
    expect(uncovered(requestSchema, requests).filter((point) => !besides.test(point))).toEqual([]);
  });
});

describe("the options of a hypernetwork and of chunks", () => {
  const choices: readonly [of: string, drawn: (options: object) => Arbitrary<object>, keys: readonly string[]][] = [
    ["hypernetwork", kit.hypernet, ["hiddenDims", "activation", "hiddenInit", "useBias", "norm", "dropout"]],
    ["chunks", kit.chunking, ["embeddingDim", "distribution", "strategy", "minVariance", "minShare", "perCondition", "conditions"]],
  ];

  it.each(choices.flatMap(([of, drawn, keys]) => keys.map((key) => [of, key, drawn] as const)))("of %s: with %s that is always there, and as told", (_, key, drawn) => {
    const given = sampled(drawn({ [key]: fc.constant("told") }), 300) as readonly Readonly<Record<string, unknown>>[];
    expect(new Set(given.map((value) => value[key]))).toEqual(new Set(["told"]));
    const others = (sampled(drawn({}), 300) as readonly Readonly<Record<string, unknown>>[]).filter((value) => !(key in value));
    expect(others.length).toBeGreaterThan(10);
  });
});

const plain = (value: unknown): boolean => typeof value !== "object" || value === null || ([Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value) as object) && Object.values(value).every(plain));
const namesIn = (requests: readonly RequestInput[]): ReadonlySet<string> => new Set(requests.flatMap(kit.generatedNames));

describe("random requests of both kinds", () => {
  const exact = fc.constant("exact" as const);
  const unbiased = kit.hypernet({ useBias: fc.constant(false) });
  const weights = kit.network({ layer: kit.weightLayer() });

  it("are plain data", () => {
    expect([...sampled(kit.fullRequest(), 300), ...sampled(kit.chunkedRequest(), 300)].filter((request) => !plain(request))).toEqual([]);
  });

  it("have the names that a hypernetwork without biases can generate, where it has none", () => {
    expect([...namesIn(sampled(kit.fullRequest({ hypernet: unbiased })))].toSorted()).toEqual(["weight", "bias", "bn_shift", "cm_shift", ...kit.customNames].toSorted());
    expect([...namesIn(sampled(kit.fullRequest()))].toSorted()).toEqual(["weight", "bias", ...kit.ruledNames, ...kit.customNames].toSorted());
    expect([...namesIn(sampled(kit.chunkedRequest()))].toSorted()).toEqual(["weight", "bias", ...kit.ruledNames, ...kit.customNames].toSorted());
  });

  it.each(["generated", "targetVariances", "headOverrides"] as const)("leave out %s where they are told to, and nothing else", (key) => {
    const keys = (requests: readonly RequestInput[]): readonly string[] => [...new Set(requests.flatMap(Object.keys))].toSorted();
    const all = { full: keys(sampled(kit.fullRequest({ network: weights, conventions: exact }), 300)), chunked: keys(sampled(kit.chunkedRequest(), 300)) };
    expect(keys(sampled(kit.fullRequest({ network: weights, conventions: exact, without: [key] }), 300))).toEqual(all.full.filter((name) => name !== key));
    expect(keys(sampled(kit.chunkedRequest({ without: [key] }), 300))).toEqual(all.chunked.filter((name) => name !== key));
  });

  it("give variances that a caller need not give only by chance", () => {
    const without = ["targetVariances"] as const;
    const [reciprocal, hypercl] = [fc.constant({ harmonicMean: "reciprocal-sum" } as const), fc.constant("hypercl" as const)];
    const needs = (options: kit.RequestOptions): number => sampled(kit.fullRequest({ network: weights, without, ...options }), 300).filter(({ targetVariances }) => targetVariances !== undefined).length;
    expect(needs({ conventions: exact })).toBe(0);
    expect(needs({ conventions: hypercl, method: fc.constant("in") })).toBe(0);
    expect(needs({ conventions: reciprocal, method: fc.constant("out") })).toBe(0);
    expect(needs({ conventions: reciprocal, method: fc.constant("harmonic") })).toBeGreaterThan(0);
    expect(needs({ conventions: fc.constant({ outBias: "reciprocal" } as const), method: fc.constant("out") })).toBeGreaterThan(0);
    expect(needs({ conventions: fc.constant({ outBias: "reciprocal" } as const), method: fc.constant("harmonic") })).toBeGreaterThan(0);
  });

  it("without a choice of inputs or chunks may be of chunk embeddings alone, with one never", () => {
    const alone = (options: kit.ChunkedRequestOptions): number => sampled(kit.chunkedRequest({ hypernet: quick, ...options }), 300).filter(({ inputs = [] }) => inputs.length === 0).length;
    expect(alone({})).toBeGreaterThan(0);
    expect(alone({ inputs: kit.inputBlocks() })).toBe(0);
    expect(alone({ chunking: kit.chunking() })).toBe(0);
  });
});

describe("random inputs", () => {
  const lists = sampled(kit.inputBlocks(), 3000);
  const [blocks, alone] = [lists.flat(), lists.flatMap((list) => (list.length === 1 ? list : []))];
  const live = ({ variance = 1, mean = 0, noiseStd = 0 }: kit.InputBlockInput): readonly boolean[] => [variance > 0, mean !== 0, noiseStd > 0];

  it("have names of all kinds", () => {
    expect([...new Set(blocks.flatMap(({ name = [] }) => name))].toSorted()).toEqual(["", "/~", "noise", "task"]);
  });

  it("are live, be it by their variance, mean or noise alone; of several one is enough", () => {
    expect(alone.filter((block) => !live(block).includes(true))).toEqual([]);
    for (const only of [0, 1, 2]) expect(alone.some((block) => live(block).every((is, index) => is === (index === only)))).toBe(true);
    expect(lists.some((list) => list.length > 1 && list.some((block) => !live(block).includes(true)))).toBe(true);
  });
});

it("random channels-last weights hold one group's share of their inputs, or of their outputs when they are transposed", () => {
  const weights = sampled(kit.channelsLastWeight());
  for (const { shape, outputs, meta: { groups = 1, transposed = false } } of weights) {
    expect(transposed ? (shape.at(-2) ?? 0) * groups : shape.at(-1)).toBe(outputs);
    expect(transposed ? (shape.at(-1) ?? 0) % groups : outputs % groups).toBe(0);
  }
  expect(new Set(weights.map(({ meta }) => `${String(meta.groups)} ${String(meta.transposed)}`)).size).toBe(6);
});

describe("random metadata", () => {
  const metas = sampled(kit.network(), 1000).map(({ paramMeta }) => paramMeta);

  it("has labels that tell tensors apart, for all tensors or for none", () => {
    for (const labels of metas.map((list) => list.flatMap(({ label = [] }) => label))) expect(labels).toEqual([...labels.keys()].map((index) => `tensor.${index}`));
    expect(metas.every((list) => list.every(({ label }) => (label === undefined) === (list[0]?.label === undefined)))).toBe(true);
  });

  it("has what hypnettorch writes and planners do not read", () => {
    const seen = (key: "index" | "group" | "info"): readonly string[] => [...new Set(metas.flat().map((meta) => (key in meta ? JSON.stringify(meta[key]) : "none")))].toSorted();
    expect({ index: seen("index"), group: seen("group"), info: seen("info") }).toEqual({ index: ["0", "none"], group: ["1", "none", "null"], info: ['"shared"', "none", '{"of":[1]}'] });
  });

  it("has the activation of a layer at its weight, or none", () => {
    const layers = sampled(kit.weightLayer({ bias: fc.constant(true), activation: fc.constantFrom("tanh" as const, undefined) }), 50);
    expect(new Set(layers.map(([weight, bias]) => JSON.stringify([weight?.meta.activation ?? null, bias?.meta])))).toEqual(new Set(['["tanh",{"name":"bias"}]', '[null,{"name":"bias"}]']));
    expect(layers.some(([weight]) => weight !== undefined && "activation" in weight.meta && weight.meta.activation === undefined)).toBe(false);
  });
});
