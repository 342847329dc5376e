import { expandChunks, planChunkedHyperfan } from "../../src/index.js";
import { chunked } from "../request/requests.js";

describe("expandChunks", () => {
  it("gives every chunk its number and the values of its run, but for the run's first and count", () => {
    const plan = planChunkedHyperfan({ ...chunked, targetVariances: { weight: 2, bias: 5 } });
    const [run] = plan.chunks.runs;
    const ofRun = { targetVariance: 2, variance: run?.variance, std: run?.std, bound: run?.bound, clipped: run?.clipped, predictedVariance: run?.predictedVariance };
    const chunks = [...expandChunks(plan)];
    // 12 elements of the weight and 3 of the bias in chunks of 5
    expect(plan.chunks.runs.map(({ count, targetVariance }) => [count, targetVariance])).toEqual([[2, 2], [1, (2 * 2 + 3 * 5) / 5]]);
    expect(chunks.map(({ chunk }) => chunk)).toEqual([0, 1, 2]);
    expect(chunks[0]).toEqual({ chunk: 0, ...ofRun });
    expect(chunks[1]).toEqual({ chunk: 1, ...ofRun });
    expect(Object.keys(chunks[2]!)).toEqual(["chunk", "targetVariance", "variance", "std", "bound", "clipped", "predictedVariance"]);
  });

  it("makes chunks as they are asked for: the first of 10^9 come at once", () => {
    const plan = planChunkedHyperfan({ kind: "chunked-hyperfan", targetShapes: [[1e6, 1e6]], inputs: [{ dim: 8 }], chunking: { size: 1000 } });
    const chunks = expandChunks(plan);
    expect(plan.chunks.count).toBe(1e9);
    expect([chunks.next().value, chunks.next().value]).toEqual([expect.objectContaining({ chunk: 0 }), expect.objectContaining({ chunk: 1 })]);
    chunks.return();
    expect(chunks.next().done).toBe(true);
  });

  it("walks a plan that was read from JSON, as often as it is asked to", () => {
    const plan = planChunkedHyperfan(chunked);
    const read = JSON.parse(JSON.stringify(plan)) as typeof plan;
    expect([...expandChunks(read)]).toEqual([...expandChunks(plan)]);
    expect([...expandChunks(read)]).toHaveLength(plan.chunks.count);
  });
});
