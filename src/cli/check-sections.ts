import type { LayerCheck, LayerSignals, PlanCheck, RunCheck, TensorCheck, Verdict } from "../index.js";
import { logDistance } from "../math/log-distance.js";
import { fourDigits, ratioText } from "./numbers.js";
import type { Colour } from "./paint.js";
import { left, right, type Field, type Section } from "./section.js";

const SEVERITY: Readonly<Record<Verdict, number>> = { fine: 0, "off-intent": 1, vanishes: 2, explodes: 3 };
const COLOURS: Readonly<Record<Verdict, Colour | undefined>> = { fine: undefined, "off-intent": "yellow", vanishes: "red", explodes: "red" };

/** How far a ratio is from 1, either way; what should be nothing and is not is farthest. */
function distance(ratio: number | null, isOff: boolean): number {
  if (ratio === null) return isOff ? Infinity : 0;
  return logDistance(ratio);
}

/** How far a tensor's standard deviation is off. */
export function stdBadness({ training, off }: TensorCheck): number {
  return distance(training.ratio, off.includes("std"));
}

/** What the verdict calls off comes before anything else. */
const OFF = 1e4;

export const nameOf = ({ tensor, label, name }: { readonly tensor: number; readonly label?: string; readonly name: string }): string => `${tensor} ${label ?? name}`;

const when = <Item>(condition: boolean, fields: readonly Field<Item>[]): readonly Field<Item>[] => (condition ? fields : []);

function tensorVerdict({ verdict, off }: TensorCheck): string {
  if (verdict === null) return "overridden";
  return off.includes("mean") ? `${verdict} (mean)` : verdict;
}

/** Standard deviations, tensor by tensor. */
export function tensorSection({ tensors, modesDiffer }: PlanCheck): Section<TensorCheck> {
  return {
    title: "Standard deviation of each tensor",
    noun: "tensor",
    fields: [
      left("tensor", nameOf),
      right("intended", ({ intended }) => fourDigits(intended?.std ?? null)),
      right(modesDiffer ? "training" : "predicted", ({ training }) => fourDigits(training.std)),
      right("ratio", ({ training }) => ratioText(training.ratio)),
      ...when<TensorCheck>(modesDiffer, [
        right("evaluation", ({ evaluation }) => fourDigits(evaluation?.std ?? null)),
        right("ratio", ({ evaluation }) => ratioText(evaluation?.ratio ?? null)),
      ]),
      left("verdict", tensorVerdict),
    ],
    items: tensors,
    badness: (tensor) => stdBadness(tensor) + (tensor.verdict === "off-intent" ? OFF : 0),
    colour: ({ verdict }) => (verdict === "off-intent" ? "yellow" : undefined),
  };
}

const biasesOf = ({ biases }: LayerCheck): string => (biases.length === 0 ? "" : ` + ${biases.join(", ")}`);

/** Which way a signal goes wrong, where it does. */
function layerVerdict({ verdict, training: { forward, backward } }: LayerCheck): string {
  if (verdict === "fine" || verdict === "off-intent") return verdict;
  const [isForward, isBackward] = [forward.verdict === verdict, backward.verdict === verdict];
  return `${verdict} ${isForward && isBackward ? "both ways" : isForward ? "forward" : "backward"}`;
}

const strength = ({ forward, backward }: LayerSignals): number =>
  Math.max(...[forward, backward].map(({ gain, product }) => logDistance(product ?? gain ?? 1)).filter(Number.isFinite), 0);

/** What layers do to second moments, in one mode. */
export function layerSection({ layers }: PlanCheck, mode: "training" | "evaluation"): Section<LayerCheck> {
  const signals = (layer: LayerCheck): LayerSignals => layer[mode] ?? layer.training;
  const judged = layers.some((layer) => signals(layer).forward.product !== null);
  const way = (name: "forward" | "backward"): readonly Field<LayerCheck>[] => [
    right(name, (layer) => ratioText(signals(layer)[name].gain)),
    ...when<LayerCheck>(judged, [right("product", (layer) => ratioText(signals(layer)[name].product))]),
  ];
  return {
    title: mode === "training" ? "Second moments through each layer: activations forward, gradients backward" : "The same in evaluation",
    noun: "layer",
    fields: [
      left("layer", (layer) => `${layer.weight} ${layer.label ?? "weight"}${biasesOf(layer)}`),
      ...way("forward"),
      ...way("backward"),
      ...when<LayerCheck>(mode === "training", [left("verdict", layerVerdict)]),
    ],
    items: layers,
    badness: (layer) => OFF * SEVERITY[layer.verdict] + strength(signals(layer)),
    colour: ({ verdict }) => (mode === "training" ? COLOURS[verdict] : undefined),
  };
}

const spanOf = (first: number, count: number): string => (count === 1 ? String(first) : `${first} to ${first + count - 1}`);

function tensorsOf(tensors: readonly number[]): string {
  const [first = 0] = tensors;
  const last = tensors.at(-1) ?? first;
  if (tensors.length < 3) return tensors.join(", ");
  return last - first === tensors.length - 1 ? `${first} to ${last}` : `${first}, ${tensors.length - 1} more`;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

/** The runs of chunks that mix tensors or were clipped. */
export function runSection({ chunks, modesDiffer }: PlanCheck): Section<RunCheck> {
  return {
    title: "Chunks that hold tensors of different intent, or were clipped",
    noun: "run",
    fields: [
      left("chunks", ({ first, count }) => spanOf(first, count)),
      left("tensors", ({ tensors }) => tensorsOf(tensors)),
      right("target", ({ target }) => fourDigits(target)),
      right(modesDiffer ? "training" : "predicted", ({ training }) => fourDigits(training.std)),
      ...when<RunCheck>(modesDiffer, [right("evaluation", ({ evaluation }) => fourDigits(evaluation?.std ?? null))]),
      right("share", ({ embeddingShare }) => percent(embeddingShare)),
      right("draw", ({ embeddingSpread }) => percent(embeddingSpread)),
      left("", ({ mixed, clipped }) => [mixed ? "mixed" : "", clipped ? "clipped" : ""].filter((word) => word !== "").join(", ")),
    ],
    items: chunks?.runs.filter(({ mixed, clipped }) => mixed || clipped) ?? [],
    badness: ({ training, clipped }) => distance(training.ratio, clipped),
    colour: ({ clipped }) => (clipped ? "yellow" : undefined),
  };
}

