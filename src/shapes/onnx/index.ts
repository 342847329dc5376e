export { InvalidInputError, type InvalidInputCode, type Issue } from "../../errors.js";
export type { Alternative, Ambiguity, ModelFormat, ModelShapes, Reason, Role, SkippedTensor, TensorMeta, Traits } from "../model-shapes.js";
export { shapesFromOnnx } from "./from-onnx.js";
