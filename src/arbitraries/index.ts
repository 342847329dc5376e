/**
 * Random valid requests and plans, the parts that they are made of, and the laws of planning, for property-based tests
 * with fast-check.
 *
 * Every function takes options and gives an arbitrary; where a part has parts of its own, an option takes an arbitrary
 * for each. All shrink towards what is short to read: few tensors of few dimensions, numbers like 1, keys left out.
 * Unless an option widens them, numbers stay where nothing overflows or underflows on the way.
 */
export { activation, homogeneousNames, quickNames, type ActivationInput } from "./activations.js";
export { anyRequest } from "./any-requests.js";
export { chunkedRequest, type ChunkedRequestOptions } from "./chunked-requests.js";
export { chunking, type ChunkingInput, type ChunkingOptions } from "./chunks.js";
export { allConventions, conventions, conventionValues, type ConventionsInput } from "./conventions.js";
export { fullRequest } from "./full-requests.js";
export { hypernet, plainHypernet, type HypernetInput, type HypernetOptions, type NormInput } from "./hypernets.js";
export { inputBlock, inputBlocks, type InputBlockInput, type InputOptions } from "./inputs.js";
export { BrokenLawError } from "./laws/broken-law-error.js";
export { laws } from "./laws/laws.js";
export type { Law, LawOptions, LawReport } from "./laws/law.js";
export type { Kind, Planner } from "./laws/planner.js";
export { anyLayer, customNames, namedLayer, ruledNames, weightLayer, type TargetLayer, type WeightLayerOptions } from "./layers.js";
export { anyNetwork, bareNetwork, generatedOf, network, type DescribedNetwork, type Network, type NetworkOptions } from "./networks.js";
export { dimension, mean, positive, variance, type DecimalOptions } from "./numbers.js";
export { byNameOrTensor, headOverride, type ByNameOrTensor, type OverrideInput } from "./overrides.js";
export { anyPlan, chunkedPlan, fullPlan } from "./plans.js";
export { generatedNames, method, type MethodInput, type RequestOptions } from "./request-parts.js";
export {
  anyWeight, channelsLastWeight, convWeight, denseWeight, depthwiseWeight, fusedWeight, groupedWeight, transposedWeight,
  weightWithFans, type MetaInput, type TargetTensor, type TargetWeight,
} from "./weights.js";
