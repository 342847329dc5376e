import { elementCount } from "../math/element-count.js";
import type { Activation } from "../math/activation.js";
import { axesOf, fansOfAxes, type Fans } from "../math/fans.js";
import { toActivation } from "./activation-spec.js";
import type { ParamMeta, ResolvedRequest } from "./schema.js";

/** One tensor of the main network, with what its shape and metadata say of it. */
export interface Tensor {
  /** Index into targetShapes. */
  readonly index: number;
  readonly shape: readonly number[];
  /** Number of elements. */
  readonly size: number;
  /** Role: weight, bias, bn_scale, … */
  readonly name: string;
  /** Layer that the tensor belongs to; -1 when unknown. */
  readonly layer: number;
  readonly label: string | undefined;
  /** Fans that the tensor's own shape and metadata give; null for a shape that has none. */
  readonly fans: Fans | null;
  /** Fans that the metadata gives outright. */
  readonly given: Partial<Fans>;
  /** For a weight: length of its layer's bias; null for a shape that has none. */
  readonly outputs: number | null;
  /** Activation that the metadata gives; undefined for the network's own. */
  readonly activation: Activation | undefined;
}

type Sources = Pick<ResolvedRequest, "targetShapes" | "paramMeta" | "generated">;

/** Role and layer by shape alone: more than one dimension is a weight, anything else a bias of a weight right before it. */
export function inferMeta(shapes: readonly (readonly number[])[]): readonly ParamMeta[] {
  let layer = -1;
  return shapes.map((shape, index) => {
    if (shape.length > 1) {
      layer += 1;
      return { name: "weight", layer };
    }
    const follows = (shapes[index - 1] ?? []).length > 1;
    return { name: "bias", layer: follows ? layer : -1 };
  });
}

/** What the metadata of most tensors says of fans. */
export const NOTHING_GIVEN: Partial<Fans> = {};

function givenFans({ fanIn, fanOut }: ParamMeta): Partial<Fans> {
  if (fanIn === undefined && fanOut === undefined) return NOTHING_GIVEN;
  return { ...(fanIn === undefined ? {} : { fanIn }), ...(fanOut === undefined ? {} : { fanOut }) };
}

/** The fans that are given, and otherwise `own`; null where one is in neither. */
export function fansWith(given: Partial<Fans>, own: Fans | null): Fans | null {
  if (given === NOTHING_GIVEN) return own;
  const { fanIn = own?.fanIn, fanOut = own?.fanOut } = given;
  return fanIn === undefined || fanOut === undefined ? null : { fanIn, fanOut };
}

function describeTensor(index: number, shape: readonly number[], meta: ParamMeta): Tensor {
  const given = givenFans(meta);
  const axes = meta.name === "weight" ? axesOf(shape, meta) : null;
  return {
    index,
    shape,
    size: elementCount(shape),
    name: meta.name,
    layer: meta.layer,
    label: meta.label,
    fans: fansWith(given, axes === null ? null : fansOfAxes(axes, meta.parts)),
    given,
    outputs: axes === null ? null : axes.outputs,
    activation: meta.activation === undefined ? undefined : toActivation(meta.activation),
  };
}

/** The tensors of a main network. */
export interface MainNetwork {
  /** All of them, in the order of targetShapes. */
  readonly tensors: readonly Tensor[];
  /** Those that the hypernetwork generates, in the order of its output. */
  readonly generated: readonly Tensor[];
}

/** The tensors that a request describes. */
export function mainNetwork({ targetShapes, paramMeta, generated }: Sources): MainNetwork {
  const metas = paramMeta ?? inferMeta(targetShapes);
  const tensors = targetShapes.map((shape, index) => describeTensor(index, shape, metas[index] ?? { name: "", layer: -1 }));
  return { tensors, generated: generated === undefined ? tensors : generated.flatMap((index) => tensors[index] ?? []) };
}

/** How a message calls a tensor. */
export function nameOf({ index, label, name, shape }: Tensor): string {
  return `tensor ${String(index)} (${label ?? name} [${shape.join(", ")}])`;
}
