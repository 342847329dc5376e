import { pointer, type Issue } from "../errors.js";
import type { Mode } from "../hypernetwork/trunk.js";
import type { Plan } from "../plan/schema.js";
import type { Program } from "../hypernetwork/program.js";
import { inputWidth, samplesOf, type Extent } from "../hypernetwork/sample.js";
import type { ResolvedOptions } from "./options.js";

/** Numbers that one layer's activations may take in a draw: half a gigabyte. */
const MOST_NUMBERS = 2 ** 26;
/** Weights that may be drawn, and products that may be summed up, in a draw: a few seconds each. */
const MOST_WEIGHTS = 2 ** 28;
const MOST_PRODUCTS = 2 ** 32;

const misfit = (at: readonly PropertyKey[], message: string): Issue => ({ pointer: pointer(...at), code: "misfit", message });

function shapeIssue(at: readonly PropertyKey[], given: readonly number[], expected: readonly number[]): readonly Issue[] {
  if (JSON.stringify(given) === JSON.stringify(expected)) return [];
  return [misfit(at, `Expected the shape ${JSON.stringify(expected)}; got ${JSON.stringify(given)}: each layer reads the one before it.`)];
}

/** Layers of a plan that do not fit each other. */
export function layerIssues(plan: Plan): readonly Issue[] {
  const blocks = plan.input.blocks.reduce((total, { dim }) => total + dim, 0);
  const wrongInput = plan.input.dim === blocks ? [] : [misfit(["input", "dim"], `Expected ${String(blocks)}; got ${String(plan.input.dim)}: that many entries are in the blocks.`)];
  let width = blocks + ("chunks" in plan ? plan.chunks.embeddingDim : 0);
  const wrongHidden = plan.hidden.flatMap(({ weight, bias }, layer) => {
    const inputs = width;
    width = weight.shape[0] ?? 0;
    return [
      ...shapeIssue(["hidden", layer, "weight", "shape"], weight.shape, [width, inputs]),
      ...(bias === null ? [] : shapeIssue(["hidden", layer, "bias", "shape"], bias.shape, [width])),
    ];
  });
  const wrongOutput = "output" in plan ? shapeIssue(["output", "weight", "shape"], plan.output.weight.shape, [plan.chunks.size, width]) : [];
  return [...wrongInput, ...wrongHidden, ...wrongOutput];
}

/** Inputs per draw where batch norm normalises over them. */
const BATCH_NORM_BATCH = 64;

/** Whether batch norm sees the batch: at initialisation, evaluation has running statistics 0 and 1, which change nothing. */
function normalisesBatch({ hypernet, hidden }: Plan, mode: Mode): boolean {
  return hypernet.norm === "batch" && hidden.length > 0 && mode === "training";
}

/** Inputs per draw. */
export function batchOf(plan: Plan, { batch, mode }: Pick<ResolvedOptions, "batch" | "mode">): number {
  return batch ?? (normalisesBatch(plan, mode) ? BATCH_NORM_BATCH : 1);
}

/** A batch norm that has nothing to normalise over. */
export function batchNormIssues(plan: Plan, batch: number, mode: Mode): readonly Issue[] {
  if (!normalisesBatch(plan, mode)) return [];
  if ("chunks" in plan) {
    return [misfit(["hypernet", "norm"], 'Expected "none"; got "batch": batch norm wipes out the scale of the chunk embeddings.')];
  }
  return batch > 1 ? [] : [{ pointer: pointer("batch"), code: "too-small", message: `Expected a whole number of at least 2; got ${String(batch)}: batch norm normalises over the batch.` }];
}

/** What a draw takes, and how much of it there may be. */
interface Cost {
  readonly what: string;
  readonly found: number;
  readonly most: number;
}

function costsOf(program: Program, { hidden }: Plan, extent: Extent): readonly Cost[] {
  const samples = samplesOf(program, extent);
  const layers = [
    ...hidden.map(({ weight: { shape: [outputs = 0, inputs = 0] } }) => ({ inputs, outputs })),
    ...program.outputs.map(({ inputs, outputs }) => ({ inputs, outputs: Math.min(outputs, extent.maxRows) })),
  ];
  const widest = layers.reduce((most, { outputs }) => Math.max(most, outputs), inputWidth(program));
  const weights = layers.reduce((total, { inputs, outputs }) => total + inputs * outputs, 0);
  return [
    { what: `numbers in a layer of ${String(widest)} units on ${String(samples)} samples`, found: widest * samples, most: MOST_NUMBERS },
    { what: `weights in ${String(layers.length)} layers`, found: weights, most: MOST_WEIGHTS },
    { what: `products of weights and activations, on ${String(samples)} samples`, found: weights * samples, most: MOST_PRODUCTS },
  ];
}

/** Layers that would not fit into memory, or take too long to draw. */
export function sizeIssues(program: Program, plan: Plan, extent: Extent): readonly Issue[] {
  const excess = costsOf(program, plan, extent).find(({ found, most }) => found > most);
  if (excess === undefined) return [];
  const { what, found, most } = excess;
  const message = `Expected at most ${String(most)} ${what} in each draw; got ${String(found)}. Give narrower layers, or a smaller batch, maxChunks or maxRows.`;
  return [{ pointer: "", code: "too-large", message }];
}
