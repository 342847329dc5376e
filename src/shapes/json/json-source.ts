import { bytesIn, plainData } from "../given.js";
import { invalid } from "../invalid-model.js";
import { MAX_TEXT_BYTES } from "../limits.js";
import { parseText } from "./parse-text.js";

/** Text of UTF-8 bytes. A byte order mark, which some editors write, means nothing. */
export function decodeUtf8(bytes: Uint8Array, what: string): string {
  if (bytes.length > MAX_TEXT_BYTES) return invalid([], "too-large", `The ${what} has ${bytes.length} bytes; give at most ${MAX_TEXT_BYTES}.`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return invalid([], "not-utf-8", `The ${what} is not UTF-8 text; get the file again.`);
  }
}

/** The value of JSON text. */
export function parseJson(text: string, what: string): unknown {
  return parseText(text, {
    invalid,
    notJson: (error) => invalid([], "not-json", `The ${what} is not JSON: ${(error as Error).message}.`),
  });
}

/** The value of JSON that is given as bytes, as text, or already parsed. */
export function readJson(source: unknown, what: string): unknown {
  const bytes = bytesIn(source);
  if (bytes !== undefined) return parseJson(decodeUtf8(bytes, what), what);
  return typeof source === "string" ? parseJson(source, what) : plainData(source);
}
