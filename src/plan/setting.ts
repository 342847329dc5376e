import { conventionPresets, isExact, resolveConventions, type Conventions } from "../conventions.js";
import { toActivation } from "../request/activation-spec.js";
import { layersOf } from "../request/layers.js";
import type { ReadRequest } from "../request/parse.js";
import type { ResolvedRequest } from "../request/schema.js";
import type { Tensor } from "../request/tensors.js";
import { inputSignal } from "../hypernetwork/input.js";
import { entryAt } from "../entry-at.js";
import type { Signal } from "../hypernetwork/signal.js";
import { requestWarnings } from "./request-warnings.js";
import type { ChunkedHyperfanPlan, HiddenLayer, Plan, Warning } from "./schema.js";
import { gainTable, type TargetRules } from "./targets.js";
import { plannedTrunk, type PlannedLayer } from "./trunk.js";

/** What both kinds of plan start from. */
export interface Setting {
  readonly request: ResolvedRequest;
  readonly conventions: Conventions;
  readonly generated: readonly Tensor[];
  /** The input without chunk embeddings, in training. */
  readonly input: Signal;
  readonly trunk: readonly PlannedLayer[];
  /** The variance rules as they are documented: what a plan intends. */
  readonly documented: TargetRules;
  /** The variance rules under the request's conventions: what a plan is made from. The same object where they agree. */
  readonly applied: TargetRules;
  readonly warnings: readonly Warning[];
}

/** Everything about a request that does not depend on how its tensors are generated. */
export function settingOf({ request, tensors, generated }: ReadRequest): Setting {
  const input = inputSignal(request.inputs, null);
  const conventions = resolveConventions(request.conventions);
  const gainsOf = gainTable(toActivation(request.mainActivation));
  const anyVector = generated.some(({ shape }) => shape.length === 1);
  const rulesUnder = (rules: Conventions): TargetRules => ({
    method: request.method,
    conventions: rules,
    layers: layersOf(tensors, generated, rules.unknownLayer),
    anyVector,
    gainsOf,
  });
  const documented = rulesUnder(conventionPresets.exact);
  const applied = isExact(conventions) ? documented : rulesUnder(conventions);
  return {
    request,
    conventions,
    generated,
    input,
    trunk: plannedTrunk(request.hypernet, input.width + (request.chunking?.embeddingDim ?? 0)),
    documented,
    applied,
    warnings: requestWarnings(request, tensors, generated, applied.layers),
  };
}

/** The bias entry of a layer of `length` units: zeros, or null in a hypernetwork without biases. */
export function zeroBias(length: number, useBias: boolean): HiddenLayer["bias"] {
  return useBias ? { shape: [length], distribution: { type: "constant", value: 0 } } : null;
}

/** The hidden layers of a plan, with the second moments of their activations. */
export function hiddenLayers(trunk: readonly PlannedLayer[], secondMoments: readonly number[]): readonly HiddenLayer[] {
  return trunk.map(({ map: { inputs, outputs, weight, bias } }, layer) => ({
    weight: { shape: [outputs, inputs], distribution: weight },
    bias: zeroBias(outputs, bias !== null),
    secondMoment: entryAt(secondMoments, layer),
  }));
}

type Header<Kind> = Pick<Plan, "format" | "version" | "method" | "conventions" | "mainActivation" | "input" | "hypernet"> & { readonly kind: Kind };

/** The keys that open every plan. */
export function planHeader<Kind extends Plan["kind"]>(kind: Kind, { request, conventions, input }: Setting): Header<Kind> {
  return {
    format: "hyperfan-plan",
    version: 1,
    kind,
    method: request.method,
    conventions,
    mainActivation: toActivation(request.mainActivation),
    hypernet: { activation: toActivation(request.hypernet.activation), norm: request.hypernet.norm, dropout: request.hypernet.dropout },
    input: {
      dim: input.width,
      secondMoment: input.secondMoment,
      blocks: request.inputs.map(({ name, dim, mean, variance, noiseStd }) => ({ name, dim, mean, variance, noiseStd })),
    },
  };
}

type OptionalKeys = Pick<ChunkedHyperfanPlan["tensors"][number], "label" | "activation">;

/**
 * A plan's entry for a tensor, with the keys that only some tensors have. They are assigned to the fresh entry:
 * spreading objects together takes ten times as long as all the rest of an entry.
 */
export function withOptionalKeys<Entry extends object>(entry: Entry, { label, activation }: Tensor): Entry & OptionalKeys {
  const full: Entry & { -readonly [Key in keyof OptionalKeys]: OptionalKeys[Key] } = entry;
  if (label !== undefined) full.label = label;
  if (activation !== undefined) full.activation = activation;
  return full;
}
