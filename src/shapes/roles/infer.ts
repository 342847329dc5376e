import { elementCount } from "../../math/element-count.js";
import { invalid } from "../invalid-model.js";
import { canBe } from "./can-be.js";
import type { Ambiguity, ModelFormat, ModelShapes, Reason, SkippedTensor, TensorMeta } from "../model-shapes.js";
import type { Doubt, Framework, ModelTensor } from "../model-tensor.js";
import { decider, type Decision } from "./decide.js";
import { modelOf } from "./model.js";

/** For each tensor, the index of the first one of its layer. */
function layersOf(decisions: readonly Decision[]): Int32Array {
  const layers = new Int32Array(decisions.length);
  const byKey = new Map<string, number>();
  const first = ({ layer }: Decision, index: number): number => {
    if (typeof layer === "number") return layer;
    const known = byKey.get(layer);
    if (known === undefined) byKey.set(layer, index);
    return known ?? index;
  };
  decisions.forEach((decision, index) => {
    const layer = first(decision, index);
    const other = decisions[layer];
    // A tensor that goes with another has the layer of the other, which the model may have given a key.
    layers[index] = layer === index || other === undefined ? layer : first(other, layer);
  });
  return layers;
}

/** Which layers have a weight: a bias of any other has unknown fans. */
function weightedLayers(decisions: readonly Decision[], layers: Int32Array): Uint8Array {
  const weighted = new Uint8Array(layers.length);
  layers.forEach((layer, index) => {
    if (decisions[index]?.role === "weight") weighted[layer] = 1;
  });
  return weighted;
}

const NO_NUMBER = -1;

/** Numbers layers in the order in which they are first seen. */
function layerNumbers(count: number): (layer: number) => number {
  const numbers = new Int32Array(count).fill(NO_NUMBER);
  let next = 0;
  return (layer) => {
    if (numbers[layer] === NO_NUMBER) numbers[layer] = next++;
    return numbers[layer] ?? NO_NUMBER;
  };
}

const WITHOUT_WEIGHT: Doubt = {
  reason: "its weight is left out, so that its fans are unknown",
  alternatives: [{ generated: false }],
};

/** A doubt as data of the caller's own, of which only what a request may say is left; undefined where that is nothing. */
function ambiguityOf({ reason, alternatives }: Doubt, tensor: number, shape: readonly number[], meta: TensorMeta): Ambiguity | undefined {
  const possible = alternatives.filter((alternative) => canBe(shape, { ...meta, ...alternative }));
  if (possible.length === 0) return undefined;
  return { tensor, label: meta.label ?? "", reason, alternatives: possible.map((alternative) => ({ ...alternative })) };
}

/** Rules that take what no other rule knows. */
const UNKNOWN = "unknown-";

function whyEmpty([first, ...others]: readonly SkippedTensor[]): string {
  if (first === undefined) return "The model has no tensors.";
  const found = `${first.name} ${first.reason}`;
  return others.length === 0 ? `The model's only tensor cannot be generated: ${found}.` : `None of the model's ${others.length + 1} tensors can be generated: ${found}, and so on.`;
}

function refuseTooLarge(shapes: readonly (readonly number[])[]): void {
  const total = shapes.reduce((sum, shape) => sum + elementCount(shape), 0);
  if (total > Number.MAX_SAFE_INTEGER) invalid([], "too-large", "The model's tensors have more than 2^53 - 1 elements in all.");
}

/** Roles, layers and fans of a model's tensors, each with its reason. */
export function inferRoles(tensors: readonly ModelTensor[], format: ModelFormat, framework?: Framework): ModelShapes {
  const model = modelOf(tensors, framework);
  const decisions = model.subjects.map(decider(model));
  const layers = layersOf(decisions);
  const weighted = weightedLayers(decisions, layers);
  const numberOf = layerNumbers(decisions.length);
  const targetShapes: (readonly number[])[] = [];
  const paramMeta: TensorMeta[] = [];
  const skipped: SkippedTensor[] = [];
  const ambiguous: Ambiguity[] = [];
  const reasons: Reason[] = [];

  decisions.forEach(({ rule, role, reason, traits, doubt }, index) => {
    const layer = layers[index] ?? index;
    const { name, shape, isIncidental } = tensors[index] ?? { name: "", shape: [] };
    if (isIncidental === true && (role === null || rule.startsWith(UNKNOWN))) return;
    if (role === null) {
      skipped.push({ name, shape, reason });
      return;
    }
    const tensor = targetShapes.length;
    const isLone = role === "bias" && weighted[layer] === 0;
    const doubtful = isLone ? (doubt ?? WITHOUT_WEIGHT) : doubt;
    targetShapes.push(shape);
    const meta = { name: role, layer: isLone ? -1 : numberOf(layer), label: name, ...traits };
    paramMeta.push(meta);
    reasons.push({ tensor, rule, reason });
    const ambiguity = doubtful === undefined ? undefined : ambiguityOf(doubtful, tensor, shape, meta);
    if (ambiguity !== undefined) ambiguous.push(ambiguity);
  });
  if (targetShapes.length === 0) invalid([], "no-tensors", whyEmpty(skipped));
  refuseTooLarge(targetShapes);
  return { format, targetShapes, paramMeta, skipped, ambiguous, reasons };
}
