// `npm run mutation [-- PART…]`: changes the sources a little, over and over, and tells which changes no test notices.
"use strict";

const path = require("node:path");

// A part of the sources, and the specs that are about it: running them all for every change would take days.
const PARTS = {
  math: { mutate: ["src/math/**/*.ts"], specs: ["math"] },
  plan: { mutate: ["src/plan/**/*.ts", "src/*.ts"], specs: ["*.spec.ts", "plan", "reference", "properties/{exactness,scaling,presets,methods,chunk-runs}.spec.ts"] },
  request: { mutate: ["src/request/**/*.ts"], specs: ["request", "plan", "properties/plain-data.spec.ts"] },
  advise: { mutate: ["src/advise/**/*.ts"], specs: ["advise"] },
  check: { mutate: ["src/check/**/*.ts"], specs: ["check"] },
  compare: { mutate: ["src/compare/**/*.ts"], specs: ["compare/!(coverage).spec.ts"] },
  simulate: { mutate: ["src/simulate/**/*.ts"], specs: ["simulate"] },
  arbitraries: { mutate: ["src/arbitraries/**/*.ts"], specs: ["arbitraries"] },
  shapes: { mutate: ["src/shapes/**/*.ts"], specs: ["shapes"] },
};

const inSpec = (pattern) => `<rootDir>/spec/${pattern}${pattern.endsWith(".ts") ? "" : "/**/*.spec.ts"}`;

function optionsFor({ mutate, specs }) {
  return {
    testRunner: "jest",
    coverageAnalysis: "perTest",
    mutate,
    // Nothing checks types while it runs.
    disableTypeChecks: false,
    reporters: [],
    fileLogLevel: "off",
    logLevel: "warn",
    tempDirName: ".stryker-tmp",
    jest: {
      projectType: "custom",
      configFile: ".config/jest.json",
      config: { rootDir: ".", testEnvironment: "@stryker-mutator/jest-runner/jest-env/node", testMatch: specs.map(inSpec) },
    },
  };
}

const root = path.dirname(__dirname);
const KILLED = ["Killed", "Timeout"];
const COUNTED = [...KILLED, "Survived", "NoCoverage"];

const firstLine = (text) => text.split("\n")[0];

function report(part, results) {
  const counted = results.filter(({ status }) => COUNTED.includes(status));
  const left = counted.filter(({ status }) => !KILLED.includes(status));
  for (const { fileName, location, mutatorName, replacement, status } of left) {
    const { line, column } = location.start;
    console.log(`${path.relative(root, fileName)}:${line}:${column}  ${status}  ${mutatorName}: ${firstLine(replacement)}`);
  }
  console.log(`${part}: ${counted.length - left.length} of ${counted.length} killed, ${((100 * (counted.length - left.length)) / counted.length).toFixed(1)} %\n`);
  return { killed: counted.length - left.length, counted: counted.length };
}

async function main(names) {
  const { Stryker } = await import("@stryker-mutator/core");
  for (const name of names) report(name, await new Stryker(optionsFor(PARTS[name])).runMutationTest());
}

const chosen = process.argv.slice(2);
main(chosen.length === 0 ? Object.keys(PARTS) : chosen).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
