/** `npm run bench [-- --json] [PART…]`: times and sizes as ratios measured side by side in one run. */
import { parseArgs } from "node:util";
import { activationMoments } from "./activation-moments.js";
import { chunkCount } from "./chunk-count.js";
import { chunkedActivations } from "./chunked-activations.js";
import { coldStart, commandMemory } from "./cold-start.js";
import { floor } from "./floor.js";
import { short, type Finding } from "./measure.js";
import { model } from "./model.js";
import { referenceLoop } from "./reference-loop.js";
import { weight } from "./weight.js";

const PARTS: Readonly<Record<string, () => Finding>> = {
  "chunk-count": chunkCount,
  "reference-loop": referenceLoop,
  floor,
  "cold-start": coldStart,
  memory: commandMemory,
  weight,
  "activation-moments": activationMoments,
  "chunked-activations": chunkedActivations,
  model,
};

function print({ title, rows, claims }: Finding): void {
  console.log(`\n## ${title}\n`);
  const columns = Object.keys(rows[0] ?? {});
  console.log(`| ${columns.join(" | ")} |\n|${columns.map(() => "---").join("|")}|`);
  for (const row of rows) console.log(`| ${columns.map((column) => row[column] ?? "").join(" | ")} |`);
  console.log("\n| ratio | measured | at most | |\n|---|---|---|---|");
  for (const { claim, ratio, limit } of claims) console.log(`| ${claim} | ${short(ratio)} | ${short(limit)} | ${ratio <= limit ? "met" : "not met"} |`);
}

const { values, positionals } = parseArgs({ options: { json: { type: "boolean", default: false } }, allowPositionals: true });
const chosen = positionals.length === 0 ? Object.keys(PARTS) : positionals;
const findings = chosen.map((name) => {
  const part = PARTS[name];
  if (part === undefined) throw new Error(`No part ${name}; the parts are ${Object.keys(PARTS).join(", ")}.`);
  const finding = part();
  if (!values.json) print(finding);
  return finding;
});
if (values.json) console.log(JSON.stringify({ node: process.version, platform: `${process.platform} ${process.arch}`, findings }, null, 2));
