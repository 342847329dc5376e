// Run by `npm run conformance`: gives every consumer below docs/examples plans to apply and plans to refuse, measures
// what its hypernetworks generate, and holds that against the plans. Installs what is missing.
//
//   --allow-missing   end well although a consumer could not be run
//   --write           put the results into docs/backends.md
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { backends, exactJobs, measuredJobs, refusedJobs, type Backend } from "./conformance/cases.js";
import { judge, judgeRefusal, type Result, type Verdict } from "./conformance/judge.js";
import { commandFor } from "./conformance/tools.js";

interface Outcome {
  readonly backend: Backend;
  readonly version: string;
  readonly seconds: number;
  readonly measured: readonly Verdict[];
  readonly exact: readonly Verdict[];
  readonly refused: readonly Verdict[];
}

const { values: options } = parseArgs({ options: { "allow-missing": { type: "boolean" }, write: { type: "boolean" } } });
const folder = mkdtempSync(join(tmpdir(), "conformance-"));
const jobs = [...measuredJobs, ...exactJobs, ...refusedJobs];

/** Runs a program with one thread, and tells whether it ended well. */
function succeeds([program = "", ...args]: readonly string[]): Promise<boolean> {
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" } });
  return new Promise((resolve) => {
    child.on("error", () => { resolve(false); });
    child.on("close", (status) => { resolve(status === 0); });
  });
}

async function run(backend: Backend, command: readonly string[]): Promise<Outcome> {
  const [jobsFile, resultsFile] = [join(folder, "jobs.json"), join(folder, `${backend}.json`)];
  const start = performance.now();
  if (!(await succeeds([...command, backend, jobsFile, resultsFile]))) throw new Error(`${command.join(" ")} ${backend} failed`);
  const { version, results } = JSON.parse(readFileSync(resultsFile, "utf8")) as { readonly version: string; readonly results: readonly Result[] };
  const resultOf = (job: (typeof jobs)[number]): Result => results[jobs.indexOf(job)] ?? { refused: "no result" };
  return {
    backend,
    version,
    seconds: (performance.now() - start) / 1000,
    measured: measuredJobs.map((job) => judge(job, backend, resultOf(job))),
    exact: exactJobs.map((job) => judge(job, backend, resultOf(job))),
    refused: refusedJobs.map((job) => judgeRefusal(job, resultOf(job))),
  };
}

const signed = (score: number): string => score.toFixed(1).replace("-", "−");
const isRight = ({ faults }: Verdict): boolean => faults.length === 0;
const share = (verdicts: readonly Verdict[]): string => `${verdicts.filter(isRight).length} of ${verdicts.length}`;

function row(outcome: Outcome, job: (typeof measuredJobs)[number], verdict: Verdict): string {
  const { ratios, worstMean = 0, worstVariance = 0, worstScore = 0 } = verdict;
  const cells = ratios === undefined
    ? ["refused", "", "", ""]
    : [ratios.map((ratio) => ratio.toFixed(3)).join(" to "), signed(worstMean), signed(worstVariance), signed(worstScore)];
  return `| ${[job.name, outcome.backend, ...cells].join(" | ")} |`;
}

function tables(outcomes: readonly Outcome[]): readonly string[] {
  return [
    "| consumer | run on | activations and order exact | unknown plans refused | seconds |",
    "|---|---|---|---|---|",
    ...outcomes.map((outcome) => `| ${[outcome.backend, outcome.version, share(outcome.exact), share(outcome.refused), outcome.seconds.toFixed(0)].join(" | ")} |`),
    "",
    "| plan | consumer | measured / predicted variance | worst mean, standard errors | worst variance, standard errors | worst score of `hyperfan compare` |",
    "|---|---|---|---|---|---|",
    ...measuredJobs.flatMap((job, index) => outcomes.map((outcome) => row(outcome, job, outcome.measured[index] ?? { faults: [] }))),
  ];
}

function faultsOf({ backend, measured, exact, refused }: Outcome): readonly string[] {
  const named = [...measured, ...exact, ...refused].flatMap(({ faults }, index) => faults.map((fault) => `${backend}, ${jobs[index]?.name ?? ""}: ${fault}`));
  return named.map((fault) => fault.slice(0, 400));
}

/** Puts lines between the markers of docs/backends.md. */
function write(lines: readonly string[]): void {
  const file = join(__dirname, "..", "backends.md");
  const [before, , after] = readFileSync(file, "utf8").split(/(?<=<!-- conformance -->\n)|(?=<!-- \/conformance -->)/u);
  if (before === undefined || after === undefined) throw new Error(`${file} has no markers`);
  writeFileSync(file, `${before}${lines.join("\n")}\n${after}`);
}

async function main(): Promise<void> {
  writeFileSync(join(folder, "jobs.json"), JSON.stringify(jobs));
  const commands = backends.map((backend) => ({ backend, command: commandFor(backend) }));
  const missing = commands.filter(({ command }) => command === undefined).map(({ backend }) => backend);
  // Those that take longest first.
  const waiting = commands.flatMap(({ backend, command }) => (command === undefined ? [] : [{ backend, command }])).reverse();
  const outcomes = new Map<Backend, Outcome>();
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) outcomes.set(next.backend, await run(next.backend, next.command));
  };
  await Promise.all([work(), work()]);

  const inOrder = backends.flatMap((backend) => outcomes.get(backend) ?? []);
  const lines = tables(inOrder);
  const faults = inOrder.flatMap(faultsOf);
  console.log([...lines, "", ...faults].join("\n"));
  if (options.write === true) write(lines);
  if (missing.length > 0) console.log(`Skipped, since what they run on is missing and could not be installed: ${missing.join(", ")}.`);
  if (faults.length > 0 || (missing.length > 0 && options["allow-missing"] !== true)) process.exitCode = 1;
}

main().finally(() => { rmSync(folder, { recursive: true }); }).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
