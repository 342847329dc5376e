// Loaded only for ONNX models, with the protobuf library.
export { shapesFromOnnx } from "../../shapes/onnx/index.js";
