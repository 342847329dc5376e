import { guarded, invalid } from "../invalid-model.js";
import type { ModelShapes } from "../model-shapes.js";
import type { Framework } from "../model-tensor.js";
import { inferRoles } from "../roles/infer.js";
import { readHeader, type Header } from "./read-header.js";

/** What else is known of a file. */
export interface SafetensorsOptions {
  /** Size of the whole file in bytes, to check that all of it is there. */
  readonly fileBytes?: number;
}

/** What the header's own notes say of the framework; it decides the order of a convolution's axes. */
export const frameworkOf = ({ metadata }: Header): Framework | undefined => (metadata.get("format") === "mlx" ? "mlx" : undefined);

/**
 * Shapes and roles of the tensors of a safetensors file, from its first bytes alone: those that
 * `safetensorsHeaderBytes` asks for are enough.
 *
 * @throws {InvalidInputError} code "invalid-model"; nothing else, whatever the bytes.
 */
export function shapesFromSafetensors(start: Uint8Array, { fileBytes }: SafetensorsOptions = {}): ModelShapes {
  return guarded(start, () => {
    if (!(start instanceof Uint8Array)) return invalid([], "wrong-type", "Give the file's first bytes as a Uint8Array.");
    const header = readHeader(start, fileBytes);
    return inferRoles(header.entries, "safetensors", frameworkOf(header));
  });
}
