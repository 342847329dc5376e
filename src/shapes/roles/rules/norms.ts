import { elementCount } from "../../../math/element-count.js";
import type { Doubt } from "../../model-tensor.js";
import type { Model } from "../model.js";
import type { Rule } from "../rule.js";
import type { Subject } from "../subject.js";

const NORM = /norm|(?:^|_)(?:bn|ln|gn|rms)(?:_|\d|$)|(?:^|_)[bl]n_?\d*$/i;
const SCALE_LEAF = /^(?:weight|scale|gamma|g|w|weights|gain)(?:_\d+)?$/;
const SHIFT_LEAF = /^(?:bias|shift|beta|b|offset|biases)(?:_\d+)?$/;

/** At most one axis with more than one entry: a vector, however its shape is written. */
const isVector = ({ shape }: Subject): boolean => elementCount(shape) === Math.max(1, ...shape);
const hasStatistics = (subject: Subject, model: Model): boolean =>
  (model.sibling(subject, "running_mean") ?? model.sibling(subject, "moving_mean") ?? model.sibling(subject, "running_var")) !== undefined;

const sameShape = (a: Subject | undefined, b: Subject | undefined): boolean =>
  b !== undefined && a?.shape.length === b.shape.length && a.shape.every((dimension, axis) => dimension === b.shape[axis]);

/** A weight never has a bias of its own whole shape; only a norm's scale has. */
const hasShiftOfItsShape = (subject: Subject, model: Model): boolean => sameShape(subject, model.biasOf(subject));
const shiftsSameShape = (subject: Subject, model: Model): boolean => sameShape(subject, model.ownerOf(subject));

const fitsNorm = (subject: Subject, model: Model): boolean => isVector(subject) || hasShiftOfItsShape(subject, model);
const shiftFitsNorm = (subject: Subject, model: Model): boolean => (isVector(subject) && !ownedByMatrix(subject, model)) || shiftsSameShape(subject, model);

function ownedByMatrix(subject: Subject, model: Model): boolean {
  const owner = model.ownerOf(subject);
  return owner !== undefined && !isVector(owner);
}

const LAYER_SCALE: Doubt = {
  reason: "layer scales start at 0.1 to 1e-6 and not at the 1 of a norm's scale",
  alternatives: [{ generated: false }],
};
const LONE_VECTOR: Doubt = {
  reason: "a vector without a bias may be the scale of an RMS norm or the slope of an activation",
  alternatives: [{ generated: false }, { name: "bias" }],
};
const GRN: Doubt = {
  reason: "the scale of a global response norm starts at 0 and not at the 1 of other norms' scales",
  alternatives: [{ name: "bn_shift" }],
};

/** Scales and shifts of batch, layer, group and RMS norms. */
export const NORMS: readonly Rule[] = [
  { id: "norm-by-statistics", leaf: SCALE_LEAF, also: hasStatistics, role: "bn_scale", because: "scales a batch norm: running statistics are beside it" },
  { id: "norm-by-statistics", leaf: SHIFT_LEAF, also: hasStatistics, role: "bn_shift", because: "shifts a batch norm: running statistics are beside it" },
  { id: "response-norm", module: /^grn$/i, leaf: /^(?:weight|gamma)$/, role: "bn_scale", because: "scales a global response norm by its module's name", doubt: GRN },
  { id: "layer-scale", module: /(?:^|_)(?:ls_?\d*|layer_?scale_?\d*)$/i, also: isVector, role: "bn_scale", because: "is a layer scale by its module's name", doubt: LAYER_SCALE },
  { id: "layer-scale", leaf: /^(?:layer_?scale\w*|gamma_\d|lambda_?\d)$/i, also: isVector, role: "bn_scale", because: "is a layer scale by its name", doubt: LAYER_SCALE },
  { id: "norm-by-name", module: NORM, leaf: SCALE_LEAF, also: fitsNorm, role: "bn_scale", because: "scales a norm by its module's name" },
  { id: "norm-by-name", module: NORM, leaf: SHIFT_LEAF, also: shiftFitsNorm, role: "bn_shift", because: "shifts a norm by its module's name" },
  { id: "norm-by-shape", leaf: SCALE_LEAF, rank: [1, 64], also: hasShiftOfItsShape, role: "bn_scale", because: "has a bias of its own shape, as only a norm's scale has" },
  { id: "norm-by-shape", leaf: SHIFT_LEAF, rank: [1, 64], also: shiftsSameShape, role: "bn_shift", because: "has the shape of the scale beside it, so it shifts a norm" },
  { id: "norm-by-leaf", leaf: /^beta$/, also: isVector, role: "bn_shift", because: "shifts a norm by its name" },
  { id: "layer-scale", leaf: /^gamma$/, also: isVector, role: "bn_scale", because: "is a scale by its name, with no shift beside it", doubt: LAYER_SCALE },
  { id: "lone-vector", leaf: /^(?:weight|scale|gain|g)$/, rank: [1, 1], role: "bn_scale", because: "is a vector called a weight or scale, and no weight has one dimension", doubt: LONE_VECTOR },
];
