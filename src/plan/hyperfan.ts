import { refuse, type Issue } from "../errors.js";
import { BY_METHOD, headRuleFor, type HeadMoments, type HeadRule, type Moments } from "../request/head-rule.js";
import type { ReadRequest } from "../request/parse.js";
import type { Tensor } from "../request/tensors.js";
import { uniformOf } from "./distribution.js";
import { rangeIssues, reciprocalIssue, secondMomentIssues } from "./numeric-issues.js";
import { generatedMoments, lastLayer, propagate, type LastLayer } from "./propagation.js";
import { aboutTensors } from "./request-warnings.js";
import type { Head, HyperfanPlan, Warning } from "./schema.js";
import { hiddenLayers, planHeader, settingOf, withOptionalKeys, type Setting } from "./setting.js";
import { biasFans, hyperfanVariance, layerFans, reciprocalField } from "./targets.js";

/** The second moment that the conventions take the last layer to have. */
function assumedSecondMoment({ conventions, input, request }: Setting, last: LastLayer): number {
  if (conventions.headSecondMoment === "propagated") return last.secondMoment;
  return request.hypernet.norm === "batch" && request.hypernet.hiddenDims.length > 0 ? 1 : input.secondMoment;
}

/** A head before it is written down. */
interface PlannedHead {
  readonly tensor: Tensor;
  readonly head: HeadMoments;
  readonly intended: Moments | null;
  readonly predicted: Moments;
  readonly issues: readonly Issue[];
}

/** A head whose weights give the tensor its variance: that of the tensor over `scale` = d_k · q_L. */
function methodHead(tensor: Tensor, target: number | undefined, { documented, applied }: Setting, scale: number): Omit<PlannedHead, "tensor" | "predicted"> {
  const intended = target ?? hyperfanVariance(tensor, documented);
  const asked = target ?? (applied === documented ? intended : hyperfanVariance(tensor, applied));
  const weightVariance = target === undefined ? hyperfanVariance(tensor, applied, scale) : target / scale;
  const field = asked === Infinity ? reciprocalField(tensor, applied) : undefined;
  return {
    head: { weightMean: 0, weightVariance, biasMean: 0, biasVariance: 0 },
    intended: { mean: 0, variance: intended },
    issues: field === undefined ? rangeIssues(tensor, weightVariance, asked > 0) : [reciprocalIssue(tensor, field)],
  };
}

function planHead(tensor: Tensor, rule: HeadRule, setting: Setting, last: LastLayer, assumed: number): PlannedHead {
  const { head, intended, issues } =
    rule.by === "method" ? methodHead(tensor, rule.target, setting, last.width * assumed) : { head: rule.head, intended: rule.intended, issues: [] };
  const predicted = generatedMoments(head, last);
  return { tensor, head, intended, predicted, issues: issues.length > 0 ? issues : rangeIssues(tensor, predicted.mean + predicted.variance, false) };
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

/** The heads in one pass: what is planned of a head and not written down is garbage before the next one. */
function headsOf(setting: Setting, rules: readonly HeadRule[], last: LastLayer, assumed: number): readonly Head[] {
  const issues: Issue[] = [];
  let row = 0;
  const heads = setting.generated.map((tensor, position) => {
    const planned = planHead(tensor, rules[position] ?? BY_METHOD, setting, last, assumed);
    for (const issue of planned.issues) issues.push(issue);
    const head = headOf(planned, row, setting);
    row += tensor.size;
    return head;
  });
  refuse("invalid-request", issues);
  return heads;
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

/** The full plan of a validated request. */
export function fullPlanOf(read: ReadRequest): HyperfanPlan {
  const { request } = read;
  const setting = settingOf(read);
  const secondMoments = propagate(setting.stack, setting.input.secondMoment);
  const last = lastLayer(setting.stack, setting.input);
  // Requests are checked for tensors without a rule before they come here.
  const rules = setting.generated.map((tensor, position) => headRuleFor(request, position, tensor) ?? BY_METHOD);
  const assumed = assumedSecondMoment(setting, last);
  const isDivisor = rules.some(({ by }) => by === "method");
  refuse("invalid-request", secondMomentIssues([setting.input.secondMoment, ...secondMoments], isDivisor ? assumed : 1));

  return {
    ...planHeader("hyperfan", setting),
    hidden: hiddenLayers(setting, setting.input.dim, secondMoments),
    heads: headsOf(setting, rules, last, assumed),
    warnings: [...setting.warnings, ...clippedBiases(setting, rules)],
  };
}
