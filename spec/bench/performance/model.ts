import { parseRequest, plan } from "../../../src/index.js";
import { shapesFromSafetensors } from "../../../src/shapes/index.js";
import { short, times, type Finding } from "./measure.js";
import { safetensorsHeader } from "./networks.js";

const PREFIX_BYTES = 8;

/** The first bytes of a file with this header: its length and itself. */
function fileStart(header: string): Uint8Array {
  const text = Buffer.from(header);
  const start = Buffer.alloc(PREFIX_BYTES + text.length);
  start.writeBigUInt64LE(BigInt(text.length));
  text.copy(start, PREFIX_BYTES);
  return new Uint8Array(start);
}

/** Where the time of `hyperfan plan --model` goes, for a model of so many tensors. */
function modelTimes(tensors: number) {
  const header = safetensorsHeader(tensors);
  const start = fileStart(header);
  const turns = tensors >= 1e5 ? 15 : 41;
  const reading = times({ parse: () => JSON.parse(header), shapes: () => shapesFromSafetensors(start) }, turns);
  const { targetShapes, paramMeta } = shapesFromSafetensors(start);
  const request = parseRequest({ kind: "hyperfan", targetShapes, paramMeta, inputs: [{ name: "task", dim: 8 }] });
  const planned = plan(request);
  return { tensors, bytes: header.length, ...reading, ...times({ plan: () => plan(request), write: () => JSON.stringify(planned) }, turns) };
}

/** From the header of a model to a plan, against JSON.parse of the same header. */
export function model(): Finding {
  const measured = [1e3, 1e4, 1e5].map(modelTimes);
  const rows = measured.map(({ tensors, bytes, parse, shapes, plan: planning, write }) => ({
    tensors,
    "header, MB": short(bytes / 1e6),
    "JSON.parse, ms": short(parse),
    "shapes, ms": short(shapes),
    ratio: short(shapes / parse),
    "plan, ms": short(planning),
    "JSON.stringify, ms": short(write),
  }));
  const [least = NaN, , most = NaN] = measured.map(({ parse, shapes }) => shapes / parse);
  return { title: "From a model's header to a plan", rows, claims: [{ claim: "shapesFromSafetensors / JSON.parse of the header: at 10⁵ tensors / at 10³", ratio: most / least, limit: 1.5 }] };
}
