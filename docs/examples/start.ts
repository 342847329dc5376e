// Run by `npm start`: plans two real networks, writes the plans to a folder, and says what came of them.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseRequest, plan, type Plan } from "../../src/index.js";

const networks = { "ResNet-32": "resnet32", "WRN-28-10": "wrn-28-10" };
const folder = process.argv[2] ?? "plans";

const count = (n: number): string => n.toLocaleString("en-GB");
const tensorsOf = (made: Plan) => (made.kind === "hyperfan" ? made.heads : made.tensors);
const sizeOf = (shape: readonly number[]): number => shape.reduce((size, dim) => size * dim, 1);
const parametersIn = (tensors: readonly { readonly shape: readonly number[] }[]): number =>
  tensors.reduce((total, { shape }) => total + sizeOf(shape), 0);

/** Every tensor that is meant to have a spread, with the standard deviation that it gets as a share of that one. */
function spreads(made: Plan): readonly { readonly shape: readonly number[]; readonly ratio: number }[] {
  return tensorsOf(made).flatMap(({ shape, intended, predicted }) =>
    intended === null || intended.variance === 0 ? [] : [{ shape, ratio: Math.sqrt(predicted.variance / intended.variance) }],
  );
}

function describe(title: string, made: Plan, file: string, bytes: number): readonly string[] {
  const tensors = tensorsOf(made);
  const spread = spreads(made);
  const ratios = spread.map(({ ratio }) => ratio);
  const close = spread.filter(({ ratio }) => Math.abs(ratio - 1) < 0.05);
  const share = (100 * parametersIn(close)) / parametersIn(spread);
  const output = made.kind === "hyperfan" ? "one head each" : `${count(made.chunks.count)} chunks in ${count(made.chunks.runs.length)} runs`;
  return [
    `${title} (${made.kind}): ${count(tensors.length)} tensors, ${count(parametersIn(tensors))} parameters, ${output}`,
    `  wrote ${file} (${count(Math.ceil(bytes / 1000))} kB)`,
    `  predicted std / intended std: ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}` +
      ` over ${count(spread.length)} tensors; ${share.toFixed(1)} % of their parameters within 5 %`,
    `  warnings: ${made.warnings.map(({ code }) => code).join(", ") || "none"}`,
  ];
}

mkdirSync(folder, { recursive: true });
for (const [title, name] of Object.entries(networks)) {
  const request = readFileSync(join(__dirname, `${name}.request.json`), "utf8");
  const made = plan(parseRequest(JSON.parse(request)));
  const file = join(folder, `${name}.plan.json`);
  const text = `${JSON.stringify(made, null, 2)}\n`;
  writeFileSync(file, text);
  console.log(describe(title, made, file, Buffer.byteLength(text)).join("\n"));
}
