import type { Plan } from "../plan/schema.js";
import { hasNormLayers } from "./layers.js";
import { planTensors } from "../kinds/index.js";
import type { ChunksCheck, CheckNote, LayerCheck, TensorCheck } from "./report.js";
import { offIntent } from "./tensors.js";
import { SPREAD_LIMIT } from "./thresholds.js";

/** What the parts of a report have found so far. */
export interface Findings {
  readonly plan: Plan;
  readonly tensors: readonly TensorCheck[];
  readonly layers: readonly LayerCheck[];
  readonly chunks: ChunksCheck | null;
}

type Finder = (findings: Findings) => CheckNote | undefined;

const short = (x: number): string => String(Number(x.toPrecision(3)));
const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

function note(applies: boolean, code: string, message: string): CheckNote | undefined {
  return applies ? { code, message } : undefined;
}

const normLayers: Finder = ({ plan, layers }) =>
  note(
    hasNormLayers(plan) && layers.length > 0,
    "norm-resets-scale",
    "The main network has norm layers, which set the scale anew: each layer's gains are for a second moment of 1 at its input, and their products are not judged.",
  );

const noLayers: Finder = ({ layers }) =>
  note(layers.length === 0, "no-layers", "No generated tensor is a weight of known fans, so there are no layers to judge.");

const nothingIntended: Finder = ({ tensors }) =>
  note(tensors.every(({ intended }) => intended === null), "nothing-intended", "Every head is overridden, so no tensor has an intended standard deviation to compare with.");

const notGenerated: Finder = ({ plan, layers }) => {
  const indices = planTensors(plan).map(({ tensor }) => tensor);
  const missing = indices.reduce((largest, index) => Math.max(largest, index), -1) + 1 - new Set(indices).size;
  const message = `${counted(missing, "tensor")} of the main network ${missing === 1 ? "is" : "are"} not generated; signals are followed through the layers that are.`;
  return note(missing > 0 && layers.length > 0, "tensors-not-generated", message);
};

const CAUSES: readonly (readonly [applies: (plan: Plan) => boolean, cause: string])[] = [
  [({ hypernet, hidden }) => hypernet.dropout > 0 && hidden.length > 0, "dropout"],
  [({ hypernet, hidden }) => hypernet.norm === "batch" && hidden.length > 0, "batch norm"],
  [({ input }) => input.blocks.some(({ noiseStd }) => noiseStd > 0), "noise on the inputs"],
];

const evaluationOff: Finder = ({ plan, tensors }) => {
  const off = tensors.filter(({ verdict, evaluation, intended }) => verdict === "fine" && evaluation !== null && offIntent(evaluation, intended).length > 0);
  const causes = CAUSES.filter(([applies]) => applies(plan)).map(([, cause]) => cause).join(" and ");
  return note(off.length > 0, "evaluation-off-intent", `In evaluation ${counted(off.length, "tensor")} that ${off.length === 1 ? "is" : "are"} on intent in training ${off.length === 1 ? "is" : "are"} off it, because of ${causes}.`);
};

const wideSpread: Finder = ({ chunks, plan }) => {
  if (chunks === null || !("chunks" in plan)) return undefined;
  const wide = chunks.runs.filter(({ embeddingSpread }) => embeddingSpread > SPREAD_LIMIT).reduce((total, { count }) => total + count, 0);
  const spread = `${short(100 * chunks.largestEmbeddingSpread)} %`;
  const message = `One draw of its embedding moves the variance of ${counted(wide, "chunk")} by up to ${spread} (standard deviation); give chunk embeddings more than ${plan.chunks.embeddingDim} entries, or the distribution "sphere".`;
  return note(wide > 0, "embedding-spread-large", message);
};

const FINDERS: readonly Finder[] = [nothingIntended, noLayers, normLayers, notGenerated, evaluationOff, wideSpread];

/** What should be said beside the numbers of a report. */
export function notesOn(findings: Findings): readonly CheckNote[] {
  return FINDERS.flatMap((find) => find(findings) ?? []);
}
