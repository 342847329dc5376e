import { nearest } from "./nearest.js";
import type { Moments } from "../hypernetwork/distribution.js";
import type { HeadOverride, ResolvedRequest } from "./schema.js";
import type { Tensor } from "./tensors.js";

/** Mean and variance of an output head's weights and biases. */
export type HeadMoments = { readonly [Field in keyof HeadOverride]-?: number };

/** How one generated tensor's output head is found. */
export type HeadRule =
  /** By the method, or from `target`, the variance that the caller wants. */
  | { readonly by: "method"; readonly target: number | undefined }
  /** As given; `intended` is null where the caller overrode the head. */
  | { readonly by: "moments"; readonly head: HeadMoments; readonly intended: Moments | null };

/** The rule of nearly every tensor, made once. */
export const BY_METHOD: HeadRule = { by: "method", target: undefined };

const byMethod = (target: number | undefined): HeadRule => (target === undefined ? BY_METHOD : { by: "method", target });

const constant = (value: number): HeadMoments => ({ weightMean: 0, weightVariance: 0, biasMean: value, biasVariance: 0 });

/** Heads of the names that the head bias alone generates. Source: apply_hyperfan_init of hypnettorch's HMLP. */
const BIAS_GENERATED: ReadonlyMap<string, HeadMoments> = new Map([
  ["bn_scale", constant(1)],
  ["bn_shift", constant(0)],
  ["cm_scale", constant(1)],
  ["cm_shift", constant(0)],
  ["embedding", { ...constant(0), biasVariance: 1 }],
]);

/** The mean that a tensor of this name should have: 1 for a scale, else 0. */
export function intendedMean(name: string): number {
  return BIAS_GENERATED.get(name)?.biasMean ?? 0;
}

/** The names that have a rule. */
export const ROLES: readonly string[] = ["weight", "bias", ...BIAS_GENERATED.keys()];

/** What may have been meant by a name without a rule, as part of a sentence; empty where nothing is near. */
export function roleHint(name: string): string {
  const guess = nearest(name, ROLES);
  return guess === undefined ? "" : `did you mean "${guess}"?`;
}

/** Whether a rule exists for tensors of this name. */
export function hasRule(name: string): boolean {
  return isComputed(name) || BIAS_GENERATED.has(name);
}

/** Whether a method computes the variance of tensors of this name. */
export function isComputed(name: string): boolean {
  return name === "weight" || name === "bias";
}

function entryOf<Value>(source: Readonly<Record<string, Value>> | readonly (Value | null)[] | undefined, position: number, name: string): Value | undefined {
  if (source === undefined) return undefined;
  if (Array.isArray(source)) return (source as readonly (Value | null)[])[position] ?? undefined;
  return Object.hasOwn(source, name) ? (source as Readonly<Record<string, Value>>)[name] : undefined;
}

/** The caller's variance for the generated tensor at `position`. */
export function targetVarianceFor(request: Pick<ResolvedRequest, "targetVariances">, position: number, name: string): number | undefined {
  return entryOf(request.targetVariances, position, name);
}

/** The caller's override for the generated tensor at `position`; undefined where it says nothing. */
export function overrideFor(request: Pick<ResolvedRequest, "headOverrides">, position: number, name: string): HeadOverride | undefined {
  const override = entryOf(request.headOverrides, position, name);
  return override === undefined || Object.values(override).every((value) => (value as unknown) === undefined) ? undefined : override;
}

/** Whether all four fields are given, as an override of a weight or bias needs. */
export function isComplete(override: HeadOverride): override is HeadMoments {
  const { weightMean, weightVariance, biasMean, biasVariance } = override;
  return [weightMean, weightVariance, biasMean, biasVariance].every((value) => value !== undefined);
}

/** The rule for the generated tensor at `position`; null where its name has none and nothing is given. */
export function headRuleFor(request: Pick<ResolvedRequest, "targetVariances" | "headOverrides">, position: number, { name }: Tensor): HeadRule | null {
  const override = overrideFor(request, position, name);
  const target = targetVarianceFor(request, position, name);
  if (isComputed(name)) {
    return override !== undefined && isComplete(override) ? { by: "moments", head: override, intended: null } : byMethod(target);
  }
  const usual = BIAS_GENERATED.get(name);
  if (override !== undefined) return { by: "moments", head: { ...constant(0), ...usual, ...given(override) }, intended: null };
  if (usual === undefined) return target === undefined ? null : byMethod(target);
  const head = { ...usual, biasVariance: target ?? usual.biasVariance };
  return { by: "moments", head, intended: { mean: head.biasMean, variance: head.biasVariance } };
}

/** The fields of an override that hold a number. */
function given(override: HeadOverride): Partial<HeadMoments> {
  return Object.fromEntries(Object.entries(override).filter(([, value]) => (value as unknown) !== undefined));
}
