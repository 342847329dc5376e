export { adviseChunkSize, type AdviceOptions, type ChunkSizeAdvice, type ChunkSizeRow } from "./advise/advise-chunk-size.js";
export { checkPlan, type CheckOptions } from "./check/check-plan.js";
export type {
  CheckNote, ChunksCheck, Gate, IntendedSpread, LayerCheck, LayerSignals, PlanCheck, PredictedSpread, RunCheck, RunSpread, Signal, SignalVerdict, TensorCheck, Verdict,
} from "./check/report.js";
export { compareMeasurements } from "./compare/compare-measurements.js";
export { measurementsJsonSchema } from "./compare/json-schema.js";
export { measurementsSchema, type MeasuredTensor, type Measurements } from "./compare/measurements-schema.js";
export type { CompareOptions } from "./compare/options.js";
export { parseMeasurements } from "./compare/parse-measurements.js";
export type { Compared, Comparison, ComparisonNote, TensorComparison } from "./compare/report.js";
export { conventionPresets, type Conventions } from "./conventions.js";
export { InvalidInputError, type InvalidInputCode, type Issue } from "./errors.js";
export { planJsonSchema, requestJsonSchema } from "./json-schema.js";
export type { Distribution } from "./hypernetwork/distribution.js";
export { expandChunks, type Chunk } from "./plan/expand-chunks.js";
export { parsePlan } from "./plan/parse-plan.js";
export { plan, planChunkedHyperfan, planHyperfan } from "./plan/plan.js";
export { planSchema, type ChunkedHyperfanPlan, type ChunkRun, type Head, type HiddenLayer, type HyperfanPlan, type Plan, type Warning } from "./plan/schema.js";
export type { DeepReadonly } from "./readonly.js";
export { parseRequest } from "./request/parse.js";
export { requestSchema, type RequestInput, type ResolvedRequest } from "./request/schema.js";
