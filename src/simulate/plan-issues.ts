import { pointer, type Issue } from "../errors.js";
import type { Mode } from "../plan/replay.js";
import type { Plan } from "../plan/schema.js";
import { inputWidth, totalSamples, type Circuit } from "./circuit.js";
import { normalisesBatch } from "./setup.js";

/** Numbers that one layer's activations may take in a draw: half a gigabyte. */
const MOST_NUMBERS = 2 ** 26;

const misfit = (at: readonly PropertyKey[], message: string): Issue => ({ pointer: pointer(...at), code: "misfit", message });

function shapeIssue(at: readonly PropertyKey[], given: readonly number[], expected: readonly number[]): readonly Issue[] {
  if (JSON.stringify(given) === JSON.stringify(expected)) return [];
  return [misfit(at, `Give the shape ${JSON.stringify(expected)} instead of ${JSON.stringify(given)}: each layer reads the one before it.`)];
}

/** Layers of a plan that do not fit each other. */
export function layerIssues(plan: Plan): readonly Issue[] {
  const blocks = plan.input.blocks.reduce((total, { dim }) => total + dim, 0);
  const wrongInput = plan.input.dim === blocks ? [] : [misfit(["input", "dim"], `Give ${String(blocks)} instead of ${String(plan.input.dim)}: that many entries are in the blocks.`)];
  let width = blocks + (plan.kind === "hyperfan" ? 0 : plan.chunks.embeddingDim);
  const wrongHidden = plan.hidden.flatMap(({ weight, bias }, layer) => {
    const inputs = width;
    width = weight.shape[0] ?? 0;
    return [
      ...shapeIssue(["hidden", layer, "weight", "shape"], weight.shape, [width, inputs]),
      ...(bias === null ? [] : shapeIssue(["hidden", layer, "bias", "shape"], bias.shape, [width])),
    ];
  });
  const wrongOutput = plan.kind === "hyperfan" ? [] : shapeIssue(["output", "weight", "shape"], plan.output.weight.shape, [plan.chunks.size, width]);
  return [...wrongInput, ...wrongHidden, ...wrongOutput];
}

/** A batch norm that has nothing to normalise over. */
export function batchNormIssues(plan: Plan, batch: number, mode: Mode): readonly Issue[] {
  if (!normalisesBatch(plan, mode)) return [];
  if (plan.kind === "chunked-hyperfan") {
    return [misfit(["hypernet", "norm"], 'Give "none" instead of "batch": batch norm wipes out the scale of the chunk embeddings.')];
  }
  return batch > 1 ? [] : [{ pointer: pointer("batch"), code: "too-small", message: `Give a whole number of at least 2 instead of ${String(batch)}: batch norm normalises over the batch.` }];
}

/** Layers that would not fit into memory. */
export function sizeIssues(circuit: Circuit): readonly Issue[] {
  const widest = [...circuit.hidden, ...circuit.outputs].reduce((most, { outputs }) => Math.max(most, outputs), inputWidth(circuit));
  const numbers = widest * totalSamples(circuit);
  if (numbers <= MOST_NUMBERS) return [];
  const message = `A layer of ${String(widest)} units, run on ${String(totalSamples(circuit))} samples in each draw, is too large to simulate; give narrower layers, or a smaller batch or maxChunks.`;
  return [{ pointer: "", code: "too-large", message }];
}
