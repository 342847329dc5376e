import { InvalidInputError, pointer } from "../../errors.js";
import { shown } from "../../request/issues.js";
import { isFields } from "../fields.js";
import { bytesOf, isSize, untrusted } from "../given.js";
import type { ModelShapes } from "../model-shapes.js";
import { inferRoles } from "../roles/infer.js";
import { readHeader } from "./read-header.js";

/** What else is known of a file. */
export interface SafetensorsOptions {
  /** Size of the whole file in bytes, to check that all of it is there. */
  readonly fileBytes?: number | undefined;
}

const badOption = (path: readonly string[], code: string, message: string): never => {
  throw new InvalidInputError("invalid-options", [{ pointer: pointer(...path), code, message }]);
};

function fileBytesIn(options: unknown): number | undefined {
  if (!isFields(options)) return badOption([], "wrong-type", `Expected an object such as {"fileBytes": 1000}; got ${shown(options)}.`);
  const unknown = Object.keys(options).find((key) => key !== "fileBytes");
  if (unknown !== undefined) return badOption([], "unknown-key", `Remove the unknown option ${shown(unknown)}. Known here: fileBytes.`);
  const { fileBytes } = options;
  return isSize(fileBytes) ? fileBytes : badOption(["fileBytes"], "wrong-type", `Expected the file's size as a whole number of bytes; got ${shown(fileBytes)}.`);
}

/**
 * Shapes and roles of the tensors of a safetensors file, from its first bytes alone: those that
 * `safetensorsHeaderBytes` asks for are enough.
 *
 * @throws {InvalidInputError} code "invalid-model", or "invalid-options" for other options; nothing else, whatever is given.
 */
export function shapesFromSafetensors(start: Uint8Array, options: SafetensorsOptions = {}): ModelShapes {
  const fileBytes = untrusted(() => fileBytesIn(options));
  const { entries, framework } = readHeader(bytesOf(start, "the file's first bytes"), fileBytes);
  return inferRoles(entries, "safetensors", framework);
}
