import { shown } from "../request/issues.js";
import { guesser } from "../request/nearest.js";
import { hasRule, isComplete, isComputed, overrideFor, roleHint, targetVarianceFor } from "../request/head-rule.js";
import type { Layers } from "../request/layers.js";
import type { ResolvedRequest } from "../request/schema.js";
import { NOTHING_GIVEN, type Tensor } from "../request/tensors.js";
import type { Warning } from "./schema.js";

const NAMED = 3;

/** What a warning says of a tensor. */
type Named = Pick<Tensor, "index" | "label">;

/** The first few names, and how many more there are. */
function first(names: readonly string[]): string {
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(", ")}${more > 0 ? ` and ${String(more)} more` : ""}`;
}

const namesOf = (tensors: readonly Named[]): string => first(tensors.map(({ index, label }) => label ?? String(index)));

/** The first few tensors by name. */
export function listed(tensors: readonly Named[]): string {
  return `${tensors.length === 1 ? "tensor" : "tensors"} ${namesOf(tensors)}`;
}

/** What a warning says of one tensor by its name, and of several. */
type Sentence = (names: string) => string;

/** A warning about some tensors; none when there are none. */
export function aboutTensors(code: string, tensors: readonly Named[], one: Sentence, several: Sentence): readonly Warning[] {
  if (tensors.length === 0) return [];
  const message = (tensors.length === 1 ? one : several)(namesOf(tensors));
  return [{ code, message, tensors: tensors.map(({ index }) => index) }];
}

function inferredMeta({ paramMeta }: ResolvedRequest): readonly Warning[] {
  if (paramMeta !== undefined) return [];
  const message = "Roles were inferred from the shapes: tensors of two or more dimensions are weights, the others biases. Give paramMeta if there are normalisation layers or embeddings.";
  return [{ code: "meta-inferred", message }];
}

function unknownBiasLayers(generated: readonly Tensor[], layers: Layers): readonly Warning[] {
  const lost = generated.filter((tensor) => tensor.name === "bias" && tensor.given === NOTHING_GIVEN && layers.weightOf(tensor)?.fans == null);
  return aboutTensors(
    "bias-layer-unknown",
    lost,
    (name) => `Bias ${name} has no known weight, so its length was used as fan-in and fan-out. Give it the layer of its weight in paramMeta.`,
    (names) => `Biases ${names} have no known weights, so their lengths were used as fan-in and fan-out. Give them the layers of their weights in paramMeta.`,
  );
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
    (name) => `Bias ${name} belongs to a layer whose weights differ in fan-in, of which the last was used. Give it fanIn and fanOut in paramMeta to override.`,
    (names) => `Biases ${names} belong to layers whose weights differ in fan-in, of which the last was used. Give them fanIn and fanOut in paramMeta to override.`,
  );
}

function incompleteOverrides(request: ResolvedRequest, generated: readonly Tensor[]): readonly Warning[] {
  const incomplete = generated.filter(({ name }, position) => {
    const override = isComputed(name) ? overrideFor(request, position, name) : undefined;
    return override !== undefined && !isComplete(override);
  });
  const needed = "a weight or bias needs all of weightMean, weightVariance, biasMean and biasVariance.";
  return aboutTensors(
    "override-incomplete",
    incomplete,
    (name) => `The override of tensor ${name} was ignored: ${needed}`,
    (names) => `The overrides of tensors ${names} were ignored: ${needed}`,
  );
}

function unusedOverrides(request: ResolvedRequest, generated: readonly Tensor[]): readonly Warning[] {
  const names = new Set(generated.map(({ name }) => name));
  const guess = guesser([...names]);
  const { targetVariances, headOverrides } = request;
  return Object.entries({ targetVariances, headOverrides }).flatMap(([field, given]) => {
    if (given === undefined || Array.isArray(given)) return [];
    const unused = Object.keys(given).filter((name) => !names.has(name));
    return unused.map((name) => {
      const meant = guess(name);
      const hint = meant === undefined ? "Remove it, or give a tensor that name in paramMeta." : `Did you mean "${meant}"?`;
      return { code: "override-unused", message: `No generated tensor has the name ${shown(name)} that ${field} has. ${hint}`, field, name };
    });
  });
}

function ignoredTargets(request: ResolvedRequest, generated: readonly Tensor[]): readonly Warning[] {
  const ignored = generated.filter(({ name }, position) => {
    const override = overrideFor(request, position, name);
    const applies = override !== undefined && (!isComputed(name) || isComplete(override));
    return applies && targetVarianceFor(request, position, name) !== undefined;
  });
  return aboutTensors(
    "target-variance-ignored",
    ignored,
    (name) => `The target variance of tensor ${name} was ignored, because its head is overridden. Remove one of the two.`,
    (names) => `The target variances of tensors ${names} were ignored, because their heads are overridden. Remove one of the two.`,
  );
}

/** An unknown role, with the known one that may be meant. */
function role(name: string): string {
  const hint = roleHint(name);
  return hint === "" ? shown(name) : `${shown(name)} (${hint})`;
}

function unknownNames(request: ResolvedRequest, generated: readonly Tensor[]): readonly Warning[] {
  if (request.kind === "hyperfan") return [];
  const unknown = generated.filter(({ name }, position) => !hasRule(name) && targetVarianceFor(request, position, name) === undefined);
  const roles = first([...new Set(unknown.map(({ name }) => name))].map(role));
  return aboutTensors(
    "name-unknown",
    unknown,
    (name) => `Tensor ${name} has an unknown role, ${roles}, so its target variance is 1. Set targetVariances to override.`,
    (names) => `Tensors ${names} have unknown roles, ${roles}, so their target variances are 1. Set targetVariances to override.`,
  );
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
