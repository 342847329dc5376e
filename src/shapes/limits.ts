/** Bytes of all safetensors headers of a model: the format's own limit for one, against headers that claim to be larger than memory. */
export const MAX_HEADER_BYTES = 100_000_000;

/** Bytes of JSON text: no more fit into one string. */
export const MAX_TEXT_BYTES = 2 ** 29 - 24;

/** Characters of a key of JSON text: JSON.parse takes a time that grows with the square of the number of longer ones. */
export const MAX_KEY = 16_000;

/** Brackets in brackets of JSON text: more than any file for hyperfan has, and far fewer than JSON.parse takes gigabytes for. */
export const MAX_BRACKETS = 10_000;

/** Values in all of parsed data, each counted as often as it is referred to: few references make a huge tree. */
export const MAX_VALUES = 5_000_000;

/** Characters of a tensor's name: several times the longest of any framework. */
export const MAX_NAME = 1024;

/** Characters of the names of all tensors of nested objects: names of modules are in those of all their tensors. */
export const MAX_NAMES = 100_000_000;

/** Dimensions of a tensor: as many as NumPy allows; a list of millions is an attack, not a shape. */
export const MAX_RANK = 64;

/** Levels of objects and lists in parsed data, whose parts may refer to what is around them. */
export const MAX_DATA_DEPTH = 500;

/** Levels of objects or graphs inside one another: protobuf's own limit, far beyond any model. */
export const MAX_DEPTH = 100;

/** Nodes, tensors and attributes of all graphs of an ONNX model: ten times those of the largest ones. */
export const MAX_MESSAGES = 1_000_000;

/** Bytes of an ONNX model for each of them, beside a few of any size: exporters write 10 and more, for names and types. */
export const BYTES_PER_MESSAGE = 8;
export const FREE_MESSAGES = 1000;

/** Files of a sharded model: the largest published ones have a few hundred. */
export const MAX_SHARDS = 10_000;

/** Characters of a shard's file name: the limit of all common file systems. */
export const MAX_FILE_NAME = 255;
