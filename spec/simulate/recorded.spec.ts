import { readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { comparison } from "../../src/arbitraries/laws/comparison.js";
import type { Simulation } from "../../src/simulate/index.js";
import { RECORDED_FILE, simulations } from "./recorded.js";

const recorded = JSON.parse(readFileSync(RECORDED_FILE, "utf8")) as Readonly<Record<string, Simulation>>;
const anew = JSON.parse(JSON.stringify(simulations())) as Readonly<Record<string, Simulation>>;

// Whoever cites a seed relies on it. `npm run simulations` records anew what is to change; other specs say whether it is right.
it.each(Object.entries(recorded))("the numbers of a seed stay the same from version to version: %s", (name, expected) => {
  // Processors and versions of V8 differ in the last places of a sine or a logarithm.
  comparison(1e-6).alike(anew[name], expected, () => name);
});

it("all of them are recorded", () => {
  expect(Object.keys(anew)).toEqual(Object.keys(recorded));
});
