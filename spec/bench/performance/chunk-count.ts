import { planChunkedHyperfan } from "../../../src/index.js";
import { short, times, type Finding } from "./measure.js";
import { synthetic } from "./networks.js";

/** 1000 tensors and 10⁹ parameters in few and in many chunks; and 10¹⁵ parameters. */
export function chunkCount(): Finding {
  const few = synthetic(1000, "chunked-hyperfan", 1e6, 1e3);
  const many = synthetic(1000, "chunked-hyperfan", 1e6, 1e9);
  const huge = synthetic(1000, "chunked-hyperfan", 1e12, 1e12);
  const found = times({ few: () => planChunkedHyperfan(few), many: () => planChunkedHyperfan(many), huge: () => planChunkedHyperfan(huge) }, 41);
  const rows = ([["few", few], ["many", many], ["huge", huge]] as const).map(([name, request]) => {
    const { chunks, tensors } = planChunkedHyperfan(request);
    const parameters = tensors.reduce((total, { shape }) => total + shape.reduce((size, dim) => size * dim, 1), 0);
    return { tensors: tensors.length, parameters: parameters.toExponential(2), chunks: chunks.count, runs: chunks.runs.length, "plan, ms": short(found[name]) };
  });
  return { title: "Chunk count is free", rows, claims: [{ claim: "10⁹ chunks / 10³ chunks", ratio: found.many / found.few, limit: 1.2 }] };
}
