import { bytesOf } from "../given.js";
import { invalid } from "../invalid-model.js";
import { MAX_HEADER_BYTES } from "../limits.js";

/** Bytes before the header, which hold its length. */
export const PREFIX_BYTES = 8;

/**
 * Bytes at the start of a safetensors file that hold its header, from its first 8: read so many, and no more, to learn
 * the shapes of a file of any size.
 *
 * @throws {InvalidInputError} code "invalid-model"; nothing else, whatever is given.
 */
export function safetensorsHeaderBytes(start: Uint8Array): number {
  const bytes = bytesOf(start, "the file's first 8 bytes");
  if (bytes.length < PREFIX_BYTES) {
    return invalid([], "truncated", `A safetensors file starts with 8 bytes that hold the length of its header; this one has ${bytes.length}.`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset, PREFIX_BYTES).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES)) {
    return invalid([], "header-too-large", `The header is said to have ${length} bytes, and the format allows at most ${MAX_HEADER_BYTES}: this is no safetensors file, or it is damaged.`);
  }
  return PREFIX_BYTES + Number(length);
}
