import fc, { type Arbitrary } from "fast-check";
import type { RequestInput } from "../request/schema.js";
import { allConventions } from "./conventions.js";
import { hypernet, type HypernetInput } from "./hypernets.js";
import { inputBlocks } from "./inputs.js";
import { customNames, ruledNames } from "./layers.js";
import { anyNetwork } from "./networks.js";
import { positive } from "./numbers.js";
import { byNameOrTensor, headOverride } from "./overrides.js";
import { partly } from "./partly.js";
import { commonParts, generatedNames, hasNoRule, isComputed, type CommonParts, type RequestOptions } from "./request-parts.js";

/** Names that a head can generate without a bias. */
const WITHOUT_BIAS = ["bn_shift", "cm_shift", ...customNames];

type Caller = Pick<RequestInput, "inputs" | "targetVariances" | "headOverrides">;

/** What a caller gives for the generated tensors of these names. */
function callerParts(names: readonly string[], bias: boolean, { inputs = inputBlocks(), without = [] }: RequestOptions): Arbitrary<Caller> {
  const canVary = (name: string): boolean => bias || isComputed(name) || hasNoRule(name);
  const fields = {
    inputs,
    targetVariances: byNameOrTensor(names, (name) => (canVary(name) ? positive() : fc.constant(0))),
    headOverrides: byNameOrTensor(names, () => headOverride({ bias })),
  };
  return partly(fields, ["inputs"], without.filter((key) => key !== "generated"));
}

/** Whether the conventions may ask for the reciprocal of a bias's variance of zero. */
function dividesByBias({ method = "in", conventions }: CommonParts): boolean {
  const { harmonicMean, outBias } = allConventions(conventions);
  return (method !== "in" && outBias === "reciprocal") || (method === "harmonic" && harmonicMean === "reciprocal-sum");
}

/** The request with a variance of 1 for each tensor that cannot do without one from the caller. */
function withNeededVariances(request: RequestInput): RequestInput {
  const names = generatedNames(request);
  const isNeeded = (name: string): boolean => hasNoRule(name) || (name === "bias" && dividesByBias(request));
  const needed = names.filter(isNeeded);
  const { targetVariances: given } = request;
  if (needed.length === 0) return request;
  if (Array.isArray(given)) return { ...request, targetVariances: names.map((name, position) => given[position] ?? (isNeeded(name) ? 1 : null)) };
  return { ...request, targetVariances: { ...Object.fromEntries(needed.map((name) => [name, 1])), ...given } };
}

function withHypernet(hypernet: HypernetInput | undefined, options: RequestOptions): Arbitrary<RequestInput> {
  const bias = hypernet?.useBias ?? true;
  const networks = options.network ?? anyNetwork({ names: bias ? [...ruledNames, ...customNames] : WITHOUT_BIAS });
  return commonParts(networks, options).chain((parts) =>
    callerParts(generatedNames(parts), bias, options).map((given) =>
      withNeededVariances({ kind: "hyperfan", ...parts, ...(hypernet === undefined ? {} : { hypernet }), ...given }),
    ),
  );
}

/**
 * A request of kind "hyperfan". It gives a target variance where a tensor's name has no rule, and where the conventions
 * could ask for the reciprocal of a zero. Networks given as an option must need no head bias where `hypernet` has none.
 *
 * @example fc.assert(fc.property(fullRequest({ method: method(), without: ["generated"] }), ({ generated }) => generated === undefined));
 */
export function fullRequest(options: RequestOptions = {}): Arbitrary<RequestInput> {
  return (options.hypernet ?? fc.option(hypernet(), { nil: undefined })).chain((chosen) => withHypernet(chosen, options));
}
