import { describe, expect, it } from "@jest/globals";
import { plan, type InvalidInputError, type RequestInput } from "../../src/index.js";
import { codesIn, tableUnder } from "./markdown.js";

const { rows } = tableUnder("docs/reference-differences.md", "Observations, and how each is answered");

const pair = [{ name: "weight", layer: 1 }, { name: "bias", layer: 1 }];
const full = { kind: "hyperfan", targetShapes: [[10, 4], [10]], paramMeta: pair, inputs: [{ dim: 8 }] } satisfies RequestInput;
const chunked = { ...full, kind: "chunked-hyperfan", inputs: [{ dim: 8, variance: 0.001 }], chunking: { size: 5 } } satisfies RequestInput;
const narrow = { ...full, targetShapes: [[4, 10], [4]] } satisfies RequestInput;
const renamed = (...names: readonly string[]) => ({ paramMeta: names.map((name) => ({ name })) });

/** Requests that do what each observation speaks of; those of wrong types are part of it. */
const requests: readonly (readonly unknown[])[] = [
  [{ ...full, method: "harmonic" }],
  [{ ...narrow, method: "harmonic" }, { ...narrow, method: "harmonic", conventions: "hypnettorch" }],
  [{ ...full, targetShapes: [[32, 4, 3, 3], [32]], method: "out" }],
  [{ ...full, ...renamed("weight", "bias") }, { ...full, targetShapes: [[10, 4], [7]], ...renamed("weight", "bias") }],
  [{ ...full, targetShapes: [[10, 4], [10, 8], [10]], paramMeta: [{ name: "weight", layer: 1 }, ...pair] }],
  [{ ...full, generated: [1] }, { ...chunked, generated: [1] }],
  [{ ...full, ...renamed("weight", "bn_scale"), hypernet: { useBias: false } }],
  [{ ...full, paramMeta: undefined }],
  [{ ...full, targetShapes: [[10, 4], [10, 1]], paramMeta: undefined }],
  [{ ...full, targetShapes: [[10, 4], [10], [5, 10]], paramMeta: [...pair, { name: "weight", layer: 2 }] }],
  [{ ...full, targetShapes: [[10, 4], []] }],
  [{ ...full, generated: [1, -1] }, { ...full, generated: [1, 0] }],
  [{ ...full, generated: [0] }],
  [
    { ...full, headOverrides: 1 }, { ...full, headOverrides: { weight: { mean: 1 } } }, { ...full, headOverrides: [null] },
    { ...full, headOverrides: { weight: { weightMean: 1 } } }, { ...full, headOverrides: { wieght: { weightMean: 1 } } },
  ],
  [{ ...full, inputs: [{ dim: 8, variance: 0 }] }, { ...full, inputs: [{ dim: 8, variance: -1 }] }],
  [{ ...full, hypernet: { norm: "batch" } }],
  [{ ...full, hypernet: { hiddenInit: "xavier", activation: "tanh", dropout: 0.5 } }],
  [chunked],
  [{ ...chunked, inputs: [{ dim: 8 }] }],
  [chunked],
  [{ ...chunked, ...renamed("weight", "bn_scale") }],
  [{ ...chunked, targetVariances: [null, 0.5] }],
  [{ ...chunked, inputs: [{ dim: 8 }] }],
  [{ ...chunked, targetVariances: { weight: -1 } }, { ...chunked, inputs: [{ dim: 8, variance: -1 }] }],
  [{ ...chunked, ...renamed("weight", "mask") }, { ...full, ...renamed("weight", "mask") }, { ...full, ...renamed("weight", "mask"), targetVariances: { mask: 1 } }],
  [full, chunked],
  [{ ...full, inputs: [{ dim: 8, noiseStd: 0.1 }] }],
  [{ ...full, inputs: [{ dim: 8 }, { name: "noise", dim: 3 }] }],
  [{ ...full, inputs: [{ dim: 8, variance: 0.25 }] }],
  [{ ...chunked, targetShapes: [[1e6, 1e6], [1e6]] }],
];

/** "plan" and its warnings, or the errors. */
function outcomeOf(request: unknown): readonly string[] {
  try {
    return ["plan", ...plan(request as RequestInput).warnings.map(({ code }) => code)];
  } catch (error) {
    return (error as InvalidInputError).issues.map(({ code }) => code);
  }
}

const isCode = (word: string): boolean => /^[a-z]+(-[a-z]+)+$/u.test(word);

describe("the thirty observations", () => {
  it("are numbered from 1 to 30", () => {
    expect(rows.map(([number]) => Number(number))).toEqual(requests.map((_, index) => index + 1));
    expect(rows).toHaveLength(30);
  });

  it.each(rows.map(([number = "", , answer = ""], index) => [number, answer, requests[index] ?? []] as const))("have the answer that row %s gives", (_, answer, those) => {
    const outcomes = those.flatMap(outcomeOf);
    expect(outcomes).toEqual(expect.arrayContaining(codesIn(answer).filter(isCode)));
    if (answer.startsWith("plan")) expect(outcomes[0]).toBe("plan");
  });

  it("leave requests as they were", () => {
    const given = structuredClone(requests.flat());
    given.forEach(outcomeOf);
    expect(given).toEqual(requests.flat());
  });

  it("have predictions that meet the intentions where the answer is a plan of a full hypernetwork", () => {
    for (const number of [1, 3, 4, 6, 10, 13, 16, 17, 27, 28, 29]) {
      const made = plan(requests[number - 1]?.[0] as RequestInput);
      for (const { intended, predicted } of made.kind === "hyperfan" ? made.heads : []) expect(predicted.variance).toBeCloseTo(intended?.variance ?? NaN, 10);
    }
  });

  it("have no bound and no word on the inputs where there are none", () => {
    const { size } = chunked.chunking;
    const made = plan({ ...chunked, inputs: [], chunking: { size, perCondition: true, minVariance: 1 } });
    expect(made).toHaveProperty("maxInputVariance", null);
    expect(made.warnings.map(({ code }) => code)).toEqual(["chunk-variance-clipped"]);
  });
});
