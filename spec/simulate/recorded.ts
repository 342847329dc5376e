import { join } from "node:path";
import { plan, type ChunkedHyperfanPlan, type HyperfanPlan, type Plan } from "../../src/index.js";
import { simulate, type SimulateOptions, type Simulation } from "../../src/simulate/index.js";
import { withHypernet, type Request } from "./networks.js";

/** What small simulations of all kinds once found. */
export const RECORDED_FILE = join(__dirname, "../fixtures/simulations.json");

const main = {
  targetShapes: [[6, 5], [6], [4], [3]],
  paramMeta: [{ name: "weight", layer: 0, label: "fc" }, { name: "bias", layer: 0 }, { name: "bn_scale" }, { name: "gate" }],
  targetVariances: { gate: 0.5 },
} as const;

const full: Request = {
  ...main,
  kind: "hyperfan",
  inputs: [{ dim: 3, variance: 2 }, { dim: 2, mean: -1, variance: 0.5, noiseStd: 0.5 }, { dim: 2, variance: 0, noiseStd: 0.25 }],
  hypernet: { hiddenDims: [7, 5], activation: "tanh", dropout: 0.25 },
};

const chunked: Request = {
  ...main,
  kind: "chunked-hyperfan",
  inputs: [{ dim: 3, variance: 0.01, noiseStd: 0.1 }, { dim: 2, mean: 0.1 }],
  hypernet: { hiddenDims: [6], dropout: 0.5 },
  chunking: { size: 8, embeddingDim: 4 },
};

const withChunking = (chunking: Partial<Request["chunking"]>): Request => ({ ...chunked, chunking: { size: 8, embeddingDim: 4, ...chunking } });

/** A plan of someone else's, with hidden biases and normal weights. */
function otherPlan(): Plan {
  const made = plan(full) as HyperfanPlan;
  const [first, second] = made.hidden;
  if (first === undefined || second === undefined) throw new Error("the network has two hidden layers");
  const bias = { shape: [7], distribution: { type: "normal", mean: 0.5, std: 2 } } as const;
  const weight = { ...second.weight, distribution: { type: "normal", mean: 0.25, std: 0.5 } } as const;
  return { ...made, hidden: [{ ...first, bias }, { ...second, weight }] };
}

/** As it would be if embeddings had no bounds, and the output layer had biases. */
function otherChunks(): Plan {
  const made = plan(chunked) as ChunkedHyperfanPlan;
  const bias = { shape: [8], distribution: { type: "normal", mean: 0, std: 0.5 } } as const;
  const biased = JSON.stringify({ ...made, output: { ...made.output, bias } });
  return JSON.parse(biased, (key, value: unknown) => (key === "bound" ? undefined : value)) as Plan;
}

const CASES: Readonly<Record<string, () => Simulation>> = {
  full: () => of(full),
  "full, in evaluation": () => of(full, { mode: "evaluation" }),
  "full, in batches, of few rows": () => of(full, { batch: 3, maxRows: 4 }),
  "full, with a batch norm": () => of(withHypernet(full, { norm: "batch" }), { batch: 4 }),
  "full, with a batch norm, in evaluation": () => of(withHypernet(full, { norm: "batch" }), { mode: "evaluation" }),
  "full, with a layer norm": () => of(withHypernet(full, { norm: "layer" })),
  "full, without hidden layers": () => of(withHypernet(full, { hiddenDims: [] })),
  "full, of another plan": () => of(otherPlan()),
  chunked: () => of(chunked),
  "chunked, in evaluation": () => of(chunked, { mode: "evaluation" }),
  "chunked, in batches, of few rows and chunks": () => of(chunked, { batch: 2, maxRows: 3, maxChunks: 2 }),
  "chunked, of large chunks": () => of(withChunking({ size: 100 })),
  "chunked, of one entry each": () => of(withChunking({ size: 1 }), { maxChunks: 2 }),
  "chunked, normal": () => of(withChunking({ distribution: "normal" })),
  "chunked, spheres, rescaled": () => of(withChunking({ distribution: "sphere", strategy: "rescale" })),
  "chunked, scaled by tensor": () => of(withChunking({ strategy: "per-tensor-scale" })),
  "chunked, without biases, in evaluation": () => of(withHypernet(chunked, { useBias: false }), { mode: "evaluation" }),
  "chunked, of another plan": () => of(otherChunks()),
  "chunked, per condition": () => of({ ...withChunking({ perCondition: true, conditions: 3 }), inputs: [] }),
};

function of(input: Request | Plan, options: SimulateOptions = {}): Simulation {
  return simulate(input, { seed: 7, draws: 4, ...options });
}

/** All of them anew. */
export const simulations = (): Readonly<Record<string, Simulation>> => Object.fromEntries(Object.entries(CASES).map(([name, made]) => [name, made()]));
