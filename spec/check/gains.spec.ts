import fc from "fast-check";
import { gainsAlong, squareOf, type LayerMap } from "../../src/check/gains.js";
import { activationFunction } from "../../src/math/activation-function.js";
import type { Activation } from "../../src/math/activation.js";

const relu: Activation = { name: "relu" };
const layer = (change: Partial<LayerMap>): LayerMap => ({ fanIn: 100, fanOut: 50, activation: relu, weightSquare: 0.02, biasSquare: 0, ...change });

describe("squareOf", () => {
  it("counts the square of a mean, and is finite", () => {
    expect(squareOf({ mean: -2, variance: 1 })).toBe(5);
    expect(squareOf({ mean: 1e200, variance: 0 })).toBe(1e290);
  });
});

describe("gainsAlong", () => {
  it("keeps the second moment in a Kaiming layer, and gives gradients the ratio of the fans", () => {
    expect(gainsAlong([layer({})], false)).toEqual([{ fanIn: 100, fanOut: 50, forward: 1, reached: 1, backward: 0.5 }]);
  });

  it("lets a bias take part: half from the weights, half from it", () => {
    // z = 100·0.01·q + 1, and relu halves it
    const [first, second] = gainsAlong([layer({ weightSquare: 0.01, biasSquare: 1 }), layer({ weightSquare: 0.03, biasSquare: 1 })], false);
    expect(first).toMatchObject({ forward: 1, reached: 1, backward: 0.25 });
    expect(second).toMatchObject({ forward: 2, reached: 2, backward: 0.75 });
  });

  it("passes what one layer makes of it on to the next: gains multiply to what is reached", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1e-3, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }), fc.constantFrom<Activation["name"]>("relu", "tanh", "gelu"), (squares, name) => {
        const gains = gainsAlong(squares.map((weightSquare) => layer({ weightSquare, activation: { name } as Activation })), false);
        const product = gains.reduce((total, { forward }) => total * (forward ?? NaN), 1);
        expect(product / gains.at(-1)!.reached).toBeCloseTo(1, 10);
      }),
    );
  });

  it("starts every layer from 1 where norm layers reset the scale", () => {
    const layers = [layer({ weightSquare: 0.2, biasSquare: 1 }), layer({ biasSquare: 1 })];
    expect(gainsAlong(layers, true).map(({ forward }) => forward)).toEqual([10.5, 1.5]);
    expect(gainsAlong(layers, false).map(({ reached }) => reached)).toEqual([10.5, 11]);
  });

  it("has no gain where nothing arrives, and goes on from a bias", () => {
    const gains = gainsAlong([layer({ weightSquare: 0 }), layer({ biasSquare: 2 }), layer({})], false);
    expect(gains.map(({ forward, reached }) => [forward, reached])).toEqual([[0, 0], [null, 1], [1, 1]]);
  });

  it("stays finite far beyond the doubles", () => {
    const gains = gainsAlong(Array.from({ length: 20 }, () => layer({ weightSquare: 1e40, activation: { name: "gelu" } })), false);
    for (const { forward, reached, backward } of gains) expect([forward, reached, backward].every(Number.isFinite)).toBe(true);
  });
});

/** A repeatable stream of numbers in [0, 1). Source: Lehmer's generator with the multiplier of Park & Miller 1988. */
function stream(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

describe("the gains of drawn layers", () => {
  const [fanIn, fanOut, draws] = [60, 40, 300];

  it.each<[Activation["name"], number, number]>([["relu", 0.05, 0], ["relu", 0.01, 0.7], ["tanh", 0.03, 0.2], ["gelu", 0.04, 0.1], ["softplus", 0.02, 1]])(
    "of %s are those that are measured (weights %d, biases %d)",
    (name, weightSquare, biasSquare) => {
      const random = stream(7);
      const uniform = (square: number): number => Math.sqrt(3 * square) * (2 * random() - 1);
      const { value, derivative } = activationFunction({ name } as Activation);
      let [before, after, gradient, received] = [0, 0, 0, 0];
      for (let draw = 0; draw < draws; draw++) {
        const x = Array.from({ length: fanIn }, () => uniform(1));
        const delta = Array.from({ length: fanOut }, () => uniform(1));
        const weights = delta.map(() => x.map(() => uniform(weightSquare)));
        const z = weights.map((row) => row.reduce((sum, w, i) => sum + w * x[i]!, uniform(biasSquare)));
        before += x.reduce((sum, h) => sum + h * h, 0) / fanIn;
        after += z.reduce((sum, h) => sum + value(h) ** 2, 0) / fanOut;
        gradient += delta.reduce((sum, d) => sum + d * d, 0) / fanOut;
        received += x.reduce((sum, _, i) => sum + z.reduce((total, h, j) => total + weights[j]![i]! * derivative(h) * delta[j]!, 0) ** 2, 0) / fanIn;
      }
      const [gains] = gainsAlong([{ fanIn, fanOut, activation: { name } as Activation, weightSquare, biasSquare }], false);
      expect(after / before / gains!.forward!).toBeCloseTo(1, 1);
      expect(received / gradient / gains!.backward).toBeCloseTo(1, 1);
    },
  );
});
