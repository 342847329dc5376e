import { axesOf } from "../../math/fans.js";
import type { Alternative } from "../model-shapes.js";

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;

/** Whether groups and fused layers divide a weight's channels as they have to; with fewer than two dimensions, whether its fans are given. */
function canBeWeight(shape: readonly number[], traits: Alternative): boolean {
  const { layout, transposed = false, groups = 1, parts = 1, fanIn, fanOut } = traits;
  const axes = axesOf(shape, traits);
  if (axes === null) return fanIn !== undefined && fanOut !== undefined;
  if (!isCount(groups) || !isCount(parts)) return false;
  const channels = transposed ? axes.inputs * groups : axes.outputs;
  return (layout === "HWCM" || channels % groups === 0) && (axes.outputs / axes.groups) % parts === 0;
}

/** Whether a request may say this of a tensor of this shape. */
export function canBe(shape: readonly number[], meta: Alternative): boolean {
  if (meta.generated === false) return true;
  if (meta.name === "weight") return canBeWeight(shape, meta);
  return meta.name !== "bias" || shape.length > 0 || (meta.fanIn !== undefined && meta.fanOut !== undefined);
}
