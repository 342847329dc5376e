import { describe, expect, it } from "@jest/globals";
import { planHyperfan, type Distribution } from "../../src/index.js";
import { captured, tableUnder } from "./markdown.js";

const HEADING = "An example to check by hand";

/** The example's figures from nothing but its sizes. */
function byHand(): readonly number[] {
  const [inputs, width, fanIn] = [8, 100, 784];
  const q0 = 1;
  const first = 2 / inputs;
  const second = 2 / width;
  const half = 0.5;
  const qL = half * width * second * (half * inputs * first * q0);
  const weight = 2 / (2 * fanIn);
  const bias = 2 / 2;
  const bound = (variance: number): number => Math.sqrt(3 * variance);
  const head = (target: number): number => target / (width * qL);
  return [q0, first, bound(first), second, bound(second), qL, width * qL, weight, head(weight), bound(head(weight)), bias, head(bias), bound(head(bias))];
}

const plan = planHyperfan({
  kind: "hyperfan",
  targetShapes: [[300, 784], [300]],
  paramMeta: [{ name: "weight", layer: 1 }, { name: "bias", layer: 1 }],
  inputs: [{ name: "task", dim: 8 }],
  hypernet: { hiddenDims: [100, 100] },
});

const boundOf = (distribution: Distribution | undefined): number => (distribution?.type === "uniform" ? distribution.high : NaN);
const varianceOf = (distribution: Distribution | undefined): number => boundOf(distribution) ** 2 / 3;

/** The same figures as the library has them. */
function byLibrary(): readonly number[] {
  const [first, second] = plan.hidden.map(({ weight }) => weight.distribution);
  const heads = plan.heads.flatMap(({ intended, weight }) => [intended?.variance ?? NaN, varianceOf(weight), boundOf(weight)]);
  const [lastWidth = NaN] = plan.hidden.at(-1)?.weight.shape ?? [];
  const qL = plan.hidden.at(-1)?.secondMoment ?? NaN;
  return [plan.input.secondMoment, varianceOf(first), boundOf(first), varianceOf(second), boundOf(second), qL, lastWidth * qL, ...heads];
}

describe("the worked example of README.md", () => {
  const shown = tableUnder("README.md", HEADING).rows.map(([, , , value]) => Number(value));

  it("shows the figures that follow from its sizes", () => {
    expect(shown).toEqual(byHand().map((figure) => Number(figure.toPrecision(4))));
  });

  it("shows the figures that the library gives", () => {
    byLibrary().forEach((value, step) => {
      expect(value / (byHand()[step] ?? NaN)).toBeCloseTo(1, 12);
    });
  });

  it("says how much too large an ordinary initialisation would have been", () => {
    const ordinary = 100 * (2 / 100) * 1;
    const excess = ordinary / (2 / (2 * 784));
    expect(captured("README.md", /weights of variance (\d+), which is (\d+) times too large/u)).toEqual([ordinary.toFixed(0), excess.toFixed(0)]);
  });

  it("says how much one draw varies", () => {
    const spread = Math.sqrt((1 + 0.8 / 8) * (1 + 5 / 100) ** 2 - 1);
    expect(captured("README.md", /varies by about (\d+) %/u)).toEqual([(100 * spread).toFixed(0)]);
    expect(captured("docs/formulas.md", /([\d.]+) for 8 inputs and two layers of 100 units/u)).toEqual([spread.toFixed(2)]);
  });
});
