import type { Issue } from "../../errors.js";
import { shown } from "../../request/issues.js";
import { isFields, type Fields } from "../fields.js";
import { invalid, problem, refuseAll } from "../invalid-model.js";
import { decodeUtf8, parseJson } from "../json/json-source.js";
import type { Framework } from "../model-tensor.js";
import { nameIssues } from "../names.js";
import { coverageIssues } from "./coverage.js";
import { entryIssues, readEntry, type Entry } from "./entries.js";
import { PREFIX_BYTES, safetensorsHeaderBytes } from "./header-size.js";

/** A safetensors header, checked. */
export interface Header {
  readonly entries: readonly Entry[];
  /** What the notes of the program that wrote the file say of the order of a convolution's axes. */
  readonly framework: Framework | undefined;
}

const METADATA = "__metadata__";
const WHAT = "header";

function* metadataIssues(metadata: unknown): Generator<Issue, void, undefined> {
  if (!isFields(metadata)) yield problem([METADATA], "wrong-type", `Expected an object of strings as ${METADATA}; got ${shown(metadata)}.`);
  else for (const [key, note] of Object.entries(metadata)) if (typeof note !== "string") yield problem([METADATA, key], "wrong-type", `Expected a string; got ${shown(note)}.`);
}

function* headerIssues(tensors: readonly (readonly [string, unknown])[], metadata: unknown): Generator<Issue, void, undefined> {
  yield* nameIssues(tensors.map(([name]) => ({ name, path: () => [name] })), (name) => `Rename the second tensor called ${name}.`);
  for (const [name, value] of tensors) yield* entryIssues(name, value);
  if (metadata !== undefined) yield* metadataIssues(metadata);
}

function objectIn(text: string): Fields {
  const value = parseJson(text, WHAT);
  return isFields(value) ? value : invalid([], "wrong-type", `The header has to be an object of tensors; this one is ${shown(value)}.`);
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
  const fields = objectIn(decodeUtf8(start.subarray(PREFIX_BYTES, size), WHAT));
  const metadata = Object.hasOwn(fields, METADATA) ? fields[METADATA] : undefined;
  const tensors = Object.entries(fields).filter(([name]) => name !== METADATA);
  refuseAll(headerIssues(tensors, metadata));
  const entries = tensors.map(([name, value]) => readEntry(name, value as Fields));
  refuseAll(coverageIssues(entries, fileBytes === undefined ? undefined : fileBytes - size));
  return { entries, framework: isFields(metadata) && metadata["format"] === "mlx" ? "mlx" : undefined };
}
