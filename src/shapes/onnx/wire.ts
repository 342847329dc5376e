import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { invalid, type Path } from "../invalid-model.js";
import { BYTES_PER_MESSAGE, FREE_MESSAGES, MAX_DEPTH, MAX_MESSAGES } from "../limits.js";
import { refuseLong } from "../names.js";

/** Where the reader is: at the value of one field of a message. */
export interface At {
  readonly reader: BinaryReader;
  wireType: WireType;
  /** What errors call the message, and where it is; undefined for the outermost one. */
  readonly name: PropertyKey;
  readonly outer: At | undefined;
  readonly depth: number;
  /** How many messages have been begun so far, and may be. */
  readonly read: { messages: number; readonly most: number };
}

/** Names of the messages around a field; put together for errors only. */
function pathOf(at: At): Path {
  const path: PropertyKey[] = [];
  for (let inside = at; inside.outer !== undefined; inside = inside.outer) path.unshift(inside.name);
  return path;
}

/** A message type: an empty message, and how each field that matters is read into it. Other fields are skipped, not decoded. */
export interface MessageType<Message> {
  readonly empty: () => Message;
  readonly fields: ReadonlyMap<number, (into: Message, at: At) => void>;
}

function expectType(at: At, needed: WireType): void {
  if (at.wireType !== needed) invalid(pathOf(at), "wrong-wire-type", `Expected a field of wire type ${needed}; got ${at.wireType}: this is no ONNX model, or it is damaged.`);
}

/** What went wrong inside the protobuf library, as a problem of the model. */
function damaged(path: Path, error: unknown): never {
  return invalid(path, "damaged", `The protobuf data is damaged or cut short (${(error as Error).message}): this is no ONNX model, or only a part of one.`);
}

/** The name of a tensor, a value, a node or an operator. */
export function readName(at: At): string {
  expectType(at, WireType.LengthDelimited);
  const name = at.reader.string();
  refuseLong(name, () => pathOf(at));
  return name;
}

/** A whole number; those past 2^53 are no longer exact, and no number of a sound model is. */
export function readInteger(at: At): number {
  expectType(at, WireType.Varint);
  return Number(at.reader.int64());
}

/** One or, packed, several whole numbers; at most `limit` with those before them. */
export function readIntegers(into: number[], at: At, limit: number): void {
  const { reader } = at;
  if (at.wireType === WireType.Varint) into.push(readInteger(at));
  else {
    expectType(at, WireType.LengthDelimited);
    const end = reader.uint32() + reader.pos;
    while (reader.pos < end && into.length <= limit) into.push(Number(reader.int64()));
    reader.pos = Math.max(reader.pos, end);
  }
  if (into.length > limit) invalid(pathOf(at), "too-many-dimensions", `Expected at most ${limit} numbers in a list; got more.`);
}

/** A message inside the one that is being read. All share one reader: a reader of its own takes more than most messages. */
export function readInner<Message>(type: MessageType<Message>, name: PropertyKey, at: At): Message {
  expectType(at, WireType.LengthDelimited);
  const { reader, wireType, depth, read } = at;
  return readFields(type, reader.uint32() + reader.pos, { reader, wireType, name, outer: at, depth: depth + 1, read });
}

function readFields<Message>({ empty, fields }: MessageType<Message>, end: number, at: At): Message {
  const { reader, depth, read } = at;
  read.messages += 1;
  if (read.messages > read.most) invalid(pathOf(at).slice(0, 1), "too-large", `Expected at most ${read.most} nodes, tensors and attributes in a model of ${reader.len} bytes; got more.`);
  if (depth > MAX_DEPTH) invalid(pathOf(at).slice(0, 3), "too-deep", `Messages are inside one another more than ${MAX_DEPTH} levels deep.`);
  const message = empty();
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    if (wireType === WireType.StartGroup || wireType === WireType.EndGroup) invalid(pathOf(at), "wrong-wire-type", "The data has protobuf groups, which ONNX never has: this is no ONNX model.");
    at.wireType = wireType;
    const readField = fields.get(field);
    if (readField === undefined) reader.skip(wireType, field);
    else readField(message, at);
  }
  if (reader.pos > end) damaged(pathOf(at), new Error("a field is longer than what it is in"));
  return message;
}

/** The most messages that a model of so many bytes may have; one of a few bytes takes hundreds in memory. */
const mostMessages = (bytes: number): number => Math.min(MAX_MESSAGES, FREE_MESSAGES + Math.floor(bytes / BYTES_PER_MESSAGE));

/** The message that `bytes` hold. */
export function readMessage<Message>(type: MessageType<Message>, bytes: Uint8Array): Message {
  const reader = new BinaryReader(bytes);
  try {
    return readFields(type, bytes.length, { reader, wireType: WireType.LengthDelimited, name: "", outer: undefined, depth: 0, read: { messages: 0, most: mostMessages(bytes.length) } });
  } catch (error) {
    if (error instanceof RangeError || (error instanceof Error && error.name === "Error")) return damaged([], error);
    throw error;
  }
}
