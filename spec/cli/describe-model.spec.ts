import { describe, expect, test } from "@jest/globals";
import { doubts, explanation, skippedLines, summaryOf } from "../../src/cli/model/describe-model.js";
import type { Alternative, Ambiguity, ModelShapes, TensorMeta } from "../../src/shapes/index.js";

const none: ModelShapes = { format: "list", targetShapes: [], paramMeta: [], skipped: [], ambiguous: [], reasons: [] };
const skipped = (...reasons: readonly string[]) => reasons.map((reason, index) => ({ name: `t${index}`, shape: [2, 3], reason }));

describe("the summary of a model", () => {
  test.each<[Partial<ModelShapes>, string]>([
    [{}, "0 tensors to generate, 0 parameters"],
    [{ targetShapes: [[]] }, "1 tensor to generate, 1 parameter"],
    [{ targetShapes: [[2, 3], [4], [100, 10]], skipped: skipped("a") }, "3 tensors to generate, 1,010 parameters; 1 tensor left out"],
    [{ targetShapes: [[0]], skipped: skipped("a", "b") }, "1 tensor to generate, 0 parameters; 2 tensors left out"],
  ])("counts tensors and parameters: %j", (found, words) => {
    expect(summaryOf({ ...none, ...found })).toBe(words);
  });
});

describe("what was left out", () => {
  test("is named by its reason, three names a reason", () => {
    expect(skippedLines(skipped("counts", "is odd", "counts", "counts"))).toEqual(["  left out: t0, t2, t3: each counts", "  left out: t1: each is odd"]);
    const many = skippedLines(skipped(...Array.from({ length: 1004 }, () => "counts")));
    expect(many).toEqual(["  left out: t0, t1, t2 and 1,001 more: each counts"]);
    expect(skippedLines(skipped(...Array.from({ length: 4 }, () => "counts")))).toEqual(["  left out: t0, t1, t2 and 1 more: each counts"]);
    expect(skippedLines([])).toEqual([]);
  });
});

const weight: TensorMeta = { name: "weight", layer: 0 };
const doubt = (tensor: number, reason: string, ...alternatives: readonly Alternative[]): Ambiguity => ({ tensor, label: `t${tensor}`, reason, alternatives });
const doubtsOf = (paramMeta: readonly TensorMeta[], ...ambiguous: readonly Ambiguity[]): readonly string[] => doubts({ ...none, paramMeta, ambiguous }).map(({ message }) => message);

describe("a doubt", () => {
  test("says what the tensor is taken for, why, and what else it may be", () => {
    expect(doubtsOf([weight], doubt(0, "it is odd", { name: "bias" }, { generated: false }))).toEqual([
      "t0: taken for weight, which is a guess: it is odd. It may also be: bias; left out.",
    ]);
  });

  test("names every trait", () => {
    const traits = { layout: "HWIO", groups: 2, transposed: true, parts: 3, fanIn: 4, fanOut: 5 } as const;
    expect(doubtsOf([{ ...weight, ...traits }], doubt(0, "it is odd", { transposed: false, groups: 1 }, { layout: "OIHW" }))).toEqual([
      "t0: taken for weight, layout HWIO, transposed, groups 2, parts 3, fanIn 4, fanOut 5, which is a guess: it is odd. It may also be: not transposed, groups 1; layout OIHW.",
    ]);
  });

  test("is one for all tensors of one role whose reasons and alternatives differ by their numbers only", () => {
    const metas = [weight, weight, { name: "bias", layer: 0 }, weight];
    const messages = doubtsOf(metas, doubt(0, "it has 12 channels", { groups: 4 }), doubt(1, "it has 7 channels", { groups: 16 }), doubt(2, "it has 7 channels", { groups: 2 }), doubt(3, "it has 7 channels", { parts: 2 }));
    expect(messages).toEqual([
      "t0, t1: taken for weight, which is a guess: it has 12 channels (the numbers are those of t0). It may also be: groups 4.",
      "t2: taken for bias, which is a guess: it has 7 channels. It may also be: groups 2.",
      "t3: taken for weight, which is a guess: it has 7 channels. It may also be: parts 2.",
    ]);
  });

  test("says nothing of numbers where its reason has none", () => {
    expect(doubtsOf([weight, weight], doubt(0, "it is odd", { name: "bias" }), doubt(1, "it is odd", { name: "bias" }))[0]).toMatch(/^t0, t1: .* it is odd\. It may/);
  });
});

describe("the explanation of a model", () => {
  test("has a line per tensor, and then one per tensor that was left out", () => {
    const found: ModelShapes = {
      ...none,
      targetShapes: [[10, 5], [10], []],
      paramMeta: [{ ...weight, layer: 3, groups: 2, label: "fc.weight" }, { name: "bias", layer: -1, label: "fc.bias" }, { name: "bn_scale", layer: 0 }],
      reasons: [{ tensor: 0, rule: "a", reason: "is a matrix" }, { tensor: 1, rule: "b", reason: "is a vector" }, { tensor: 2, rule: "c", reason: "is one number" }],
      skipped: skipped("counts"),
    };
    expect([...explanation(found)]).toEqual([
      "fc.weight [10, 5]: weight, groups 2 of layer 3; it is a matrix",
      "fc.bias [10]: bias; it is a vector",
      "2 []: bn_scale of layer 0; it is one number",
      "t0 [2, 3]: left out; it counts",
    ]);
  });
});
