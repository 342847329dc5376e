import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { invalid, type Path } from "../invalid-model.js";
import { MAX_DEPTH, MAX_MESSAGES } from "../limits.js";
import { refuseLong } from "../names.js";

/** Where the reader is: at the value of one field. */
export interface At {
  readonly reader: BinaryReader;
  readonly wireType: WireType;
  /** Names of the messages around the field, for errors. */
  readonly path: Path;
  readonly depth: number;
  /** How many messages have been begun so far. */
  readonly read: { messages: number };
}

/** A message type: an empty message, and how each field that matters is read into it. Other fields are skipped, not decoded. */
export interface MessageType<Message> {
  readonly empty: () => Message;
  readonly fields: ReadonlyMap<number, (into: Message, at: At) => void>;
}

function expectType({ wireType, path }: At, needed: WireType): void {
  if (wireType !== needed) invalid(path, "wrong-wire-type", `A field has the wire type ${wireType} instead of ${needed}: this is no ONNX model, or it is damaged.`);
}

/** What went wrong inside the protobuf library, as a problem of the model. */
function damaged(path: Path, error: unknown): never {
  return invalid(path, "damaged", `The protobuf data is damaged or cut short (${(error as Error).message}): this is no ONNX model, or only a part of one.`);
}

/** The name of a tensor, a value, a node or an operator. */
export function readName(at: At): string {
  expectType(at, WireType.LengthDelimited);
  const name = at.reader.string();
  refuseLong(name, at.path);
  return name;
}

/** A whole number; those past 2^53 are no longer exact, and no number of a sound model is. */
export function readInteger(at: At): number {
  expectType(at, WireType.Varint);
  return Number(at.reader.int64());
}

/** One or, packed, several whole numbers; at most `limit` with those before them. */
export function readIntegers(into: number[], at: At, limit: number): void {
  const { reader, path } = at;
  if (at.wireType === WireType.Varint) into.push(readInteger(at));
  else {
    expectType(at, WireType.LengthDelimited);
    const end = reader.uint32() + reader.pos;
    if (end > reader.len) damaged(path, new Error("premature EOF"));
    while (reader.pos < end && into.length <= limit) into.push(Number(reader.int64()));
    reader.pos = Math.max(reader.pos, end);
  }
  if (into.length > limit) invalid(path, "too-many-dimensions", `A list has more than the ${limit} numbers that are allowed here.`);
}

/** A message inside the one that is being read. Its bytes are a view into those of the file. */
export function readInner<Message>(type: MessageType<Message>, name: PropertyKey, at: At): Message {
  expectType(at, WireType.LengthDelimited);
  return readFields(type, at.reader.bytes(), { path: [...at.path, name], depth: at.depth + 1, read: at.read });
}

function readFields<Message>({ empty, fields }: MessageType<Message>, bytes: Uint8Array, at: Omit<At, "reader" | "wireType">): Message {
  const { path, depth, read } = at;
  read.messages += 1;
  if (read.messages > MAX_MESSAGES) invalid(path.slice(0, 1), "too-large", `The model has more than ${MAX_MESSAGES} nodes, tensors and attributes.`);
  if (depth > MAX_DEPTH) invalid(path.slice(0, 3), "too-deep", `Messages are inside one another more than ${MAX_DEPTH} levels deep.`);
  const reader = new BinaryReader(bytes);
  const message = empty();
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (wireType === WireType.StartGroup || wireType === WireType.EndGroup) invalid(path, "wrong-wire-type", "The data has protobuf groups, which ONNX never has: this is no ONNX model.");
    const readField = fields.get(field);
    if (readField === undefined) reader.skip(wireType, field);
    else readField(message, { ...at, reader, wireType });
  }
  return message;
}

/** The message that `bytes` hold. */
export function readMessage<Message>(type: MessageType<Message>, bytes: Uint8Array): Message {
  try {
    return readFields(type, bytes, { path: [], depth: 0, read: { messages: 0 } });
  } catch (error) {
    if (error instanceof RangeError || (error instanceof Error && error.name === "Error")) return damaged([], error);
    throw error;
  }
}
