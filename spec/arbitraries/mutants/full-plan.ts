import type { Planner } from "../../../src/arbitraries/index.js";
import { plan, planHyperfan, type HyperfanPlan, type RequestInput } from "../../../src/index.js";
import { full, heads, instead, mutant, under, widened, without, type Mutant } from "./mutant.js";

const intendedBy = (request: RequestInput, method: "in" | "out"): readonly number[] => planHyperfan({ ...request, method }).heads.map(({ intended }) => intended?.variance ?? 0);

const arithmetic: Planner = (request) => {
  if (request.method !== "harmonic") return plan(request);
  const byFanOut = intendedBy(request, "out");
  return plan({ ...request, targetVariances: intendedBy(request, "in").map((variance, head) => (variance + (byFanOut[head] ?? 0)) / 2) });
};

function byFanInWhereZero(made: HyperfanPlan, request: RequestInput): unknown {
  if (made.method !== "harmonic") return made;
  const { heads: byFanIn } = planHyperfan({ ...request, method: "in" });
  return { ...made, heads: made.heads.map((head, index) => (head.intended?.variance === 0 ? byFanIn[index] : head)) };
}

function withoutDropout(made: HyperfanPlan, request: RequestInput): unknown {
  const { heads: others } = planHyperfan({ ...request, hypernet: { ...request.hypernet, dropout: 0 } });
  return { ...made, heads: made.heads.map((head, index) => ({ ...head, weight: others[index]?.weight })) };
}

type Inputs = NonNullable<RequestInput["inputs"]>;

const withInputs = (change: (block: Inputs[number]) => Inputs[number]): Planner => instead((request) => ({ ...request, inputs: (request.inputs ?? []).map(change) }));

const unnumbered = (request: RequestInput): RequestInput => ({ ...request, paramMeta: (request.paramMeta ?? []).map((meta) => ({ name: meta.name, ...without(meta, "layer") })) });

/** Planners that are wrong in a respect that only full plans have. */
export const ofFullPlan: readonly Mutant[] = [
  mutant("propagation", "takes a head's standard deviation for its bound", /predicted variance of tensor/u, heads((head) => widened(head, 1 / Math.sqrt(3)))),
  mutant("propagation", "draws heads as if nothing were dropped", /predicted variance of tensor/u, full(withoutDropout)),
  mutant("propagation", "predicts a mean that no bias makes", /^the predicted mean of tensor \d+ is 3 instead of/u, heads((head) => ({ ...head, predicted: { ...head.predicted, mean: 3 } }))),

  mutant("exact-heads", "takes the input's second moment for the last layer's", /predicted variance/u, under({ preset: "exact", headSecondMoment: "input" })),
  mutant("exact-heads", "predicts another mean", /^the predicted mean of tensor \d+ is 3 instead of/u, heads((head) => ({ ...head, predicted: { ...head.predicted, mean: 3 } }))),

  mutant("homogeneous", "takes every input for one of variance 1", /head variance/u, withInputs(({ dim }) => ({ dim }))),
  mutant("homogeneous", "takes variances for standard deviations", /head variance/u, withInputs(({ variance = 1, ...block }) => ({ ...block, variance: variance ** 2 }))),

  mutant("methods-coincide", "sums reciprocals for the harmonic mean", /by the method harmonic/u, under({ preset: "exact", harmonicMean: "reciprocal-sum" })),
  mutant("methods-coincide", "shares with a bias that is not there", /by the method out/u,
    full((made) => (made.method === "in" ? { ...made, heads: made.heads.map((head) => widened(head, Math.SQRT1_2)) } : made))),

  mutant("harmonic-between", "takes the arithmetic mean", /by both/u, arithmetic),
  mutant("harmonic-between", "takes the fan-in alone where the other is 0", /by both, .* and 0 by fan-out/u, full(byFanInWhereZero)),
  mutant("harmonic-between", "forgets the 2 of a harmonic mean", /^head \d+ should have .* by both, .* by fan-in and .* by fan-out$/u,
    full((made) => (made.method === "harmonic" ? { ...made, heads: made.heads.map((head) => ({ ...head, intended: head.intended && { ...head.intended, variance: head.intended.variance / 2 } })) } : made))),

  mutant("permutation", "takes the tensor before a bias for its weight", /the head of tensor/u, full((_, request) => plan(unnumbered(request)))),
  mutant("permutation", "gives the first tensor more", /the head of tensor/u, heads((head) => (head.rows[0] === 0 ? widened(head, 2) : head))),

  mutant("appending-heads", "shares the variance out among all heads", /the heads before/u, heads((head, all) => widened(head, 1 / Math.sqrt(all.length)))),
  mutant("appending-heads", "halves every weight for any bias", /the heads before/u, under({ preset: "exact", biasSharing: "any" })),
];
