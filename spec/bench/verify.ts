// Run by `npm run verify`: measures predictions against drawn networks, prints the tables, and writes them to
// docs/verification.md. Options: --seed N (default 1), --json (print all measurements instead, and write nothing).
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { allJobs, joined, type Findings } from "./verification/jobs.js";
import { withSection } from "./verification/sections.js";
import { sections } from "./verification/tables.js";

const REPORT = join(__dirname, "..", "..", "docs", "verification.md");

interface Part {
  readonly seed: number;
  /** This worker's jobs are every `workers`-th, from the one with this index. */
  readonly first: number;
  readonly workers: number;
}

interface Done {
  readonly index: number;
  readonly findings: Findings;
}

/** In a worker: its share of the jobs, each reported as it is done. */
function work({ seed, first, workers }: Part): void {
  const jobs = allJobs(seed);
  for (let index = first; index < jobs.length; index += workers) {
    const findings = jobs[index]?.();
    parentPort?.postMessage({ index, findings });
  }
}

/** All jobs, on as many workers as there are processors. The findings do not depend on how many. */
async function measureAll(seed: number): Promise<Findings> {
  const total = allJobs(seed).length;
  const workers = availableParallelism();
  const done: Findings[] = [];
  let count = 0;
  const runWorker = (first: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(__filename, { execArgv: ["--require", "ts-node/register"], workerData: { seed, first, workers } satisfies Part });
      worker.on("message", ({ index, findings }: Done) => {
        done[index] = findings;
        count += 1;
        if (process.stderr.isTTY || count % 50 === 0) process.stderr.write(`${process.stderr.isTTY ? "\r" : ""}${String(count)} of ${String(total)}${process.stderr.isTTY ? "" : "\n"}`);
      });
      worker.on("error", reject);
      worker.on("exit", () => { resolve(); });
    });
  await Promise.all(Array.from({ length: workers }, (_, first) => runWorker(first)));
  process.stderr.write("\n");
  return joined(done);
}

async function verify(): Promise<void> {
  const { values } = parseArgs({ options: { seed: { type: "string", default: "1" }, json: { type: "boolean", default: false } } });
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Error(`Give a whole number as --seed instead of ${values.seed}.`);
  const findings = await measureAll(seed);
  if (values.json) {
    console.log(JSON.stringify({ seed, ...findings }, null, 2));
    return;
  }
  const found = sections(findings, seed);
  console.log([...found.values()].join("\n\n"));
  const report = [...found].reduce((text, [name, content]) => withSection(text, name, content), readFileSync(REPORT, "utf8"));
  writeFileSync(REPORT, report);
}

if (isMainThread) void verify();
else work(workerData as Part);
