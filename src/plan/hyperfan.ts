import { refuse, type Issue } from "../errors.js";
import type { Moments } from "../hypernetwork/distribution.js";
import { BY_METHOD, headRuleFor, type HeadMoments, type HeadRule } from "../request/head-rule.js";
import type { ReadRequest } from "../request/parse.js";
import type { Tensor } from "../request/tensors.js";
import { momentsOf, uniformOf } from "../hypernetwork/distribution.js";
import { generatedMoments, signalsThrough } from "../hypernetwork/program.js";
import type { Signal } from "../hypernetwork/signal.js";
import { finitenessIssues, gainIssue, hiddenGainIssues, rangeIssues, reciprocalIssue, secondMomentIssues } from "./numeric-issues.js";
import { aboutTensors } from "./request-warnings.js";
import type { Head, HyperfanPlan, Warning } from "./schema.js";
import { hiddenLayers, planHeader, settingOf, withOptionalKeys, type Setting } from "./setting.js";
import { biasFans, hasLostGains, hyperfanVariance, layerFans, reciprocalField, type TargetRules } from "./targets.js";

/** The second moment that the conventions take the last layer to have. */
function assumedSecondMoment({ conventions, input, request }: Setting, last: Signal): number {
  if (conventions.headSecondMoment === "propagated") return last.secondMoment;
  return request.hypernet.norm === "batch" && request.hypernet.hiddenDims.length > 0 ? 1 : input.secondMoment;
}

/** A head before it is written down. */
interface PlannedHead {
  readonly tensor: Tensor;
  readonly head: HeadMoments;
  readonly intended: Moments | null;
  readonly predicted: Moments;
  /** Whether the bounds of a distribution are rounded so much that the variance is another one. */
  readonly isRounded: boolean;
  readonly issues: readonly Issue[];
}

function methodIssues(tensor: Tensor, target: number | undefined, rules: TargetRules, weightVariance: number, asked: number): readonly Issue[] {
  if (target === undefined && hasLostGains(tensor, rules)) return [gainIssue(tensor)];
  return rangeIssues(tensor, weightVariance, asked > 0);
}

/** A head whose weights give the tensor its variance: that of the tensor over `scale` = d_k · q_L. */
function methodHead(tensor: Tensor, target: number | undefined, { documented, applied }: Setting, scale: number): Pick<PlannedHead, "head" | "intended" | "issues"> {
  const intended = target ?? hyperfanVariance(tensor, documented);
  const asked = target ?? (applied === documented ? intended : hyperfanVariance(tensor, applied));
  const weightVariance = target === undefined ? hyperfanVariance(tensor, applied, scale) : target / scale;
  const field = asked === Infinity ? reciprocalField(tensor, applied) : undefined;
  return {
    head: { weightMean: 0, weightVariance, biasMean: 0, biasVariance: 0 },
    intended: { mean: 0, variance: intended },
    issues: field === undefined ? methodIssues(tensor, target, applied, weightVariance, asked) : [reciprocalIssue(tensor, field)],
  };
}

/** A relative error of a variance that is more than the rounding of a usual sum. */
const ROUNDED = 1e-6;

/** The variance that a uniform distribution of this mean has once its bounds are doubles; as given, where it is nearly so. */
function drawnVariance(mean: number, variance: number): number {
  if (mean === 0) return variance;
  const drawn = momentsOf(uniformOf(mean, variance)).variance;
  return Math.abs(drawn - variance) > ROUNDED * variance ? drawn : variance;
}

/** A head as its distributions are written down; the same object where nothing is lost. */
function drawnHead(head: HeadMoments): HeadMoments {
  const weightVariance = drawnVariance(head.weightMean, head.weightVariance);
  const biasVariance = drawnVariance(head.biasMean, head.biasVariance);
  return weightVariance === head.weightVariance && biasVariance === head.biasVariance ? head : { ...head, weightVariance, biasVariance };
}

function predictedMoments({ weightMean, weightVariance, biasMean, biasVariance }: HeadMoments, last: Signal): Moments {
  return generatedMoments({ gain: last.width * weightVariance, weightMean, bias: { mean: biasMean, variance: biasVariance } }, last);
}

function planHead(tensor: Tensor, rule: HeadRule, setting: Setting, last: Signal, assumed: number): PlannedHead {
  const { head, intended, issues } =
    rule.by === "method" ? methodHead(tensor, rule.target, setting, last.width * assumed) : { head: rule.head, intended: rule.intended, issues: [] };
  const drawn = drawnHead(head);
  const predicted = predictedMoments(drawn, last);
  return { tensor, head, intended, predicted, isRounded: drawn !== head, issues: issues.length > 0 ? issues : rangeIssues(tensor, predicted.mean + predicted.variance, false) };
}

function headOf({ tensor, head, intended, predicted }: PlannedHead, firstRow: number, { documented, request }: Setting): Head {
  const entry = {
    tensor: tensor.index,
    name: tensor.name,
    layer: tensor.layer,
    shape: tensor.shape,
    fans: layerFans(tensor, documented.layers),
    rows: [firstRow, firstRow + tensor.size] as const,
    weight: uniformOf(head.weightMean, head.weightVariance),
    bias: request.hypernet.useBias ? uniformOf(head.biasMean, head.biasVariance) : null,
    intended,
    predicted,
  };
  return withOptionalKeys(entry, tensor);
}

interface PlannedHeads {
  readonly heads: readonly Head[];
  /** Those whose bounds are rounded so much that their variance is another one. */
  readonly rounded: readonly Tensor[];
}

/** The heads in one pass: what is planned of a head and not written down is garbage before the next one. */
function headsOf(setting: Setting, rules: readonly HeadRule[], last: Signal, assumed: number): PlannedHeads {
  const issues: Issue[] = [];
  const rounded: Tensor[] = [];
  let row = 0;
  const heads = setting.generated.map((tensor, position) => {
    const planned = planHead(tensor, rules[position] ?? BY_METHOD, setting, last, assumed);
    for (const issue of planned.issues) issues.push(issue);
    if (planned.isRounded) rounded.push(tensor);
    const head = headOf(planned, row, setting);
    row += tensor.size;
    return head;
  });
  refuse("invalid-request", issues);
  return { heads, rounded };
}

function clippedBiases({ request, generated, applied }: Setting, rules: readonly HeadRule[]): readonly Warning[] {
  if (request.method === "in") return [];
  const clipped = generated.filter((tensor, position) => {
    const rule = rules[position];
    if (tensor.name !== "bias" || rule?.by !== "method" || rule.target !== undefined) return false;
    const { fanIn, fanOut } = biasFans(tensor, applied.layers, applied.conventions.biasFanOut);
    return fanIn >= fanOut;
  });
  const why = "because a fan-in of at least the fan-out leaves no variance. Set targetVariances to override.";
  return aboutTensors("bias-variance-clipped", clipped, (name) => `Bias ${name} was set to zero, ${why}`, (names) => `Biases ${names} were set to zero, ${why}`);
}

/** Distributions that are narrower than the spacing of the doubles around their mean allows. */
function roundedBounds(rounded: readonly Tensor[]): readonly Warning[] {
  const remedy = "so their variance is not what was asked for. Set a larger variance or a smaller mean.";
  return aboutTensors("bounds-rounded", rounded, (name) => `The bounds of tensor ${name} are rounded beside a large mean, ${remedy}`, (names) => `The bounds of tensors ${names} are rounded beside large means, ${remedy}`);
}

/** A hypernetwork whose heads all multiply what they read by 0. */
function ignoredInput(heads: readonly Head[]): readonly Warning[] {
  if (!heads.every(({ weight }) => weight.type === "constant" && weight.value === 0)) return [];
  const generated = heads.map(({ tensor, label }) => ({ index: tensor, label }));
  const why = "not depend on the hypernetwork's input: all head weights start at 0. Set a target variance, or an override with a weightVariance, for at least one.";
  return aboutTensors("output-ignores-input", generated, (name) => `Tensor ${name} will ${why}`, (names) => `Tensors ${names} will ${why}`);
}

/** The full plan of a validated request. */
export function fullPlanOf(read: ReadRequest): HyperfanPlan {
  const { request } = read;
  const setting = settingOf(read);
  refuse("invalid-request", setting.trunk.slice(0, 1).flatMap(({ gain }) => hiddenGainIssues(gain)));
  const signals = signalsThrough(setting.trunk.map(({ node }) => node), setting.input);
  const last = signals.at(-1) ?? setting.input;
  const secondMoments = signals.map(({ secondMoment }) => secondMoment);
  // Requests are checked for tensors without a rule before they come here.
  const rules = setting.generated.map((tensor, position) => headRuleFor(request, position, tensor) ?? BY_METHOD);
  const assumed = assumedSecondMoment(setting, last);
  const isDivisor = rules.some(({ by }) => by === "method");
  refuse("invalid-request", secondMomentIssues(secondMoments, isDivisor ? assumed : 1));

  const { heads, rounded } = headsOf(setting, rules, last, assumed);
  const plan: HyperfanPlan = {
    ...planHeader("hyperfan", setting),
    hidden: hiddenLayers(setting.trunk, secondMoments.slice(1)),
    heads,
    warnings: [...setting.warnings, ...clippedBiases(setting, rules), ...roundedBounds(rounded), ...ignoredInput(heads)],
  };
  refuse("invalid-request", finitenessIssues("plan", plan));
  return plan;
}
