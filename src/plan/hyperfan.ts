import { refuse, type Issue } from "../errors.js";
import type { DeepReadonly } from "../readonly.js";
import { headRuleFor, type HeadMoments, type HeadRule, type Moments } from "../request/head-rule.js";
import { parseKind } from "../request/parse-kind.js";
import type { RequestInput, ResolvedRequest } from "../request/schema.js";
import type { Tensor } from "../request/tensors.js";
import { uniformOf } from "./distribution.js";
import { rangeIssues, reciprocalIssue, secondMomentIssues } from "./numeric-issues.js";
import { lastMean, propagate } from "./propagation.js";
import { aboutTensors } from "./request-warnings.js";
import type { Head, HyperfanPlan, Warning } from "./schema.js";
import { hiddenLayers, planHeader, settingOf, tensorKeys, type Setting } from "./setting.js";
import { biasFans, hyperfanVariance, reciprocalField } from "./targets.js";

/** What the output layer reads: `width` units, of which every head takes a weighted sum. */
interface LastLayer {
  readonly width: number;
  readonly secondMoment: number;
  /** Mean of the sum of all units. */
  readonly sumMean: number;
  /** Variance of the sum of all units, those of a hidden layer taken as independent (exact in the limit of width). */
  readonly sumVariance: number;
}

function lastLayer({ input, stack }: Setting, secondMoments: readonly number[]): LastLayer {
  const width = stack.dims.at(-1);
  if (width === undefined) {
    return { width: input.dim, secondMoment: input.secondMoment, sumMean: input.sumOfMeans, sumVariance: input.sumOfVariances };
  }
  const secondMoment = secondMoments.at(-1) ?? input.secondMoment;
  const mean = lastMean(stack, input.secondMoment);
  return { width, secondMoment, sumMean: width * mean, sumVariance: width * Math.max(0, secondMoment - mean ** 2) };
}

/** The second moment that the conventions take the last layer to have. */
function assumedSecondMoment({ conventions, input, request }: Setting, last: LastLayer): number {
  if (conventions.headSecondMoment === "propagated") return last.secondMoment;
  return request.hypernet.norm === "batch" && request.hypernet.hiddenDims.length > 0 ? 1 : input.secondMoment;
}

/** Mean and variance of what a head generates. Source: docs/formulas.md, "The output layer". */
function predict(head: HeadMoments, last: LastLayer): Moments {
  const fromSpread = last.width * head.weightVariance * last.secondMoment;
  const fromMean = head.weightMean === 0 ? 0 : head.weightMean ** 2 * last.sumVariance;
  return {
    mean: (head.weightMean === 0 ? 0 : head.weightMean * last.sumMean) + head.biasMean,
    variance: fromSpread + fromMean + head.biasVariance,
  };
}

interface PlannedHead {
  readonly head: HeadMoments;
  readonly intended: Moments | null;
  readonly issues: readonly Issue[];
}

/** A head whose weights give the tensor its variance: that of the tensor over `scale` = d_k · q_L. */
function methodHead(tensor: Tensor, target: number | undefined, { documented, applied }: Setting, scale: number): PlannedHead {
  const intended = target ?? hyperfanVariance(tensor, documented);
  const asked = target ?? hyperfanVariance(tensor, applied);
  const weightVariance = target === undefined ? hyperfanVariance(tensor, applied, scale) : target / scale;
  const field = asked === Infinity ? reciprocalField(tensor, applied) : undefined;
  return {
    head: { weightMean: 0, weightVariance, biasMean: 0, biasVariance: 0 },
    intended: { mean: 0, variance: intended },
    issues: field === undefined ? rangeIssues(tensor, weightVariance, asked > 0) : [reciprocalIssue(tensor, field)],
  };
}

function planHead(tensor: Tensor, rule: HeadRule, setting: Setting, scale: number): PlannedHead {
  return rule.by === "method" ? methodHead(tensor, rule.target, setting, scale) : { head: rule.head, intended: rule.intended, issues: [] };
}

function clippedBiases({ request, generated, applied }: Setting, rules: readonly HeadRule[]): readonly Warning[] {
  if (request.method === "in" || applied.conventions.outBias !== "clipped") return [];
  const clipped = generated.filter((tensor, position) => {
    const rule = rules[position];
    if (tensor.name !== "bias" || rule?.by !== "method" || rule.target !== undefined) return false;
    const { fanIn, fanOut } = biasFans(tensor, applied.layers, applied.conventions.biasFanOut);
    return fanIn >= fanOut;
  });
  return aboutTensors("bias-variance-clipped", clipped, (names) => `The fan-in of bias ${names} is not below its fan-out, so it starts at zero; give it a target variance if it should not.`);
}

function planOf(request: ResolvedRequest): HyperfanPlan {
  const setting = settingOf(request);
  const secondMoments = propagate(setting.stack, setting.input.secondMoment);
  const last = lastLayer(setting, secondMoments);
  // Requests are checked for tensors without a rule before they come here.
  const rules = setting.generated.map((tensor, position) => headRuleFor(request, position, tensor) ?? { by: "method" as const, target: undefined });
  const assumed = assumedSecondMoment(setting, last);
  const isDivisor = rules.some(({ by }) => by === "method");
  refuse("invalid-request", secondMomentIssues([setting.input.secondMoment, ...secondMoments], isDivisor ? assumed : 1));

  const issues: Issue[] = [];
  let row = 0;
  const heads = setting.generated.map((tensor, position): Head => {
    const planned = planHead(tensor, rules[position] ?? { by: "method", target: undefined }, setting, last.width * assumed);
    const predicted = predict(planned.head, last);
    issues.push(...planned.issues, ...(planned.issues.length === 0 ? rangeIssues(tensor, predicted.mean + predicted.variance, false) : []));
    const first = row;
    row += tensor.size;
    const { weightMean, weightVariance, biasMean, biasVariance } = planned.head;
    return {
      ...tensorKeys(tensor, setting),
      rows: [first, row],
      weight: uniformOf(weightMean, weightVariance),
      bias: request.hypernet.useBias ? uniformOf(biasMean, biasVariance) : null,
      intended: planned.intended,
      predicted,
    };
  });
  refuse("invalid-request", issues);
  return {
    ...planHeader("hyperfan", setting),
    hidden: hiddenLayers(setting, setting.input.dim, secondMoments),
    heads,
    warnings: [...setting.warnings, ...clippedBiases(setting, rules)],
  };
}

/**
 * Plans the initialisation of a hypernetwork with one output head per target tensor (hyperfan).
 *
 * @param request - see {@link RequestInput}; validated here, so that data of unknown origin may be given.
 * @returns the plan: uniform bounds for the hidden layers and for each tensor's rows of the output layer, what each
 * generated tensor is meant to have and what it will have, and warnings as data. Equal requests give equal plans.
 * @throws {InvalidInputError} code "invalid-request", listing every problem.
 *
 * Source: Chang, Flokas & Lipson 2020, "Principled Weight Initialization for Hypernetworks" (arXiv 2312.08399), section 4;
 * apply_hyperfan_init of hypnettorch's HMLP and of hypercl's HyperNetwork for the presets of those names.
 */
export function planHyperfan(request: DeepReadonly<RequestInput>): HyperfanPlan {
  return planOf(parseKind(request, "hyperfan"));
}
