import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { short, times, type Finding } from "./measure.js";
import { synthetic } from "./networks.js";

const root = join(__dirname, "../../..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly bin: { readonly hyperfan: string } };
const command = join(root, manifest.bin.hyperfan);
const request = join(root, "docs/examples/resnet32.request.json");

function run(args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  if (status !== 0) throw new Error(`node ${args.join(" ")} failed: ${stderr}`);
}

/** The command from start to end, against a process that does nothing. */
export function coldStart(): Finding {
  const found = times(
    {
      empty: () => { run(["-e", ""]); },
      help: () => { run([command, "--help"]); },
      version: () => { run([command, "--version"]); },
      plan: () => { run([command, "plan", request]); },
    },
    21,
  );
  return {
    title: "Cold start",
    rows: Object.entries(found).map(([name, taken]) => ({ command: name, "median, ms": short(taken) })),
    claims: [
      { claim: "hyperfan plan resnet32 / empty process", ratio: found.plan / found.empty, limit: 1.4 },
      { claim: "hyperfan --help / empty process", ratio: found.help / found.empty, limit: 1.1 },
      { claim: "hyperfan --version / empty process", ratio: found.version / found.empty, limit: 1.1 },
    ],
  };
}

/** Peak resident memory of a process, in bytes, as the operating system counts it. */
function peakMemory(args: readonly string[]): number {
  const script = `import resource,subprocess,sys;subprocess.run(sys.argv[1:],check=True,stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL);print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)`;
  const { stdout } = spawnSync("python3", ["-c", script, process.execPath, ...args], { encoding: "utf8" });
  return Number(stdout) * 1024;
}

/** Memory of the command on a large request, against what it reads and writes. */
export function commandMemory(): Finding {
  const folder = mkdtempSync(join(tmpdir(), "hyperfan-bench-"));
  try {
    const input = join(folder, "request.json");
    const output = join(folder, "plan.json");
    writeFileSync(input, JSON.stringify(synthetic(1e6, "hyperfan")));
    const peak = peakMemory([command, "plan", input, "--compact", "--out", output]);
    const data = statSync(input).size + statSync(output).size;
    const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
    return {
      title: "Memory at 10⁶ tensors",
      rows: [{ "input and output, MB": megabytes(data), "peak, MB": megabytes(peak) }],
      claims: [{ claim: "peak memory / input and output", ratio: peak / data, limit: 6 }],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
