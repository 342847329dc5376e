import type { RecordedModel } from "./recorded-model.js";

// Writes safetensors headers as the format's own library does: by element type, then by name, padded with spaces.

export interface WrittenTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype?: string;
}

const BYTES: Readonly<Record<string, number>> = { F32: 4, F64: 8, I64: 8, F16: 2, BF16: 2, U8: 1, I32: 4, U32: 4, BOOL: 1 };
const count = (shape: readonly number[]): number => shape.reduce((size, dimension) => size * dimension, 1);

/** The bytes of a header, its length before it. */
export function headerBytes(text: string, length?: bigint): Uint8Array {
  const bare = Buffer.from(text);
  const json = Buffer.concat([bare, Buffer.alloc((8 - (bare.length % 8)) % 8, " ")]);
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(length ?? BigInt(json.length));
  return new Uint8Array(Buffer.concat([prefix, json]));
}

/** The header of a file with these tensors, in this order. */
export function headerOf(tensors: readonly WrittenTensor[], metadata?: Readonly<Record<string, string>>): Record<string, unknown> {
  let end = 0;
  const entries = tensors.map(({ name, shape, dtype = "F32" }) => {
    const begin = end;
    end += count(shape) * (BYTES[dtype] ?? NaN);
    return [name, { dtype, shape, data_offsets: [begin, end] }] as const;
  });
  return { ...(metadata === undefined ? {} : { __metadata__: metadata }), ...Object.fromEntries(entries) };
}

const INTEGERS = /(?:num_batches_tracked|position_ids|relative_position_index)$/;

/** A recorded model as the start of a safetensors file, sorted as such files are. */
export function safetensorsOf({ tensors }: RecordedModel): Uint8Array {
  const typed = tensors.map(({ name, shape }) => ({ name, shape, dtype: INTEGERS.test(name) ? "I64" : "F32" }));
  const sorted = typed.sort((a, b) => (a.dtype === b.dtype ? (a.name < b.name ? -1 : 1) : a.dtype === "I64" ? -1 : 1));
  return headerBytes(JSON.stringify(headerOf(sorted, { format: "pt" })));
}
