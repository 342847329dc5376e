import type { Estimate, MeasuredLayer, Simulation } from "../simulate/index.js";
import { studentAt } from "../simulate/student.js";
import { nameOf } from "./check-sections.js";
import { counted, fourDigits, NONE, ratioText, scoreText, withCommas } from "./numbers.js";
import type { Paint } from "./paint.js";
import { left, right, sectionTexts, type Field, type Section } from "./section.js";
import { wrapped } from "./table.js";

type Tensor = Simulation["tensors"][number];

/** Beyond this normal score chance is no explanation, even for hundreds of tensors. */
const FAR = 4;

/** Standard errors that are exceeded as rarely as a normal score: of few draws more, since they tell little of the error itself. */
export function standardErrors(score: number, draws: number): number {
  return studentAt(score, draws - 1);
}

/** What is no number of standard errors, or infinitely many, is beyond every limit. */
export const isBeyond = (distance: number, limit: number): boolean => !(distance <= limit && distance < Infinity);

const root = (variance: number): number => Math.sqrt(Math.max(0, variance));

/** The standard error of a square root, in per cent of it: half that of what is under the root. */
function rootError({ measured, standardError }: Estimate): string {
  return measured > 0 ? ((50 * standardError) / measured).toFixed(2) : NONE;
}

/** Square roots, of variances or other second moments, as they are predicted and measured. */
const rootFields = <Item>(of: (item: Item) => Estimate): readonly Field<Item>[] => [
  right("predicted", (item) => fourDigits(root(of(item).predicted))),
  right("measured", (item) => fourDigits(root(of(item).measured))),
  right("ratio", (item) => ratioText(of(item).predicted === 0 ? null : root(of(item).measured / of(item).predicted))),
  right("se %", (item) => rootError(of(item))),
  right("z", (item) => scoreText(of(item).z)),
];

/** How many standard errors a measurement is from its prediction; what never varies is exactly there or infinitely far. */
function distance({ z, measured, predicted }: Estimate): number {
  return z === null ? (measured === predicted ? 0 : Infinity) : Math.abs(z);
}

/** How far a tensor's standard deviation or mean is from its prediction, whichever is farther. */
export function distanceOf({ mean, variance }: Tensor): number {
  return Math.max(distance(mean), distance(variance));
}

function tensorSection({ tensors, draws }: Simulation): Section<Tensor> {
  return {
    title: "Standard deviation of each tensor",
    noun: "tensor",
    fields: [left("tensor", nameOf), ...rootFields<Tensor>(({ variance }) => variance), right("mean z", ({ mean }) => scoreText(mean.z))],
    items: tensors,
    badness: distanceOf,
    colour: (tensor) => (isBeyond(distanceOf(tensor), standardErrors(FAR, draws)) ? "red" : undefined),
  };
}

type Layer = MeasuredLayer & { readonly layer: number };

function hiddenSection({ hidden, draws }: Simulation): Section<Layer> {
  return {
    title: "Root mean square of each hidden layer",
    noun: "hidden layer",
    fields: [left("layer", ({ layer, width }) => `${layer} (${width} wide)`), ...rootFields<Layer>(({ secondMoment }) => secondMoment)],
    items: hidden.map((found, index) => ({ ...found, layer: index + 1 })),
    badness: ({ secondMoment }) => distance(secondMoment),
    colour: ({ secondMoment }) => (isBeyond(distance(secondMoment), standardErrors(FAR, draws)) ? "red" : undefined),
  };
}

/** What was measured instead of what, where it is more than `limit` standard errors off. */
function miss(what: string, estimate: Estimate, limit: number, shown: (x: number) => string): readonly string[] {
  const { measured, predicted, z } = estimate;
  return isBeyond(distance(estimate), limit) ? [`${what} ${shown(measured)} instead of ${shown(predicted)}, z ${scoreText(z)}`] : [];
}

/** One sentence on a tensor that is more than `limit` standard errors from its prediction. */
export function missOf(tensor: Tensor, limit: number): string {
  const { mean, variance } = tensor;
  const misses = [...miss("standard deviation", variance, limit, (x) => fourDigits(root(x))), ...miss("mean", mean, limit, fourDigits)];
  return `${nameOf(tensor)}: ${misses.join("; ")}`;
}

function drawnPart(simulation: Simulation): string {
  const sum = (counts: readonly number[]): string => withCommas(counts.reduce((total, count) => total + count, 0));
  if (!("runs" in simulation)) {
    const rows = simulation.tensors.map((tensor) => tensor.rows);
    return `${sum(rows.map(({ sampled }) => sampled))} of ${sum(rows.map(({ of }) => of))} rows of the output layer`;
  }
  const chunks = simulation.runs.map((run) => run.chunks);
  const { sampled = 0, of = 0 } = simulation.runs[0]?.rows ?? {};
  return `${sum(chunks.map((run) => run.sampled))} of ${sum(chunks.map((run) => run.of))} chunks, and ${sum([sampled])} of ${sum([of])} rows of each`;
}

/** Of all tensors and hidden layers, how many are far from their predictions. */
function farAway({ tensors, hidden, draws }: Simulation): number {
  const limit = standardErrors(FAR, draws);
  return [...tensors.map(distanceOf), ...hidden.map(({ secondMoment }) => distance(secondMoment))].filter((found) => isBeyond(found, limit)).length;
}

function verdict(simulation: Simulation): string {
  const { tensors, hidden, draws } = simulation;
  const limit = standardErrors(FAR, draws).toFixed(1);
  const all = counted(tensors.length, "tensor") + (hidden.length === 0 ? "" : ` and ${counted(hidden.length, "hidden layer")}`);
  const far = farAway(simulation);
  return far === 0 ? `Verdict: ${all} within ${limit} standard errors.` : `Verdict: ${far} of ${all} beyond ${limit} standard errors.`;
}

/** A simulation as tables and words that fit into 80 columns. */
export function* simulationReport(simulation: Simulation, paint: Paint, all: boolean): Generator<string, void, undefined> {
  const { mode, draws, seed, batch } = simulation;
  const drawn = `${counted(draws, "hypernetwork")} in ${mode} from seed ${seed}, each run on ${counted(batch, "input")}; of each, ${drawnPart(simulation)}.`;
  const reading = "se is the standard error of a measured value over the hypernetworks, z its distance from the prediction in standard errors.";
  yield* sectionTexts(tensorSection(simulation), paint, all);
  yield* sectionTexts(hiddenSection(simulation), paint, all);
  const words = [
    ...wrapped(drawn),
    ...wrapped(reading),
    paint(farAway(simulation) === 0 ? "green" : "red", verdict(simulation)),
  ];
  yield words.map((line) => `${line}\n`).join("");
}
