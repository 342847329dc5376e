import { elementCount } from "../../math/element-count.js";
import type { Layout } from "../../math/fans.js";
import type { Model } from "./model.js";
import type { Subject } from "./subject.js";

/** The two channel axes of a convolution kernel: the one that a forward convolution calls "out", and one group's share of the other. */
export interface Channels {
  readonly whole: number;
  readonly share: number;
  readonly layout: Layout;
}

export function channelsOf({ shape }: Subject, named: Layout | undefined): Channels {
  const layout = named === "HWIO" ? "HWIO" : "OIHW";
  const [first = 0, second = 0] = layout === "OIHW" ? shape : shape.slice(-2);
  return layout === "OIHW" ? { whole: first, share: second, layout } : { whole: second, share: first, layout };
}

export const lengthOf = (bias: Subject | undefined): number | undefined => (bias === undefined ? undefined : elementCount(bias.shape));

/** Outputs of a weight, as far as its leaf's name and its bias tell. */
export const outputsOf = (subject: Subject, model: Model): number | undefined =>
  subject.shape.length > 2 ? channelsOf(subject, model.namedLayout(subject)).whole : lengthOf(model.biasOf(subject)) ?? subject.shape[model.namedLayout(subject) === "HWIO" ? 1 : 0];
/** Channels that one group of a weight reads. */
export const inputsOf = (subject: Subject, model: Model): number => channelsOf(subject, model.namedLayout(subject)).share;
