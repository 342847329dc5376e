import type { MetaInput } from "../../weights.js";

/** Units that one output unit reads, and units that one input unit feeds. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** Units of a whole layer, in all groups and parts. */
interface Units {
  readonly inputs: number;
  readonly outputs: number;
}

function unitsOf(shape: readonly number[], { layout = "OIHW", transposed = false, groups = 1 }: MetaInput): Units {
  const [a = 1, b = 1] = layout === "OIHW" ? shape : shape.slice(-2);
  if (layout === "HWCM") return { inputs: a, outputs: a * b };
  // PyTorch's forward kernels say [out, in/groups], its transposed ones [in, out/groups]; the others the reverse.
  const isOutputFirst = (layout === "OIHW") !== transposed;
  if (layout === "OIHW") return isOutputFirst ? { inputs: b * groups, outputs: a } : { inputs: a, outputs: b * groups };
  return isOutputFirst ? { inputs: b, outputs: a * groups } : { inputs: a * groups, outputs: b };
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((size, dimension) => size * dimension, 1);

/** Fans of a weight by counting: its elements are shared out evenly among the output units, and among the input units. */
export function fansOf(shape: readonly number[], meta: MetaInput): Fans {
  const { inputs, outputs } = unitsOf(shape, meta);
  const elements = sizeOf(shape);
  return { fanIn: meta.fanIn ?? elements / outputs, fanOut: meta.fanOut ?? elements / inputs / (meta.parts ?? 1) };
}
