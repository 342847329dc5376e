import type { Compared, Comparison, TensorComparison } from "../index.js";
import { nameOf } from "./check-sections.js";
import { counted, fourDigits, ratioText, scoreText } from "./numbers.js";
import type { Paint } from "./paint.js";
import { left, right, sectionTexts, type Section } from "./section.js";
import { wrapped } from "./table.js";

/** Where the ratio of the standard deviations has to lie. */
function bound(end: number | null, { predicted }: Compared): string {
  return end === null || predicted === 0 ? "-" : ratioText(Math.sqrt(end / predicted));
}

function differs({ mean, variance }: TensorComparison): string {
  if (mean.agrees) return variance.agrees ? "" : "spread";
  return variance.agrees ? "mean" : "both";
}

const badnessOf = ({ agrees, mean, variance }: TensorComparison): number => (agrees ? 0 : 1e6) + Math.max(Math.abs(mean.z ?? 0), Math.abs(variance.z ?? 0));

function section({ tensors }: Comparison): Section<TensorComparison> {
  return {
    title: "Standard deviation and mean of each measured tensor",
    noun: "tensor",
    fields: [
      left("tensor", nameOf),
      right("predicted", ({ variance }) => fourDigits(Math.sqrt(variance.predicted))),
      right("measured", ({ variance }) => fourDigits(Math.sqrt(variance.measured))),
      right("ratio", ({ ratio }) => ratioText(ratio)),
      right("from", ({ variance }) => bound(variance.low, variance)),
      right("to", ({ variance }) => bound(variance.high, variance)),
      right("z", ({ variance }) => scoreText(variance.z)),
      right("mean z", ({ mean }) => scoreText(mean.z)),
      left("differs", differs),
    ],
    items: tensors,
    badness: badnessOf,
    colour: ({ agrees }) => (agrees ? undefined : "red"),
  };
}

/** What a number is and where it has to lie, for one that does not. */
function miss(what: string, { measured, low, high, agrees }: Compared, shown: (x: number | null) => string): readonly string[] {
  return agrees ? [] : [`${what} ${shown(measured)} is not within ${shown(low)} and ${shown(high)}`];
}

const rootOf = (x: number | null): string => fourDigits(x === null ? null : Math.sqrt(x));

/** One sentence on a tensor that disagrees. */
export function disagreement(tensor: TensorComparison): string {
  const misses = [...miss("standard deviation", tensor.variance, rootOf), ...miss("mean", tensor.mean, fourDigits)];
  return `${nameOf(tensor)}: ${misses.join("; ")}`;
}

function aboutTests({ tests, level, criticalZ, mode, tensors, unmeasured }: Comparison): string {
  const others = unmeasured.length === 0 ? "" : ` ${counted(unmeasured.length, "tensor")} of the plan ${unmeasured.length === 1 ? "was" : "were"} not measured.`;
  return `${counted(tensors.length, "tensor")} measured in ${mode}, ${counted(tests, "test")} with a chance of ${level} of any false alarm: |z| up to ${criticalZ.toFixed(2)} is taken for chance.${others}`;
}

/** A comparison as a table and words that fit into 80 columns. */
export function* compareReport(comparison: Comparison, paint: Paint, all: boolean): Generator<string, void, undefined> {
  const { agrees, tensors, notes } = comparison;
  const off = tensors.filter((tensor) => !tensor.agrees).length;
  const verdict = agrees ? "Verdict: what was measured agrees with the plan." : `Verdict: ${off} of ${counted(tensors.length, "measured tensor")} ${off === 1 ? "disagrees" : "disagree"} with the plan.`;
  yield* sectionTexts(section(comparison), paint, all);
  const words = [
    ...wrapped(aboutTests(comparison)),
    ...notes.flatMap(({ message }) => wrapped(`Note: ${message}`)),
    paint(agrees ? "green" : "red", verdict),
  ];
  yield words.map((line) => `${line}\n`).join("");
}
