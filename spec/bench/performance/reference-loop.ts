import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expandChunks, planChunkedHyperfan, type ChunkedHyperfanPlan, type RequestInput } from "../../../src/index.js";
import { short, times, type Claim, type Finding } from "./measure.js";
import { example, synthetic } from "./networks.js";

/** What the loop reads: the tensors' sizes and target variances, and the hypernetwork's input. */
interface LoopInput {
  readonly sizes: readonly number[];
  readonly variances: readonly number[];
  readonly chunkSize: number;
  readonly otherDim: number;
  readonly otherVariance: number;
  readonly embeddingDim: number;
}

function loopInput({ tensors, chunks, input }: ChunkedHyperfanPlan): LoopInput {
  return {
    sizes: tensors.map(({ shape }) => shape.reduce((size, dim) => size * dim, 1)),
    variances: tensors.map(({ intended }) => intended.variance),
    chunkSize: chunks.size,
    otherDim: input.dim,
    otherVariance: input.secondMoment,
    embeddingDim: chunks.embeddingDim,
  };
}

/** The per-chunk loop of the reference implementations: a standard deviation for every chunk. */
function perChunkLoop({ sizes, variances, chunkSize, otherDim, otherVariance, embeddingDim }: LoopInput): readonly number[] {
  const elements = sizes.reduce((total, size) => total + size, 0);
  const stds: number[] = [];
  let tensor = 0;
  let left = sizes[0] ?? 0;
  for (let chunk = 0; chunk < Math.ceil(elements / chunkSize); chunk += 1) {
    let [room, used, total] = [chunkSize, 0, 0];
    while (room > 0 && tensor < sizes.length) {
      const taken = Math.min(room, left);
      total += taken * (variances[tensor] ?? 0);
      used += taken;
      room -= taken;
      left -= taken;
      if (left === 0) left = sizes[++tensor] ?? 0;
    }
    const wanted = ((otherDim + embeddingDim) * (total / used) - otherDim * otherVariance) / embeddingDim;
    stds.push(Math.sqrt(Math.max(1e-5, wanted)));
  }
  return stds;
}

function python(input: LoopInput): { readonly seconds: number; readonly count: number; readonly sum: number } {
  const script = join(__dirname, "per_chunk_loop.py");
  return JSON.parse(execFileSync("python3", [script], { input: JSON.stringify(input), encoding: "utf8" })) as ReturnType<typeof python>;
}

const sumOf = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

function checkEqual(name: string, found: number, expected: number): void {
  if (Math.abs(found / expected - 1) > 1e-9) throw new Error(`${name} disagrees with the plan: ${found} and ${expected}`);
}

function compare(name: string, request: RequestInput): { readonly row: Finding["rows"][number]; readonly plan: number; readonly loop: number; readonly python: number } {
  const plan = planChunkedHyperfan(request);
  const input = loopInput(plan);
  const expected = sumOf([...expandChunks(plan)].map(({ std }) => std));
  checkEqual("The loop", sumOf(perChunkLoop(input)), expected);
  const runs = Array.from({ length: 3 }, () => python(input));
  checkEqual("The Python loop", runs[0]?.sum ?? NaN, expected);
  const found = times({ plan: () => planChunkedHyperfan(request), loop: () => perChunkLoop(input) }, 61);
  const seconds = Math.min(...runs.map((run) => run.seconds));
  const row = {
    network: name,
    "chunk size": plan.chunks.size,
    chunks: plan.chunks.count,
    runs: plan.chunks.runs.length,
    "plan, ms": short(found.plan),
    "loop, ms": short(found.loop),
    "Python loop, ms": short(seconds * 1000),
  };
  return { row, ...found, python: seconds * 1000 };
}

/** The whole plan, validation included, against the loop alone. */
export function referenceLoop(): Finding {
  const wide = example("wrn-28-10");
  const sized = (size: number): RequestInput => ({ ...wide, chunking: { ...wide.chunking, size } });
  const big = compare("100 tensors", synthetic(100, "chunked-hyperfan", 1e5, 1e6));
  const rows = [100, 1000, 10_000].map((size) => compare("WRN-28-10", sized(size)).row);
  const claims: readonly Claim[] = [
    { claim: "plan / Python loop at 10⁶ chunks", ratio: big.plan / big.python, limit: 1 / 200 },
    { claim: "plan / TypeScript loop at 10⁶ chunks", ratio: big.plan / big.loop, limit: 1 / 10 },
  ];
  return { title: "Against the per-chunk loop", rows: [big.row, ...rows], claims };
}
