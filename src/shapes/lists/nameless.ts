import type { Issue } from "../../errors.js";
import { elementCount } from "../../math/element-count.js";
import { refuseAll, type Path } from "../invalid-model.js";
import type { Doubt, Known, ModelTensor } from "../model-tensor.js";
import { shapeIssues } from "../shape.js";

type Shape = readonly number[];

const rule = "shape-alone";

const NORM_OR_BIAS: Doubt = {
  reason: "without names, a vector may be a bias, or the scale or shift of a norm",
  alternatives: [{ name: "bias" }, { name: "bn_scale" }, { name: "bn_shift" }],
};
const LOCAL_BIAS: Doubt = {
  reason: "it has the outer axes of the weight before it, so it may be the bias of a locally connected layer",
  alternatives: [{ name: "bias" }],
};

const keyOf = (index: number): string => `#${index}`;

/** Whether a matrix has the outer axes of the tensor before it, as the bias of a locally connected layer has. */
const isOuter = ([rows, columns, ...rest]: Shape, before: Shape | undefined): boolean =>
  rest.length === 0 && before?.length === 3 && rows === before[0] && columns === before[2];

/** Whether two tensors in a row are vectors of one length. */
const isAlike = (a: Shape | undefined, b: Shape | undefined): boolean => a?.length === 1 && b?.length === 1 && a[0] === b[0];

function knownVector(shapes: readonly Shape[], index: number): Known {
  const [before, shape, behind] = [shapes[index - 1], shapes[index] ?? [], shapes[index + 1]];
  const follows = before !== undefined && before.length > 1 && elementCount(shape) === before[0];
  if (follows && !isAlike(shape, behind)) return { rule, role: "bias", reason: "is a vector behind a weight of as many outputs", layer: keyOf(index - 1) };
  return { rule, role: isAlike(before, shape) ? "bn_shift" : "bn_scale", reason: "is a vector that is not the only one behind a weight of as many outputs", doubt: NORM_OR_BIAS };
}

function knownOf(shapes: readonly Shape[], index: number): Known {
  const shape = shapes[index] ?? [];
  if (shape.length <= 1) return knownVector(shapes, index);
  const known: Known = { rule, role: "weight", reason: "has more than one dimension", layer: keyOf(index) };
  return isOuter(shape, shapes[index - 1]) ? { ...known, doubt: LOCAL_BIAS } : known;
}

function* listIssues(list: readonly unknown[], path: Path): Generator<Issue, void, undefined> {
  for (const [index, shape] of list.entries()) yield* shapeIssues(shape, [...path, index]);
}

/** Tensors of a list of shapes without names: more than one dimension is a weight, and vectors are told by their neighbours. */
export function readNameless(list: readonly unknown[], path: Path): readonly ModelTensor[] {
  refuseAll(listIssues(list, path));
  const shapes = list as readonly Shape[];
  return shapes.map((shape, index) => ({ name: String(index), shape, known: knownOf(shapes, index) }));
}
