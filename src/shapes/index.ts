export { InvalidInputError, type InvalidInputCode, type Issue } from "../errors.js";
export type { Alternative, Ambiguity, ModelFormat, ModelShapes, Reason, Role, SkippedTensor, TensorMeta, Traits } from "./model-shapes.js";
export { shapesFromList } from "./lists/from-list.js";
export { shapesFromSafetensors, type SafetensorsOptions } from "./safetensors/from-safetensors.js";
export { safetensorsHeaderBytes } from "./safetensors/header-size.js";
export { safetensorsShardNames, shapesFromSafetensorsShards, type Shard } from "./safetensors/shards.js";
export { shapesFromTfjs } from "./tfjs/from-tfjs.js";
