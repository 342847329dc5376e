/**
 * Random valid requests, and the parts that they are made of, for property-based tests with fast-check.
 *
 * Every function takes options and gives an arbitrary; where a part has parts of its own, an option takes an arbitrary
 * for each. All shrink towards what is short to read: few tensors of few dimensions, numbers like 1, keys left out.
 * Unless an option widens them, numbers stay where nothing overflows or underflows on the way.
 */
export { activation, homogeneousNames, quickNames, type ActivationInput } from "./arbitraries/activations.js";
export { anyRequest } from "./arbitraries/any-requests.js";
export { chunkedRequest, type ChunkedRequestOptions } from "./arbitraries/chunked-requests.js";
export { chunking, type ChunkingInput, type ChunkingOptions } from "./arbitraries/chunks.js";
export { allConventions, conventions, conventionValues, type ConventionsInput } from "./arbitraries/conventions.js";
export { fullRequest } from "./arbitraries/full-requests.js";
export { hypernet, plainHypernet, type HypernetInput, type HypernetOptions, type NormInput } from "./arbitraries/hypernets.js";
export { inputBlock, inputBlocks, type InputBlockInput, type InputOptions } from "./arbitraries/inputs.js";
export { anyLayer, customNames, namedLayer, ruledNames, weightLayer, type TargetLayer, type WeightLayerOptions } from "./arbitraries/layers.js";
export { anyNetwork, bareNetwork, generatedOf, network, type DescribedNetwork, type Network, type NetworkOptions } from "./arbitraries/networks.js";
export { dimension, mean, positive, variance, type DecimalOptions } from "./arbitraries/numbers.js";
export { byNameOrTensor, headOverride, type ByNameOrTensor, type OverrideInput } from "./arbitraries/overrides.js";
export { generatedNames, method, type MethodInput, type RequestOptions } from "./arbitraries/request-parts.js";
export {
  anyWeight, channelsLastWeight, convWeight, denseWeight, depthwiseWeight, fusedWeight, groupedWeight, transposedWeight,
  weightWithFans, type MetaInput, type TargetTensor, type TargetWeight,
} from "./arbitraries/weights.js";
