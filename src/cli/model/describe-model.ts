import { elementCount } from "../../math/element-count.js";
import type { Alternative, Ambiguity, ModelShapes, SkippedTensor, TensorMeta } from "../../shapes/index.js";
import { counted, withCommas } from "../numbers.js";

const NAMED = 3;

const shapeText = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

/** Items by what they have in common, in the order in which that is first seen. */
function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly (readonly [Item, ...Item[]])[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(", ")}${more > 0 ? ` and ${withCommas(more)} more` : ""}`;
}

const TRAITS: readonly (readonly [key: keyof Alternative, words: (value: unknown) => string])[] = [
  ["generated", () => "left out"],
  ["name", (name) => String(name)],
  ["layout", (layout) => `layout ${String(layout)}`],
  ["transposed", (transposed) => (transposed === true ? "transposed" : "not transposed")],
  ["groups", (groups) => `groups ${String(groups)}`],
  ["parts", (parts) => `parts ${String(parts)}`],
  ["fanIn", (fanIn) => `fanIn ${String(fanIn)}`],
  ["fanOut", (fanOut) => `fanOut ${String(fanOut)}`],
];

function traitWords(traits: Alternative): string {
  return TRAITS.flatMap(([key, words]) => (traits[key] === undefined ? [] : [words(traits[key])])).join(", ");
}

const metaWords = (meta: TensorMeta): string => `${traitWords(meta)}${meta.layer === -1 ? "" : ` of layer ${meta.layer}`}`;

/** One line on what was read. */
export function summaryOf({ targetShapes, skipped }: ModelShapes): string {
  const parameters = targetShapes.reduce((total, shape) => total + elementCount(shape), 0);
  const left = skipped.length === 0 ? "" : `; ${counted(skipped.length, "tensor")} left out`;
  return `${counted(targetShapes.length, "tensor")} to generate, ${counted(parameters, "parameter")}${left}`;
}

/** Lines on what was left out, one per reason. */
export function skippedLines(skipped: readonly SkippedTensor[]): readonly string[] {
  return grouped(skipped, ({ reason }) => reason).map((group) => `  left out: ${listed(group.map(({ name }) => name))}: each ${group[0].reason}`);
}

/** Sentences that differ in their numbers only are one. */
const kindOf = ({ reason, alternatives }: Ambiguity): string => `${reason}${JSON.stringify(alternatives)}`.replaceAll(/\d+/g, "0");

/** What was decided without certainty, as warnings: one for all tensors that it is about. */
export function doubts({ ambiguous, paramMeta }: ModelShapes): readonly { readonly message: string }[] {
  return grouped(ambiguous, (doubt) => `${kindOf(doubt)}${String(paramMeta[doubt.tensor]?.name)}`).map((group) => {
    const [first] = group;
    const taken = traitWords(paramMeta[first.tensor] ?? {});
    const example = group.length > 1 && /\d/.test(first.reason) ? ` (the numbers are those of ${first.label})` : "";
    const instead = first.alternatives.map(traitWords).join("; ");
    return { message: `${listed(group.map(({ label }) => label))}: taken for ${taken}, which is a guess: ${first.reason}${example}. It may also be: ${instead}.` };
  });
}

/** A line per tensor on why it is what it is. */
export function* explanation({ targetShapes, paramMeta, reasons, skipped }: ModelShapes): Generator<string, void, undefined> {
  for (const { tensor, reason } of reasons) {
    const meta = paramMeta[tensor];
    if (meta !== undefined) yield `${meta.label ?? String(tensor)} ${shapeText(targetShapes[tensor] ?? [])}: ${metaWords(meta)}; it ${reason}`;
  }
  for (const { name, shape, reason } of skipped) yield `${name} ${shapeText(shape)}: left out; it ${reason}`;
}
