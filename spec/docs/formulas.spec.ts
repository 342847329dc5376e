import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { plan, planChunkedHyperfan, type RequestInput } from "../../src/index.js";
import { activationNames, derivativeSecondMoment, fansOf, secondMoment, type Activation } from "../../src/math/index.js";
import { captured, codesIn, root, tablesOf, tableUnder } from "./markdown.js";

const FILE = "docs/formulas.md";
const lenet = JSON.parse(readFileSync(join(root, "docs/examples/lenet.request.json"), "utf8")) as RequestInput;

describe("the table of second moments", () => {
  const table = tablesOf(FILE).find(({ columns }) => columns.includes("S_φ(1)"));
  const rows = table?.rows ?? [];
  const activationOf = (words: string): Activation => {
    const [name = "", parameter = ""] = words.split(", ");
    const value = Number(parameter.split(" ")[1]);
    return (name === "leaky_relu" ? { name, negativeSlope: value } : name === "elu" ? { name, alpha: value } : { name }) as Activation;
  };

  it("has every activation", () => {
    expect(rows.map(([words = ""]) => activationOf(words).name).toSorted()).toEqual(activationNames.toSorted());
  });

  it.each(rows.map((row) => [row[0] ?? "", row] as const))("has the numbers of %s", (words, [, ...shown]) => {
    const activation = activationOf(words);
    const second = secondMoment(activation, 1);
    const digits = (x: number): string => String(Number(x.toPrecision(6)));
    expect(shown.map(Number).map(String)).toEqual([second, 1 / second, 1 / derivativeSecondMoment(activation, 1)].map(digits));
  });
});

describe("the table of fans", () => {
  it.each(tableUnder(FILE, "Fans").rows.map((row) => [row[0] ?? "", row] as const))("has those of a layer: %s", (_, [, shape = "", options = "", fanIn, fanOut]) => {
    const [meta = "{}"] = codesIn(options);
    expect(fansOf(JSON.parse(shape), JSON.parse(meta))).toEqual({ fanIn: Number(fanIn), fanOut: Number(fanOut) });
  });
});

describe("the figures of docs/formulas.md", () => {
  it("on clipping are those of the LeNet in chunks", () => {
    const { maxInputVariance, chunks, tensors } = planChunkedHyperfan({ ...lenet, kind: "chunked-hyperfan", chunking: { size: 500, embeddingDim: 8 } });
    const ratios = tensors.map(({ intended, predicted }) => predicted.variance / intended.variance);
    const clipped = chunks.runs.reduce((total, run) => total + (run.clipped ? run.count : 0), 0);
    expect(clipped).toBe(chunks.count);
    expect(captured(FILE, /the bound is ([\d.]+); with inputs of variance 1 all (\d+) chunks are clipped, and the tensors get from (\d+) to (\d+) times/u)).toEqual([
      maxInputVariance?.toFixed(4), String(clipped), Math.min(...ratios).toFixed(0), Math.max(...ratios).toFixed(0),
    ]);
  });

  it.each(tableUnder(FILE, "A scale for each tensor").rows)("on the strategy %s are those of the LeNet", (name, ...shown) => {
    const strategy = name as "embedding" | "rescale" | "per-tensor-scale";
    const ranges = [500, 50].map((size) => {
      const { tensors } = planChunkedHyperfan({ ...lenet, kind: "chunked-hyperfan", chunking: { size, embeddingDim: 8, strategy } });
      const ratios = tensors.map(({ ratio }) => ratio ?? NaN);
      return [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toPrecision(3)).join(" to ");
    });
    expect(shown).toEqual(ranges);
  });

  it("on overrides are those that the planner predicts", () => {
    const made = plan({
      kind: "hyperfan",
      targetShapes: [[20, 20]],
      paramMeta: [{ name: "weight", layer: 1 }],
      inputs: [{ dim: 8 }],
      hypernet: { hiddenDims: [100] },
      headOverrides: { weight: { weightMean: 0.01, weightVariance: 0.0001, biasMean: 0, biasVariance: 0 } },
    });
    const variance = made.kind === "hyperfan" ? made.heads[0]?.predicted.variance : undefined;
    expect(captured(FILE, /predicts a variance of ([\d.]+) for any input/u)).toEqual([variance?.toFixed(4)]);
  });

  it("on tanh are where its layers with biases settle", () => {
    const gain = 1 / secondMoment({ name: "tanh" }, 1);
    let variance = 1;
    for (let layer = 0; layer < 100; layer += 1) variance = (gain / 2) * secondMoment({ name: "tanh" }, variance) + gain / 2;
    expect(captured(FILE, /settles at a pre-activation variance of (\d\.\d+)/u)).toEqual([variance.toFixed(2)]);
  });

  it("on like chunks follow from the kernel", () => {
    const kernel = (rho: number): number => (Math.sqrt(1 - rho ** 2) + rho * (Math.PI - Math.acos(rho))) / Math.PI;
    expect(captured(FILE, /correlate by ([\d.]+) behind one relu layer and ([\d.]+) behind two/u)).toEqual([kernel(0), kernel(kernel(0))].map((rho) => rho.toFixed(2)));
  });
});
