import { refuse, type Issue } from "../../errors.js";
import { shown } from "../../request/issues.js";
import { invalid, problem } from "../invalid-model.js";
import { decodeUtf8, parseLoosely, refuseRepeatedKeys } from "../json/json-source.js";
import { membersInValue } from "../json/member-count.js";
import { readCompact, type CompactHeader } from "./compact-header.js";
import { coverageIssues } from "./coverage.js";
import { readEntry, type Entry } from "./entries.js";
import { PREFIX_BYTES, safetensorsHeaderBytes } from "./header-size.js";

/** A safetensors header, checked. */
export interface Header {
  readonly entries: readonly Entry[];
  /** Notes of the program that wrote the file, such as the framework as "format". */
  readonly metadata: ReadonlyMap<string, string>;
}

const METADATA = "__metadata__";
/** The entry itself, dtype, shape and data_offsets. */
const ENTRY_MEMBERS = 4;
const WHAT = "header";

function readMetadata(value: unknown): readonly Issue[] | ReadonlyMap<string, string> {
  if (value === undefined) return new Map();
  const path = [METADATA];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [problem(path, "wrong-type", `Give an object of strings as ${METADATA} instead of ${shown(value)}.`)];
  const wrong = Object.entries(value).filter(([, note]) => typeof note !== "string");
  if (wrong.length > 0) return wrong.map(([key, note]) => problem([METADATA, key], "wrong-type", `Give a string instead of ${shown(note)}.`));
  return new Map(Object.entries(value as Readonly<Record<string, string>>));
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  const value = parseLoosely(text, WHAT);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return invalid([], "wrong-type", `The header has to be an object of tensors; this one is ${shown(value)}.`);
  return value as Readonly<Record<string, unknown>>;
}

const isIssues = (found: object): found is readonly Issue[] => Array.isArray(found);

/** A header however it is written, with everything that is wrong with its entries. */
function readAny(text: string): CompactHeader {
  const fields = objectIn(text);
  const metadata = Object.hasOwn(fields, METADATA) ? fields[METADATA] : undefined;
  const issues: Issue[] = [];
  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (name === METADATA) continue;
    const found = readEntry(name, value);
    if (isIssues(found)) for (const issue of found) issues.push(issue);
    else entries.push(found);
  }
  refuse("invalid-model", issues);
  // A sound entry has its own name and three keys: no need to count them all again.
  refuseRepeatedKeys(text, entries.length * ENTRY_MEMBERS + (metadata === undefined ? 0 : 1 + membersInValue(metadata)));
  return { entries, metadata };
}

/**
 * The header of a safetensors file from its first bytes, which may stop right behind it.
 *
 * @param fileBytes size of the whole file, to check that all data is there.
 */
export function readHeader(start: Uint8Array, fileBytes: number | undefined): Header {
  const size = safetensorsHeaderBytes(start);
  if (start.length < size || (fileBytes !== undefined && fileBytes < size)) {
    return invalid([], "truncated", `The header is said to end at byte ${size}, and only ${Math.min(start.length, fileBytes ?? Infinity)} bytes are there: the file is cut short, or this is no safetensors file.`);
  }
  const text = decodeUtf8(start.subarray(PREFIX_BYTES, size), WHAT);
  const { entries, metadata: notes } = readCompact(text) ?? readAny(text);
  const metadata = readMetadata(notes);
  if (isIssues(metadata)) refuse("invalid-model", metadata);
  refuse("invalid-model", coverageIssues(entries, fileBytes === undefined ? undefined : fileBytes - size));
  return { entries, metadata: isIssues(metadata) ? new Map() : metadata };
}
