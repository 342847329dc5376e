import { simulate, type SimulateOptions } from "../../../src/simulate/index.js";
import { planOf } from "./plans.js";
import { METHODS, type Method, type Setting } from "./settings.js";

/** What a setting is measured with. */
export interface Effort extends Pick<SimulateOptions, "batch" | "maxRows"> {
  /** Of the hypernetwork's layers and of its input. */
  readonly width: number;
  readonly draws: number;
}

/** One tensor of the main network as it was predicted and measured. */
export interface Cell extends Setting {
  readonly method: Method;
  readonly tensor: string;
  readonly predicted: number;
  readonly measured: number;
  readonly standardError: number;
  readonly z: number;
}

/** Where every activation is positive, one row generates nearly the same number for all inputs: only rows average out. */
const POSITIVE: readonly string[] = ["sigmoid", "softplus"];

/** As much as brings standard errors below 2 %. A batch has to be large for its features to be normal once normalised. */
export function fullEffort({ norm, activation, depth }: Setting): Effort {
  if (norm === "batch" && depth > 0) {
    return { width: 128, draws: 80, ...(POSITIVE.includes(activation) ? { batch: 64, maxRows: 256 } : { batch: 512, maxRows: 12 }) };
  }
  return { width: 256, draws: [320, 320, 480, 640][depth] ?? 640 };
}

/** The tensors of all methods in one setting. */
export function measureSetting(setting: Setting, seed: number, { width, ...options }: Effort): readonly Cell[] {
  const { tensors } = simulate(planOf(setting, width), { seed, ...options });
  const perMethod = tensors.length / METHODS.length;
  return tensors.flatMap(({ name, variance: { predicted, measured, standardError, z } }, index) => {
    const method = METHODS[Math.floor(index / perMethod)];
    return method === undefined || z === null ? [] : [{ ...setting, method, tensor: name, predicted, measured, standardError, z }];
  });
}
