export type { Estimate } from "./estimate.js";
export type { Progress, SimulateOptions } from "./options.js";
export type { ChunkedSimulation, FullSimulation, Measured, MeasuredHead, MeasuredLayer, MeasuredRun, Sampled, Simulation } from "./result.js";
export { simulate } from "./simulate.js";
