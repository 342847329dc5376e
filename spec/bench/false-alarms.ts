import { plan as planOf, type RequestInput } from "../../src/index.js";
import { drawSeeded, judgeOf, rateOf, setsOf } from "../compare/false-alarms.js";

// How often `compare` finds fault with right hypernetworks, and with wrong ones: npm run verify:compare -- [draws [name]]
// The hypernetworks are drawn number by number by spec/compare/draw.ts, which shares no code with what compares them.

type Hypernet = NonNullable<RequestInput["hypernet"]>;

const main = { targetShapes: [[12, 8], [8]], paramMeta: [{ name: "weight", layer: 0 }, { name: "bias", layer: 0 }] };
const full = (dim: number, hypernet: Hypernet, rest: object = {}): RequestInput => ({ kind: "hyperfan", ...main, inputs: [{ dim }], hypernet, ...rest });
const chunked = (hypernet: Hypernet, chunking: object, inputs: readonly object[] = [{ dim: 8, variance: 0.001 }]): RequestInput =>
  ({ kind: "chunked-hyperfan", targetShapes: [[12, 10], [10], [15, 12], [15]], paramMeta: [{ name: "weight", layer: 0 }, { name: "bias", layer: 0 }, { name: "weight", layer: 1 }, { name: "bias", layer: 1 }], inputs, hypernet, chunking }) as RequestInput;
const layers = (depth: number, width: number): number[] => new Array<number>(depth).fill(width);
const withMean = (weightMean: number) => ({ headOverrides: { weight: { weightMean, weightVariance: 0.01, biasMean: 0.5, biasVariance: 0 } } });

const cases: Readonly<Record<string, RequestInput>> = {
  "relu 2x20, 8 inputs": full(8, { hiddenDims: [20, 20] }),
  "relu 6x3, 1 input": full(1, { hiddenDims: layers(6, 3) }),
  "relu 8x10, dropout 0.5, 2 inputs": full(2, { hiddenDims: layers(8, 10), dropout: 0.5 }),
  "relu 12x10, 8 inputs": full(8, { hiddenDims: layers(12, 10) }),
  "relu 10x10, 8 inputs": full(8, { hiddenDims: layers(10, 10) }),
  "relu 1x20, dropout 0.9": full(8, { hiddenDims: [20], dropout: 0.9 }),
  "relu 1x400, 8 inputs": full(8, { hiddenDims: [400] }),
  "gelu 6x6, 3 inputs": full(3, { hiddenDims: layers(6, 6), activation: "gelu" }),
  "gelu 7x10, 1 input": full(1, { hiddenDims: layers(7, 10), activation: "gelu" }),
  "silu 7x10, 1 input": full(1, { hiddenDims: layers(7, 10), activation: "silu" }),
  "mish 8x10, 1 input": full(1, { hiddenDims: layers(8, 10), activation: "mish" }),
  "gelu 8x10, 8 inputs": full(8, { hiddenDims: layers(8, 10), activation: "gelu" }),
  "gelu 6x10, dropout 0.5": full(8, { hiddenDims: layers(6, 10), activation: "gelu", dropout: 0.5 }),
  "elu 6x3, 1 input": full(1, { hiddenDims: layers(6, 3), activation: "elu" }),
  "selu 4x12, 4 inputs": full(4, { hiddenDims: layers(4, 12), activation: "selu" }),
  "tanh 2x20, 8 inputs": full(8, { hiddenDims: [20, 20], activation: "tanh" }),
  "tanh 1x400, 1 input": full(1, { hiddenDims: [400], activation: "tanh" }),
  "tanh 3x10, dropout 0.9": full(8, { hiddenDims: layers(3, 10), activation: "tanh", dropout: 0.9 }),
  "sigmoid 1x15, 5 inputs": full(5, { hiddenDims: [15], activation: "sigmoid" }),
  "softplus 3x10, 2 inputs": full(2, { hiddenDims: layers(3, 10), activation: "softplus" }),
  "no layer, mean 1, noise": full(8, { hiddenDims: [] }, { inputs: [{ dim: 8, mean: 1, noiseStd: 0.5 }] }),
  "relu 1x10, weights with a mean": full(5, { hiddenDims: [10] }, withMean(0.05)),
  "relu 3x10, weights with a mean": full(5, { hiddenDims: layers(3, 10) }, withMean(0.05)),
  "tanh 2x10, weights with a mean": full(5, { hiddenDims: [10, 10], activation: "tanh" }, withMean(0.3)),
  "relu 2x20, batch norm": full(8, { hiddenDims: [20, 20], norm: "batch" }),
  "relu 2x6, layer norm": full(8, { hiddenDims: [6, 6], norm: "layer" }),
  "gelu 4x10, layer norm, dropout 0.5": full(8, { hiddenDims: layers(4, 10), norm: "layer", dropout: 0.5, activation: "gelu" }),
  "chunked relu 1x20, uniform": chunked({ hiddenDims: [20] }, { size: 20, embeddingDim: 4 }),
  "chunked relu 4x10, normal": chunked({ hiddenDims: layers(4, 10) }, { size: 20, embeddingDim: 4, distribution: "normal" }),
  "chunked, a scale per tensor": chunked({ hiddenDims: [20] }, { size: 20, embeddingDim: 4, distribution: "normal", strategy: "per-tensor-scale" }, [{ dim: 8, variance: 0.1 }]),
  "chunked gelu 4x10, a scale per tensor": chunked({ hiddenDims: layers(4, 10), activation: "gelu" }, { size: 20, embeddingDim: 4, strategy: "per-tensor-scale" }, [{ dim: 8 }]),
  "chunked tanh, sphere, dropout 0.9": chunked({ hiddenDims: [20], activation: "tanh", dropout: 0.9 }, { size: 20, distribution: "sphere", strategy: "per-tensor-scale" }, [{ dim: 8 }]),
  "chunked, no layer": chunked({ hiddenDims: [] }, { size: 20, distribution: "normal" }, [{ dim: 8, variance: 0.05 }]),
};

const COUNTS = [1, 5, 30, 100];
const LEVELS = [0.01, 0.05];
const FACTORS = [2, 0.5, 1e6, 1e-6];

const [draws = "20000", only = ""] = process.argv.slice(2);
const percent = (rate: number): string => (100 * rate).toFixed(1).padStart(6);
const heads = [...LEVELS.map((level) => `${String(100 * level)} %`), ...FACTORS.map((factor) => `×${String(factor)}`)].map((head) => head.padStart(6));

console.log(`| hypernetwork | networks | ${heads.join(" | ")} |\n|---|---|${heads.map(() => "---:|").join("")}`);
for (const [name, request] of Object.entries(cases)) {
  if (!name.includes(only)) continue;
  const plan = planOf(request);
  const drawn = drawSeeded(plan, Number(draws), 20_261_129);
  for (const networks of COUNTS) {
    const sets = setsOf(drawn, networks);
    const judges = LEVELS.map((level) => judgeOf(plan, networks, level));
    const alarms = judges.map((agrees) => rateOf(sets, (set) => !agrees(set)));
    const found = FACTORS.map((factor) => rateOf(sets.slice(0, 1000), (set) => judges[0]?.(set, factor) === false));
    console.log(`| ${name} | ${String(networks)} | ${[...alarms, ...found].map(percent).join(" | ")} |`);
  }
}
