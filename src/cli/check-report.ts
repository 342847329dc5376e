import type { LayerCheck, PlanCheck, Signal, TensorCheck, Verdict } from "../index.js";
import { elementCount } from "../math/element-count.js";
import { logDistance } from "../math/log-distance.js";
import { layerSection, nameOf, runSection, tensorSection } from "./check-sections.js";
import { counted, ratioText, withCommas } from "./numbers.js";
import type { Colour, Paint } from "./paint.js";
import { sectionTexts } from "./section.js";
import { wrapped } from "./table.js";

const elementsIn = (tensors: readonly TensorCheck[]): number => tensors.reduce((total, { shape }) => total + elementCount(shape), 0);

const distance = ({ training: { ratio } }: TensorCheck): number => logDistance(ratio ?? 1);

/** Nearer than what a ratio shows is as good as there. */
const LEAST_DISTANCE = 5e-4;

function worstOf(judged: readonly TensorCheck[]): string {
  const worst = judged.reduce<TensorCheck | undefined>((most, tensor) => (distance(tensor) > (most === undefined ? LEAST_DISTANCE : distance(most)) ? tensor : most), undefined);
  return worst === undefined ? "" : `; worst: ${nameOf(worst)}, ${ratioText(worst.training.ratio)}× its target std`;
}

function aboutTensors({ tensors }: PlanCheck): string {
  const judged = tensors.filter(({ verdict }) => verdict !== null);
  const fine = judged.filter(({ verdict }) => verdict === "fine");
  if (judged.length === 0) return "Tensors: none has an intended standard deviation, since every head is overridden.";
  const share = (100 * elementsIn(fine)) / elementsIn(judged);
  return `Tensors: ${withCommas(fine.length)} of ${withCommas(judged.length)} on intent, ${share.toFixed(1)} % of the parameters${worstOf(judged)}.`;
}

/** What arrives at the end of a signal's way. */
function aboutWay(name: string, what: string, last: Signal | undefined): readonly string[] {
  if (last?.product == null) return [];
  return [`${name}: through all layers in a row, ${what} with ${ratioText(last.product)} times their second moment.`];
}

function aboutLayers(layers: readonly LayerCheck[], mode: "training" | "evaluation", suffix: string): readonly string[] {
  return [
    ...aboutWay(`Forward${suffix}`, "activations reach the output", layers.at(-1)?.[mode]?.forward),
    ...aboutWay(`Backward${suffix}`, "gradients reach the input", layers[0]?.[mode]?.backward),
  ];
}

function aboutChunks({ chunks, tensors }: PlanCheck): readonly string[] {
  if (chunks === null) return [];
  const { count, mixed, clipped, worstMixed, largestEmbeddingSpread } = chunks;
  const worst = tensors.find(({ tensor }) => tensor === worstMixed?.tensor);
  const pull = worst === undefined || worstMixed === null ? "" : `, which leaves ${nameOf(worst)} at ${ratioText(worstMixed.ratio)}× its target std`;
  return [
    `Chunks: ${withCommas(mixed)} of ${counted(count, "chunk")} hold tensors of different intent${pull}; ${withCommas(clipped)} are clipped.`,
    `One draw of a chunk's embedding moves the chunk's variance by up to ${(100 * largestEmbeddingSpread).toFixed(1)} % (standard deviation).`,
  ];
}

const COLOURS: Readonly<Record<Verdict, Colour>> = { fine: "green", "off-intent": "yellow", vanishes: "red", explodes: "red" };

const WORDS: Readonly<Record<Verdict, string>> = {
  fine: "fine",
  "off-intent": "off-intent: some tensors do not get the standard deviation that they should have",
  vanishes: "vanishes: a signal of the main network fades away",
  explodes: "explodes: a signal of the main network grows too large",
};

/** A check in words and tables that fit into 80 columns. */
export function* checkReport(check: PlanCheck, paint: Paint, all: boolean): Generator<string, void, undefined> {
  const { modesDiffer, layers, verdict, notes } = check;
  const about = [
    aboutTensors(check),
    ...aboutLayers(layers, "training", modesDiffer ? " in training" : ""),
    ...aboutLayers(layers, "evaluation", " in evaluation"),
    ...aboutChunks(check),
  ];
  yield* sectionTexts(tensorSection(check), paint, all);
  yield* sectionTexts(layerSection(check, "training"), paint, all);
  if (modesDiffer) yield* sectionTexts(layerSection(check, "evaluation"), paint, all);
  yield* sectionTexts(runSection(check), paint, all);
  const words = [
    ...about.flatMap(wrapped),
    ...notes.flatMap(({ message }) => wrapped(`Note: ${message}`)),
    ...wrapped(`Verdict: ${WORDS[verdict]}.`).map((line) => paint(COLOURS[verdict], line)),
  ];
  yield words.map((line) => `${line}\n`).join("");
}
