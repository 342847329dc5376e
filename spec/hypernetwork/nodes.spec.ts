import type { Distribution } from "../../src/hypernetwork/distribution.js";
import { inputSignal } from "../../src/hypernetwork/input.js";
import type { Node, Samples } from "../../src/hypernetwork/node.js";
import { serial } from "../../src/hypernetwork/node.js";
import { activation } from "../../src/hypernetwork/nodes/activation.js";
import { dense } from "../../src/hypernetwork/nodes/dense.js";
import { dropout } from "../../src/hypernetwork/nodes/dropout.js";
import { norm } from "../../src/hypernetwork/nodes/norm.js";
import { fill } from "../../src/hypernetwork/fill.js";
import { randomOf, type Random } from "../../src/hypernetwork/random.js";
import type { Signal } from "../../src/hypernetwork/signal.js";
import { activationNames, secondMoment, type Activation } from "../../src/math/index.js";
import { toActivation } from "../../src/request/activation-spec.js";

const WIDTH = 60;
const blocks = [{ dim: 40, mean: 0.5, variance: 1, noiseStd: 0 }];

/** Inputs of two samples: the second has `cosine` with the first. */
function inputs(random: Random): Samples {
  const values = new Float64Array(2 * 40);
  fill(values, 80, { type: "normal", mean: 0, std: 1 }, random);
  for (let index = 0; index < 40; index += 1) {
    const [first, own] = [values[index]!, values[40 + index]!];
    values[index] = 0.5 + first;
    values[40 + index] = 0.5 + 0.6 * first + 0.8 * own;
  }
  return { count: 2, width: 40, values };
}
/** Of E[xy] over E[x²]: (0.25 + 0.6)/1.25. */
const COSINE = 0.68;

const uniform = (inputsOf: number, gain: number): Distribution => ({ type: "uniform", low: -Math.sqrt((3 * gain) / inputsOf), high: Math.sqrt((3 * gain) / inputsOf) });
const linear = (inputsOf: number, gain: number): Node => dense({ inputs: inputsOf, outputs: WIDTH, weight: uniform(inputsOf, gain), bias: null });
const named = (name: Activation["name"]): Activation => toActivation(name);

interface Measured {
  readonly mean: number;
  readonly secondMoment: number;
  readonly cosine: number;
  readonly spread: number;
}

/** What nodes make of drawn inputs, with standard errors over draws. */
function measured(node: Node, draws: number, seed: number): { readonly [Key in keyof Measured]: readonly [value: number, error: number] } {
  const random = randomOf(seed);
  const rows = Array.from({ length: draws }, () => {
    const { values, width } = node.sample(inputs(random), random);
    const over = (of: (index: number) => number): number => Array.from({ length: width }, (_, index) => of(index)).reduce((sum, x) => sum + x, 0) / width;
    return { mean: over((index) => values[index]!), square: over((index) => values[index]! ** 2), other: over((index) => values[width + index]! ** 2), product: over((index) => values[index]! * values[width + index]!) };
  });
  const stats = (of: (row: (typeof rows)[number]) => number): readonly [number, number] => {
    const found = rows.map(of);
    const mean = found.reduce((sum, x) => sum + x, 0) / draws;
    return [mean, Math.sqrt(found.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws / draws)];
  };
  const [square, squareError] = stats(({ square: x }) => x);
  const [other] = stats(({ other: x }) => x);
  const [product, productError] = stats(({ product: x }) => x);
  const [spread, spreadError] = stats(({ square: x }) => (x / square - 1) ** 2);
  const cosine = product / Math.sqrt(square * other);
  return { mean: stats(({ mean }) => mean), secondMoment: [square, squareError], cosine: [cosine, productError / square + (0.5 * Math.abs(cosine) * squareError) / square], spread: [spread, spreadError] };
}

/** Within four standard errors, and what the limit of wide layers leaves out. */
function expectNear([found, error]: readonly [number, number], predicted: number, slack = 0): void {
  expect(Math.abs(found - predicted)).toBeLessThan(4 * error + slack);
}

const start: Signal = inputSignal(blocks, null);

function expectAgreement(node: Node, slack: number): void {
  const found = measured(node, 1000, 7);
  const { mean, secondMoment: square, scatter } = node.forward(start);
  expectNear(found.secondMoment, square, 0.01 * square);
  expectNear(found.mean, mean, 0.004);
  expectNear(found.cosine, node.joint(COSINE, start, start), 0.01);
  expectNear(found.spread, scatter.spread, slack);
}

// Seeds are fixed, so nothing here fails by chance.
describe("what a node does to samples is what it does to a signal", () => {
  it("for the input", () => {
    expectAgreement({ forward: (signal) => signal, joint: (cosine) => cosine, sample: (samples) => samples, proportional: true }, 0);
  });

  it("for a dense node", () => {
    expectAgreement(linear(40, 3), 0);
  });

  it.each(activationNames)("for a dense node and %s", (name) => {
    expectAgreement(serial([linear(40, 1 / 1.25), activation(named(name))]), 0.003);
  });

  it.each(["relu", "tanh", "gelu"] as const)("for two layers of %s with dropout", (name) => {
    const gain = 1 / secondMoment(named(name), 1);
    const layer = (from: number): Node => serial([linear(from, gain), activation(named(name)), dropout(0.25)]);
    expectAgreement(serial([layer(40), layer(WIDTH)]), 0.01);
  });

  it("for a layer norm, which leaves no spread, and the activation behind it", () => {
    const node = serial([linear(40, 5), norm("layer")]);
    const found = measured(node, 500, 1);
    expectNear(found.secondMoment, 1);
    expect(found.spread[0]).toBeLessThan(1e-20);
    for (const name of ["relu", "tanh", "softplus"] as const) expectAgreement(serial([linear(40, 5), norm("layer"), activation(named(name))]), 0.001);
  });
});

describe("proportional nodes", () => {
  const scaled = (signal: Signal, factor: number): Signal => ({ ...signal, secondMoment: factor * signal.secondMoment });

  it.each(activationNames)("tell of %s whether what comes out grows as what goes in", (name) => {
    const { forward, proportional } = activation(named(name));
    const ratio = forward(scaled(start, 9)).secondMoment / forward(start).secondMoment;
    expect(Math.abs(ratio - 9) < 1e-12).toBe(proportional);
  });

  it("are those whose nodes are", () => {
    expect(serial([linear(3, 1), activation(named("relu")), dropout(0.5)]).proportional).toBe(true);
    expect(serial([linear(3, 1), norm("layer"), activation(named("relu"))]).proportional).toBe(false);
    expect(serial([linear(3, 1), activation(named("tanh"))]).proportional).toBe(false);
  });
});
