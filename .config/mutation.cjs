// `npm run mutation [-- PART…]`: changes the sources a little, over and over, and lists the changes that no test notices.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const root = path.dirname(__dirname);

// A part of the sources, and what of spec is about it, the quickest to notice something first: running all specs for every
// change would take days. What simulates or plans for seconds is run only for the changes that the others do not notice,
// one file at a time: lines that may be changed run slowly, those of a simulation's loops above all.
const PARTS = {
  math: { mutate: ["src/math"], specs: ["math"] },
  plan: { mutate: ["src/plan", "src/*.ts"], specs: ["reference", "conventions", "errors", "plan", "request", "json-schema", "properties/presets", "properties/exactness", "vectors/vectors", "docs/fields", "docs/codes", "properties/clipping", "cli/schema", "check"] },
  request: { mutate: ["src/request"], specs: ["request", "plan/parse-plan", "reference", "vectors/vectors", "docs/fields", "docs/codes", "json-schema"] },
  advise: { mutate: ["src/advise"], specs: ["advise"] },
  check: { mutate: ["src/check"], specs: ["check"] },
  compare: { mutate: ["src/compare"], specs: ["compare"], slow: ["compare/coverage"] },
  hypernetwork: { mutate: ["src/hypernetwork", "src/kinds"], specs: ["hypernetwork", "kinds", "simulate/recorded", "plan/likeness", "plan/output-variance", "reference", "vectors/vectors"], slow: ["simulate/simulate"] },
  simulate: { mutate: ["src/simulate"], specs: ["simulate/recorded", "simulate/estimate"], slow: ["simulate/simulate"] },
  arbitraries: { mutate: ["src/arbitraries/*.ts"], specs: ["arbitraries/drawn", "properties/arbitraries", "arbitraries/examples", "arbitraries"] },
  laws: { mutate: ["src/arbitraries/laws"], specs: ["arbitraries/comparison", "arbitraries/flaws", "arbitraries/laws", "arbitraries/kit", "arbitraries/docs"] },
  safetensors: { mutate: ["src/shapes/safetensors"], specs: ["shapes/safetensors", "shapes/shards", "shapes/properties", "shapes"] },
  onnx: { mutate: ["src/shapes/onnx", "src/shapes/graph"], specs: ["shapes/onnx", "shapes/tfjs", "shapes"] },
  tfjs: { mutate: ["src/shapes/tfjs", "src/shapes/json"], specs: ["shapes/tfjs", "shapes/list", "shapes/safetensors", "shapes"] },
  lists: { mutate: ["src/shapes/lists", "src/shapes/*.ts"], specs: ["shapes/list", "shapes/roles", "shapes/tfjs", "shapes/safetensors", "shapes"] },
  roles: { mutate: ["src/shapes/roles"], specs: ["shapes/reasons", "shapes/rules", "shapes/leaves", "shapes/infer", "shapes/subject", "docs/model-rules", "shapes/roles", "shapes/list", "shapes/tfjs", "shapes"] },
  cli: { mutate: ["src/cli", "!src/cli/main.ts"], specs: ["cli/help", "cli/check-report", "cli/compare-report", "cli/simulation", "cli/plan", "cli"] },
};

// Take many seconds.
const SLOW = ["compare/coverage", "plan/large", "simulate/verification"];
// Run what was built, in which nothing is changed.
const BUILT = "cli/built/";

// Names of spec files from spec on, with those of the earlier of `beginnings` first.
function specsLike(beginnings) {
  const isWanted = (name) => !name.startsWith(BUILT) && (!SLOW.includes(name) || beginnings.includes(name));
  const all = fs.readdirSync(path.join(root, "spec"), { recursive: true }).filter((name) => name.endsWith(".spec.ts") && isWanted(name.replace(".spec.ts", "")));
  return [...new Set(beginnings.flatMap((beginning) => all.filter((name) => name.startsWith(beginning)).sort()))];
}

const filesOf = (mutate) => mutate.map((pattern) => (pattern.endsWith(".ts") ? pattern : `${pattern}/**/*.ts`));

function optionsFor(mutate, specs) {
  return {
    mutate,
    testRunner: "command",
    buildCommand: `node .config/mutation/bundle.cjs .mutation.cjs ${specsLike(specs).join(" ")}`,
    commandRunner: { command: "node .mutation.cjs" },
    // Nothing checks types while it runs.
    disableTypeChecks: false,
    reporters: [process.stdout.isTTY ? "progress" : "progress-append-only"],
    fileLogLevel: "off",
    logLevel: "error",
  };
}

const KILLED = ["Killed", "Timeout"];
const percent = (part, whole) => `${part} of ${whole} killed, ${((100 * part) / whole).toFixed(1)} %`;
const oneLine = (text) => text.replaceAll(/\s+/g, " ").slice(0, 80);

function describe({ fileName, location: { start }, mutatorName, replacement }) {
  return `${path.relative(root, fileName)}:${start.line}:${start.column}  ${mutatorName}: ${oneLine(replacement)}`;
}

async function mutants(mutate, specs) {
  const { Stryker } = await import("@stryker-mutator/core");
  return new Stryker(optionsFor(mutate, specs)).runMutationTest();
}

/** Where a change is, as Stryker wants to be told: columns count from 0, lines from 1. */
const rangeOf = ({ fileName, location: { start, end } }) => `${path.relative(root, fileName)}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`;

/** Those of some changes that other specs do not notice either. */
async function stillLeft(left, specs) {
  const survived = new Set();
  for (const file of new Set(left.map(({ fileName }) => fileName))) {
    const ranges = left.filter(({ fileName }) => fileName === file).map(rangeOf);
    for (const mutant of await mutants(ranges, specs)) if (mutant.status === "Survived") survived.add(describe(mutant));
  }
  return left.filter((mutant) => survived.has(describe(mutant)));
}

async function run(name) {
  const { mutate, specs, slow = [] } = PARTS[name];
  const found = await mutants(filesOf(mutate), specs);
  const tried = found.filter(({ status }) => status === "Survived" || KILLED.includes(status));
  const first = tried.filter(({ status }) => status === "Survived");
  const left = slow.length === 0 || first.length === 0 ? first : await stillLeft(first, slow);
  for (const mutant of left) console.log(describe(mutant));
  console.log(`${name}: ${percent(tried.length - left.length, tried.length)}\n`);
  return { killed: tried.length - left.length, all: tried.length };
}

async function main(names) {
  const unknown = names.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined) throw new Error(`No part ${unknown}; the parts are ${Object.keys(PARTS).join(", ")}.`);
  const counts = [];
  for (const name of names) counts.push(await run(name));
  const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
  console.log(percent(sum("killed"), sum("all")));
}

const chosen = process.argv.slice(2);
main(chosen.length === 0 ? Object.keys(PARTS) : chosen).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
