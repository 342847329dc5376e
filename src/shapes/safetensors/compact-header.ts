import { elementCount } from "../../math/element-count.js";
import { membersInText, membersInValue } from "../json/member-count.js";
import { MAX_RANK } from "../limits.js";
import type { Entry } from "./entries.js";
import { ELEMENT_TYPES } from "./element-types.js";

/** An entry as the format's own library writes it: a name without escapes, no spaces, keys in this order. */
// eslint-disable-next-line no-control-regex -- JSON allows no control characters in a string
const ENTRY = /"([^"\\\u0000-\u001f]*)":\{"dtype":"([A-Z0-9_]+)","shape":\[([0-9,]*)\],"data_offsets":\[([0-9]{1,15}),([0-9]{1,15})\]\}([,}])/y;
const METADATA = /\{"__metadata__":(\{[^{}]*\}),/y;

/** What a header holds; metadata is not checked yet. */
export interface CompactHeader {
  readonly entries: readonly Entry[];
  readonly metadata: unknown;
}

const NUMBERS = /^(?:(?:0|[1-9][0-9]{0,14})(?:,(?:0|[1-9][0-9]{0,14}))*)?$/;

/** Reads shapes; a model repeats few of them. Undefined for text that is no list of numbers, or of too many. */
function shapeReader(): (text: string) => readonly number[] | undefined {
  const known = new Map<string, readonly number[] | undefined>();
  const read = (text: string): readonly number[] | undefined => {
    const shape = NUMBERS.test(text) ? JSON.parse(`[${text}]`) as readonly number[] : undefined;
    return shape === undefined || shape.length > MAX_RANK ? undefined : shape;
  };
  return (text) => {
    if (!known.has(text)) known.set(text, read(text));
    return known.get(text)?.slice();
  };
}

/** JSON has no numbers with leading zeros. */
const isNumber = (text: string): boolean => text === "0" || !text.startsWith("0");

function entryOf([, name = "", dtype = "", , begin = "", end = ""]: RegExpExecArray, shape: readonly number[] | undefined): Entry | undefined {
  const type = ELEMENT_TYPES.get(dtype);
  if (type === undefined || shape === undefined || !isNumber(begin) || !isNumber(end) || name === "__proto__" || name === "__metadata__") return undefined;
  const entry = { name, shape, elements: type.elements, begin: Number(begin), end: Number(end) };
  return type.bits * elementCount(shape) === 8 * (entry.end - entry.begin) ? entry : undefined;
}

function parseSmall(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    return membersInText(text) === membersInValue(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The entries from `start` up to the end of the text; undefined where one is written otherwise, unsound or repeated. */
function readEntries(text: string, start: number): readonly Entry[] | undefined {
  const entries: Entry[] = [];
  const names = new Set<string>();
  const shapeOf = shapeReader();
  ENTRY.lastIndex = start;
  for (let match = ENTRY.exec(text); match !== null; match = ENTRY.exec(text)) {
    const entry = entryOf(match, shapeOf(match[3] ?? ""));
    if (entry === undefined || names.has(entry.name)) return undefined;
    names.add(entry.name);
    entries.push(entry);
    if (match[6] === "}") return text.slice(ENTRY.lastIndex).trim() === "" ? entries : undefined;
  }
  return undefined;
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
