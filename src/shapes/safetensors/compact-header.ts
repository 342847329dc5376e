import { elementCount } from "../../math/element-count.js";
import { membersInText, membersInValue } from "../json/member-count.js";
import { MAX_RANK } from "../limits.js";
import type { ElementKind } from "../model-tensor.js";
import { remembered } from "../../remembered.js";
import type { Entry } from "./entries.js";
import { ELEMENT_TYPES } from "./element-types.js";

/** An entry as the format's own library writes it: a name without escapes, no spaces, keys in this order. */
// eslint-disable-next-line no-control-regex -- JSON allows no control characters in a string
const ENTRY = /"[^"\\\u0000-\u001f]*":\{"dtype":"[A-Z0-9_]+","shape":\[[0-9,]*\],"data_offsets":\[[0-9]{1,15},[0-9]{1,15}\]\}[,}]/y;
/** What is between a name and its type, between a shape and the offsets, and behind the offsets of such an entry. */
const [BEFORE_TYPE, BEFORE_OFFSETS, BEHIND_OFFSETS] = ['":'.length, ',"data_offsets":['.length, "]},".length];
const METADATA = /\{"__metadata__":(\{[^{}]*\}),/y;

/** What a header holds; metadata is not checked yet. */
export interface CompactHeader {
  readonly entries: readonly Entry[];
  readonly metadata: unknown;
}

/** Type and shape of an entry: a model repeats few of them. */
const TYPE = /^\{"dtype":"([^"]+)","shape":\[(.*)\]$/;
const NUMBERS = /^(?:(?:0|[1-9][0-9]{0,14})(?:,(?:0|[1-9][0-9]{0,14}))*)?$/;

interface TensorType {
  readonly elements: ElementKind;
  readonly shape: readonly number[];
  readonly bits: number;
}

/** Undefined for a type that the format does not have, and for a shape that is no list of numbers, or of too many. */
function readType(text: string): TensorType | undefined {
  const [, dtype = "", numbers = ""] = TYPE.exec(text) ?? [];
  const type = ELEMENT_TYPES.get(dtype);
  if (type === undefined || !NUMBERS.test(numbers)) return undefined;
  const shape = JSON.parse(`[${numbers}]`) as readonly number[];
  return shape.length > MAX_RANK ? undefined : { elements: type.elements, shape, bits: type.bits * elementCount(shape) };
}

const ZERO_CODE = 0x30;

/** The number that these digits are; NaN with a leading zero, which JSON does not have. */
function numberIn(text: string, start: number, end: number): number {
  if (text.charCodeAt(start) === ZERO_CODE) return end === start + 1 ? 0 : NaN;
  let number = 0;
  for (let at = start; at < end; at += 1) number = 10 * number + text.charCodeAt(at) - ZERO_CODE;
  return number;
}

function parseSmall(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    return membersInText(text) === membersInValue(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Reads an entry that the pattern has found from `start` to `end`: only what has to be kept is cut out of the text. */
function entryReader(text: string): (start: number, end: number) => Entry | undefined {
  const types = new Map<string, TensorType | undefined>();
  return (start, end) => {
    const nameEnd = text.indexOf('"', start + 1);
    const typeEnd = text.indexOf("]", nameEnd) + 1;
    const comma = text.indexOf(",", typeEnd + BEFORE_OFFSETS);
    const name = text.slice(start + 1, nameEnd);
    const type = remembered(types, text.slice(nameEnd + BEFORE_TYPE, typeEnd), readType);
    const [dataBegin, dataEnd] = [numberIn(text, typeEnd + BEFORE_OFFSETS, comma), numberIn(text, comma + 1, end - BEHIND_OFFSETS)];
    if (type?.bits !== 8 * (dataEnd - dataBegin) || name === "__proto__" || name === "__metadata__") return undefined;
    return { name, shape: type.shape.slice(), elements: type.elements, begin: dataBegin, end: dataEnd };
  };
}

/** Whether no name is there twice; sorted ones, as the format's own library writes them, are compared with one other only. */
function areDistinct(entries: readonly Entry[]): boolean {
  const isSorted = entries.every(({ name }, index) => index === 0 || name > (entries[index - 1]?.name ?? ""));
  if (isSorted) return true;
  const names = new Set<string>();
  for (const { name } of entries) names.add(name);
  return names.size === entries.length;
}

/** The entries from `start` up to the end of the text; undefined where one is written otherwise, unsound or repeated. */
function readEntries(text: string, start: number): readonly Entry[] | undefined {
  const entries: Entry[] = [];
  const read = entryReader(text);
  let end = start;
  do {
    ENTRY.lastIndex = end;
    const entry = ENTRY.test(text) ? read(end, ENTRY.lastIndex) : undefined;
    if (entry === undefined) return undefined;
    entries.push(entry);
    end = ENTRY.lastIndex;
  } while (text.charAt(end - 1) === ",");
  return text.slice(end).trim() === "" && areDistinct(entries) ? entries : undefined;
}

/**
 * A sound header that is written like those of the format's own library, read with one pattern: much faster than
 * JSON.parse, which is most of the work for a large model. Undefined for any other, sound or not.
 */
export function readCompact(text: string): CompactHeader | undefined {
  METADATA.lastIndex = 0;
  const notes = METADATA.exec(text)?.[1];
  const metadata = notes === undefined ? undefined : parseSmall(notes);
  if (notes !== undefined && metadata === undefined) return undefined;
  const entries = readEntries(text, notes === undefined ? 1 : METADATA.lastIndex);
  return entries === undefined || !text.startsWith("{") ? undefined : { entries, metadata };
}
