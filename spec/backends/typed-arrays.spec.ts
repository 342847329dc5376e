import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { exactJobs, measuredJobs, type ExactJob, type MeasuredJob } from "../../docs/examples/conformance/cases.js";
import { judge, type Result, type Verdict } from "../../docs/examples/conformance/judge.js";
import { planHyperfan } from "../../src/index.js";
import { examples, run } from "./run.js";

/** What the plain consumer makes of jobs, in a process of its own, as `npm run conformance` has it. */
function verdicts(jobs: readonly (MeasuredJob | ExactJob)[]): readonly Verdict[] {
  const folder = mkdtempSync(join(tmpdir(), "typed-arrays-"));
  const [input, output] = [join(folder, "jobs.json"), join(folder, "results.json")];
  try {
    writeFileSync(input, JSON.stringify(jobs));
    run(process.execPath, [join(examples, "conformance", "measure.mjs"), "typed-arrays", input, output]);
    const { results } = JSON.parse(readFileSync(output, "utf8")) as { readonly results: readonly Result[] };
    return jobs.map((job, index) => judge(job, "typed-arrays", results[index] ?? { refused: "no result" }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const faultsIn = (jobs: readonly (MeasuredJob | ExactJob)[]): readonly string[] => verdicts(jobs).flatMap(({ faults }) => faults);

const small: MeasuredJob = {
  name: "a dense layer", networks: 400, conditions: 2, values: false, refusedBy: [],
  plan: planHyperfan({
    kind: "hyperfan", targetShapes: [[30, 20], [30], [30]], paramMeta: [{ name: "weight", layer: 1 }, { name: "bias", layer: 1 }, { name: "bn_scale" }],
    inputs: [{ dim: 64 }], hypernet: { hiddenDims: [64, 32] },
  }),
};
const inChunks = measuredJobs.filter(({ name }) => name.startsWith("LeNet in")).map((job) => ({ ...job, networks: 20 }));

/** A plan whose predictions are not what it gives: every head has twice the spread. */
function wrong({ plan, ...job }: MeasuredJob): MeasuredJob {
  if (plan.kind !== "hyperfan") throw new Error("a full plan is needed");
  const heads = plan.heads.map((head) => ({ ...head, weight: head.weight.type === "uniform" ? { ...head.weight, low: 2 * head.weight.low, high: 2 * head.weight.high } : head.weight }));
  return { ...job, plan: { ...plan, heads } };
}

describe("the consumer in plain typed arrays", () => {
  it("generates the means and variances of a full plan, within 4 standard errors", () => {
    expect(faultsIn([small])).toEqual([]);
  });

  it("generates those of chunked plans", () => {
    expect(inChunks).not.toEqual([]);
    expect(faultsIn(inChunks)).toEqual([]);
  });

  it("refuses the norms that it leaves out", () => {
    const refused = measuredJobs.filter(({ refusedBy }) => refusedBy.includes("typed-arrays")).map((job) => ({ ...job, networks: 1 }));
    expect(refused.map(({ name }) => name)).toEqual(["LeNet, layer norm", "LeNet, batch norm"]);
    expect(faultsIn(refused)).toEqual([]);
  });

  it("is found out where a plan's predictions are wrong", () => {
    expect(faultsIn([wrong(small)]).join()).toMatch(/tensor 0: .*tensor 1: .*standard errors/su);
  });

  it("computes every activation that it takes, and puts every number in its place", () => {
    expect(faultsIn(exactJobs)).toEqual([]);
  });
});
