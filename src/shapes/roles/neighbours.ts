import { remembered } from "../../remembered.js";
import { outputsOf } from "./channels.js";
import type { Model } from "./model.js";
import { isReal, type Subject } from "./subject.js";

/** The weights right before and behind a weight, in the order in which the model applies them as far as it is known. */
export interface Neighbours {
  readonly before: (subject: Subject) => Subject | undefined;
  readonly behind: (subject: Subject) => Subject | undefined;
  /** The weights of so many outputs. */
  readonly withOutputs: (outputs: number) => readonly Subject[];
  /** A list that was sorted by name has lost its true order, and with it which weight is the first. */
  readonly isSorted: boolean;
}

/** Files that sort their tensors do so once per element type; a few of those are all that there are. */
const SORTED_GROUPS = 4;

/** Whether a list is sorted by name, so that its order says nothing of the model. */
function isSortedByName(subjects: readonly Subject[]): boolean {
  let descents = 0;
  for (const [index, { tensor }] of subjects.entries()) {
    const before = subjects[index - 1]?.tensor.name;
    if (before !== undefined && before > tensor.name) descents += 1;
    if (descents >= SORTED_GROUPS) return false;
  }
  return true;
}

const DIGITS = 6;

/** A key that sorts "layer10" behind "layer9". */
const naturalKey = (path: string): string => path.replaceAll(/\d+/g, (digits) => digits.padStart(DIGITS, "0"));

function inNaturalOrder(subjects: readonly Subject[]): readonly Subject[] {
  const keyed = subjects.map((subject) => ({ subject, key: naturalKey(subject.path) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key))).map(({ subject }) => subject);
}

function grouped(weights: readonly Subject[], model: Model): ReadonlyMap<number, readonly Subject[]> {
  const byOutputs = new Map<number, Subject[]>();
  for (const weight of weights) {
    const outputs = outputsOf(weight, model);
    if (outputs !== undefined) remembered(byOutputs, outputs, () => []).push(weight);
  }
  return byOutputs;
}

/** The neighbours of every weight. Sorted lists are put into the order in which people number their layers. */
export function neighbours(model: Model): Neighbours {
  const weights = model.subjects.filter((subject) => subject.shape.length > 1 && isReal(subject) && model.namedLayout(subject) !== undefined);
  const isSorted = isSortedByName(model.subjects);
  const ordered = isSorted ? inNaturalOrder(weights) : weights;
  const places = new Map(ordered.map((subject, place) => [subject, place]));
  const around = (subject: Subject, step: number): Subject | undefined => {
    const place = places.get(subject);
    return place === undefined ? undefined : ordered[place + step];
  };
  let byOutputs: ReadonlyMap<number, readonly Subject[]> | undefined;
  return {
    before: (subject) => around(subject, -1),
    behind: (subject) => around(subject, 1),
    withOutputs: (outputs) => (byOutputs ??= grouped(weights, model)).get(outputs) ?? [],
    isSorted,
  };
}
