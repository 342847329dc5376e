/** Bytes of a safetensors header: the format's own limit, against headers that claim to be larger than memory. */
export const MAX_HEADER_BYTES = 100_000_000;

/** Dimensions of a tensor: as many as NumPy allows; a list of millions is an attack, not a shape. */
export const MAX_RANK = 64;

/** Levels of objects or graphs inside one another: protobuf's own limit, far beyond any model. */
export const MAX_DEPTH = 100;

/** Files of a sharded model: the largest published ones have a few hundred. */
export const MAX_SHARDS = 10_000;
