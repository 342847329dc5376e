import { nearest } from "../request/nearest.js";
import { hasRule, isComplete, isComputed, overrideFor, targetVarianceFor } from "../request/head-rule.js";
import type { Layers } from "../request/layers.js";
import type { ResolvedRequest } from "../request/schema.js";
import { NOTHING_GIVEN, type Tensor } from "../request/tensors.js";
import type { Warning } from "./schema.js";

const NAMED = 3;

/** What a warning says of a tensor. */
type Named = Pick<Tensor, "index" | "label">;

/** The first few tensors by name, and how many more there are. */
export function listed(tensors: readonly Named[]): string {
  const names = tensors.slice(0, NAMED).map(({ index, label }) => label ?? String(index));
  const more = tensors.length - names.length;
  return `${tensors.length === 1 ? "tensor" : "tensors"} ${names.join(", ")}${more > 0 ? ` and ${String(more)} more` : ""}`;
}

/** A warning about some tensors; none when there are none. */
export function aboutTensors(code: string, tensors: readonly Named[], message: (names: string) => string): readonly Warning[] {
  return tensors.length === 0 ? [] : [{ code, message: message(listed(tensors)), tensors: tensors.map(({ index }) => index) }];
}

function inferredMeta({ paramMeta }: ResolvedRequest): readonly Warning[] {
  if (paramMeta !== undefined) return [];
  const message = "Roles were inferred from the shapes: more than one dimension is a weight, one is a bias; give paramMeta if there are norm layers or embeddings.";
  return [{ code: "meta-inferred", message }];
}

function unknownBiasLayers(generated: readonly Tensor[], layers: Layers): readonly Warning[] {
  const lost = generated.filter((tensor) => tensor.name === "bias" && tensor.given === NOTHING_GIVEN && layers.weightOf(tensor)?.fans == null);
  return aboutTensors("bias-layer-unknown", lost, (names) => `The layer of bias ${names} is unknown, so its length stands for the fans; give it the layer of its weight in paramMeta.`);
}

/** Layers that have weights of different fan-in. */
function mixedLayers(tensors: readonly Tensor[]): ReadonlySet<number> {
  const fanIns: number[] = [];
  const mixed = new Set<number>();
  for (const { name, layer, fans } of tensors) {
    if (name !== "weight" || layer === -1 || fans === null) continue;
    if ((fanIns[layer] ??= fans.fanIn) !== fans.fanIn) mixed.add(layer);
  }
  return mixed;
}

function sharedLayers(tensors: readonly Tensor[], generated: readonly Tensor[]): readonly Warning[] {
  const mixed = mixedLayers(tensors);
  return aboutTensors(
    "layer-weights-differ",
    generated.filter(({ name, layer, given }) => name === "bias" && mixed.has(layer) && given.fanIn === undefined),
    (names) => `The layer of bias ${names} has weights of different fan-in, of which the last one counts; give the bias fanIn and fanOut in paramMeta if another should.`,
  );
}

function incompleteOverrides(request: ResolvedRequest, generated: readonly Tensor[]): readonly Warning[] {
  const incomplete = generated.filter(({ name }, position) => {
    const override = isComputed(name) ? overrideFor(request, position, name) : undefined;
    return override !== undefined && !isComplete(override);
  });
  return aboutTensors("override-incomplete", incomplete, (names) => `The override of ${names} is ignored: a weight or bias needs weightMean, weightVariance, biasMean and biasVariance.`);
}

function unusedOverrides(request: ResolvedRequest, generated: readonly Tensor[]): readonly Warning[] {
  const names = [...new Set(generated.map(({ name }) => name))];
  const { targetVariances, headOverrides } = request;
  return Object.entries({ targetVariances, headOverrides }).flatMap(([field, given]) => {
    if (given === undefined || Array.isArray(given)) return [];
    return Object.keys(given)
      .filter((name) => !names.includes(name))
      .map((name) => {
        const guess = nearest(name, names);
        const hint = guess === undefined ? "remove it, or give the name in paramMeta" : `did you mean "${guess}"?`;
        return { code: "override-unused", message: `No generated tensor has the name "${name}" of ${field}; ${hint}${guess === undefined ? "." : ""}`, field, name };
      });
  });
}

function ignoredTargets(request: ResolvedRequest, generated: readonly Tensor[]): readonly Warning[] {
  const ignored = generated.filter(({ name }, position) => {
    const override = overrideFor(request, position, name);
    const applies = override !== undefined && (!isComputed(name) || isComplete(override));
    return applies && targetVarianceFor(request, position, name) !== undefined;
  });
  return aboutTensors("target-variance-ignored", ignored, (names) => `The target variance of ${names} is ignored, because its head is overridden; remove one of the two.`);
}

function unknownNames(request: ResolvedRequest, generated: readonly Tensor[]): readonly Warning[] {
  if (request.kind === "hyperfan") return [];
  const unknown = generated.filter(({ name }, position) => !hasRule(name) && targetVarianceFor(request, position, name) === undefined);
  return aboutTensors("name-unknown", unknown, (names) => `The name of ${names} has no rule, so variance 1 is asked for; give it one in targetVariances.`);
}

/** What is worth saying of a request whatever the plan. */
export function requestWarnings(request: ResolvedRequest, tensors: readonly Tensor[], generated: readonly Tensor[], layers: Layers): readonly Warning[] {
  return [
    ...inferredMeta(request),
    ...unknownBiasLayers(generated, layers),
    ...sharedLayers(tensors, generated),
    ...unknownNames(request, generated),
    ...incompleteOverrides(request, generated),
    ...ignoredTargets(request, generated),
    ...unusedOverrides(request, generated),
  ];
}
