import fc from "fast-check";
import { planChunkedHyperfan, planHyperfan, type Head, type RequestInput } from "../../src/index.js";
import { activation, chunkedRequest, chunking, fullRequest, hypernet, network, plainHypernet, quickNames, weightLayer, type TargetLayer } from "./arbitraries.js";

// Tensors depend on those of their own layer only. Layers are numbered, since one of unknown number is told by its place.
const networks = network({ numbered: true });
// Some of their tensors may need a head bias.
const hypernets = hypernet({ useBias: fc.constant(true) });

/** Heads by tensor, without what tells their place. */
function byTensor(heads: readonly Head[]): Map<number, Partial<Head>> {
  return new Map(heads.map((head) => [head.tensor, { ...head, tensor: 0, rows: [0, 0] }]));
}

const permutation = (length: number): fc.Arbitrary<number[]> => {
  const indices = Array.from({ length }, (_, index) => index);
  return fc.shuffledSubarray(indices, { minLength: length, maxLength: length });
};

const without = ["generated", "targetVariances", "headOverrides"] as const;

/** Requests of kind hyperfan, each with a permutation of its tensors. */
const shuffled = fullRequest({ network: networks, hypernet: hypernets, without }).chain((request) => fc.tuple(fc.constant(request), permutation(request.targetShapes.length)));

describe("the order of tensors", () => {
  it("changes no head of a full plan but for its number and rows", () => {
    fc.assert(
      fc.property(shuffled, ([request, order]) => {
        const { targetShapes, paramMeta = [] } = request;
        const permuted: RequestInput = {
          ...request,
          targetShapes: order.map((index) => targetShapes[index] ?? []),
          paramMeta: order.map((index) => paramMeta[index] ?? { name: "" }),
        };
        const before = byTensor(planHyperfan(request).heads);
        const { heads } = planHyperfan(permuted);
        const after = byTensor(heads);
        order.forEach((index, position) => { expect(after.get(position)).toEqual(before.get(index)); });
        heads.forEach(({ rows: [first] }, position) => { expect(first).toBe(heads[position - 1]?.rows[1] ?? 0); });
      }),
    );
  });

  it("of generation changes no head either", () => {
    fc.assert(
      fc.property(shuffled, ([request, generated]) => {
        const before = byTensor(planHyperfan(request).heads);
        const { heads } = planHyperfan({ ...request, generated });
        expect(heads.map(({ tensor }) => tensor)).toEqual(generated);
        byTensor(heads).forEach((head, tensor) => { expect(head).toEqual(before.get(tensor)); });
        expect(heads.reduce((sum, { rows: [first, end] }) => sum + end - first, 0)).toBe(heads.at(-1)?.rows[1]);
      }),
    );
  });
});

/** Different numbers for layers 0, 1, 2, …, from next to each other to as far apart as they can be. */
const numbersFor = (layers: readonly number[]): fc.Arbitrary<ReadonlyMap<number, number>> => {
  const distinct = [...new Set(layers)];
  const any = fc.oneof(fc.nat(20), fc.constantFrom(2 ** 32 - 2, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER), fc.maxSafeNat());
  return fc.uniqueArray(any, { minLength: distinct.length, maxLength: distinct.length }).map((numbers) => new Map(distinct.map((layer, index) => [layer, numbers[index] ?? 0])));
};

describe("the numbers of layers", () => {
  it("tell which tensors belong together, and nothing else", () => {
    const renumbered = fullRequest({ network: networks, hypernet: hypernets }).chain((request) => {
      const layers = (request.paramMeta ?? []).flatMap(({ layer = -1 }) => (layer === -1 ? [] : [layer]));
      return fc.tuple(fc.constant(request), numbersFor(layers));
    });
    fc.assert(
      fc.property(renumbered, ([request, numbers]) => {
        const other = (layer: number): number => numbers.get(layer) ?? layer;
        const paramMeta = (request.paramMeta ?? []).map((meta) => ({ ...meta, layer: other(meta.layer ?? -1) }));
        const made = planHyperfan(request);
        const heads = made.heads.map((head) => ({ ...head, layer: other(head.layer) }));
        expect(planHyperfan({ ...request, paramMeta })).toEqual({ ...made, heads });
      }),
    );
  });
});

const quick = plainHypernet({ activation: activation({ names: quickNames }) });
// The other strategies set the output layer by all tensors.
const unscaled = chunking({ strategy: fc.constant("embedding") });
// A weight and its bias, of a layer that no random network has.
const appended = weightLayer().map((layer) => layer.map(({ shape, meta }) => ({ shape, meta: { ...meta, layer: 1e6 } })));
// β of every weight follows any one-dimensional tensor under this rule.
const conventions = fc.constantFrom("exact" as const, "hypnettorch" as const, { preset: "hypercl", biasSharing: "layer" } as const);

function withLayer(request: RequestInput, layer: TargetLayer): RequestInput {
  return {
    ...request,
    targetShapes: [...request.targetShapes, ...layer.map(({ shape }) => shape)],
    paramMeta: [...(request.paramMeta ?? []), ...layer.map(({ meta }) => meta)],
  };
}

describe("a tensor of another layer", () => {
  it("leaves the heads before it as they are", () => {
    const requests = fullRequest({ network: networks, hypernet: hypernets, conventions, without, method: fc.constantFrom("in", "out") });
    fc.assert(
      fc.property(requests, appended, (request, layer) => {
        const before = planHyperfan(request).heads;
        expect(planHyperfan(withLayer(request, layer)).heads.slice(0, before.length)).toEqual(before);
      }),
    );
  });

  it("leaves the chunks as they are that lie before it", () => {
    fc.assert(
      fc.property(chunkedRequest({ network: networks, hypernet: quick, chunking: unscaled, conventions, without: ["generated", "targetVariances"] }), appended, (request, layer) => {
        const before = planChunkedHyperfan(request);
        const after = planChunkedHyperfan(withLayer(request, layer));
        const whole = Math.floor(before.tensors.reduce((sum, { shape }) => sum + shape.reduce((size, dim) => size * dim, 1), 0) / before.chunks.size);
        // All runs but the last two: the last chunk is filled up, and the run before it may grow.
        before.chunks.runs.filter(({ first, count }) => first + count < whole).forEach((run, index) => { expect(after.chunks.runs[index]).toEqual(run); });
        expect(after.tensors.slice(0, before.tensors.length).map(({ intended }) => intended)).toEqual(before.tensors.map(({ intended }) => intended));
      }),
    );
  });

  it("shares its layer's variance with a bias only if the bias is generated", () => {
    const layer = weightLayer({ bias: fc.constant(true), activation: fc.constant(undefined) });
    const requests = fullRequest({ network: network({ layer, numbered: true }), conventions: fc.constant("exact"), method: fc.constant("in"), without });
    fc.assert(
      fc.property(requests, (request) => {
        const weights = request.targetShapes.flatMap((_, index) => (request.paramMeta?.[index]?.name === "weight" ? [index] : []));
        const together = byTensor(planHyperfan(request).heads);
        const alone = byTensor(planHyperfan({ ...request, generated: weights }).heads);
        alone.forEach(({ intended }, tensor) => { expect(intended?.variance).toBe(2 * (together.get(tensor)?.intended?.variance ?? NaN)); });
      }),
    );
  });
});
