import fc from "fast-check";
import { activationNames, type Activation } from "../../src/math/activation.js";
import { activationFunction } from "../../src/math/activation-function.js";
import { erf } from "../../src/math/erf.js";

const activations: readonly Activation[] = activationNames.map((name) => {
  if (name === "elu") return { name, alpha: 0.7 };
  return name === "leaky_relu" ? { name, negativeSlope: 0.2 } : { name };
});
const cases = activations.map((activation) => [activation.name, activationFunction(activation)] as const);

const valueOf = (activation: Activation) => activationFunction(activation).value;
const moderate = fc.double({ min: -30, max: 30, noNaN: true });
const any = fc.double({ noNaN: true, noDefaultInfinity: true });

/** Whether two numbers agree to a few units in the last place of the largest number that entered them. */
const agree = (a: number, b: number, scale: number): boolean => Math.abs(a - b) <= 8 * Number.EPSILON * scale;

describe("activationFunction", () => {
  it("repeats the definitions, as PyTorch documents them", () => {
    const softplus = (x: number): number => Math.log(1 + Math.exp(x));
    const scale = 1.0507009873554805;
    const alpha = 1.6732632423543772;
    const definitions: readonly (readonly [Activation, (x: number) => number])[] = [
      [{ name: "relu" }, (x) => (x < 0 ? 0 : x)],
      [{ name: "linear" }, (x) => x],
      [{ name: "tanh" }, (x) => (Math.exp(x) - Math.exp(-x)) / (Math.exp(x) + Math.exp(-x))],
      [{ name: "sigmoid" }, (x) => 1 / (1 + Math.exp(-x))],
      [{ name: "selu" }, (x) => scale * (Math.max(0, x) + Math.min(0, alpha * (Math.exp(x) - 1)))],
      [{ name: "gelu" }, (x) => (x / 2) * (1 + erf(x / Math.sqrt(2)))],
      [{ name: "silu" }, (x) => x / (1 + Math.exp(-x))],
      [{ name: "softplus" }, softplus],
      [{ name: "mish" }, (x) => x * Math.tanh(softplus(x))],
      [{ name: "sin" }, (x) => Math.sin(x)],
      [{ name: "erf" }, (x) => erf(x)],
      [{ name: "leaky_relu", negativeSlope: -0.3 }, (x) => Math.max(0, x) - 0.3 * Math.min(0, x)],
      [{ name: "elu", alpha: 2.5 }, (x) => Math.max(0, x) + Math.min(0, 2.5 * (Math.exp(x) - 1))],
    ];
    expect(definitions.map(([{ name }]) => name).sort()).toEqual([...activationNames].sort());
    for (const [activation, definition] of definitions) {
      for (let x = -20; x <= 20; x += 0.125) expect(valueOf(activation)(x)).toBeCloseTo(definition(x), 13);
    }
  });

  it.each(cases)("%s: the derivative is the limit of difference quotients", (_, { value, derivative }) => {
    const step = 2 ** -9;
    // Five points (Abramowitz & Stegun 1964, 25.3.6): an error of step⁴/30 times the fifth derivative. No kink inside.
    const apart = moderate.filter((x) => Math.abs(x) > 2 * step);
    fc.assert(
      fc.property(apart, (x) => {
        const quotient = (8 * (value(x + step) - value(x - step)) - (value(x + 2 * step) - value(x - 2 * step))) / (12 * step);
        return Math.abs(derivative(x) - quotient) < 1e-9;
      }),
      { examples: [[0.5], [-0.5], [-1.3], [25], [-25]] },
    );
  });

  it.each(cases)("%s: value and derivative are finite for every finite x", (_, { value, derivative }) => {
    const finite = (x: number): boolean => Number.isFinite(value(x)) && Number.isFinite(derivative(x));
    const edges = [0, Number.MIN_VALUE, 20, 37, 709.8, 745.2, 1e4, 1e155, Number.MAX_VALUE / 2];
    expect(edges.flatMap((x) => [x, -x]).filter((x) => !finite(x))).toEqual([]);
    fc.assert(fc.property(any.filter((x) => Math.abs(x) < 1e308), finite));
  });

  it("silu, gelu and softplus differ from their reflection by x", () => {
    fc.assert(
      fc.property(moderate, (x) => {
        for (const name of ["silu", "gelu", "softplus"] as const) {
          const value = valueOf({ name });
          if (!agree(value(x) - value(-x), x, Math.max(Math.abs(x), 1))) return false;
        }
        return true;
      }),
    );
  });

  it("mish(x) + mish(-x) = 8x sinh(x) (1 + cosh(x)) / (4 cosh(2x) + 12 cosh(x) + 9)", () => {
    const mish = valueOf({ name: "mish" });
    const sum = (x: number): number => (8 * x * Math.sinh(x) * (1 + Math.cosh(x))) / (4 * Math.cosh(2 * x) + 12 * Math.cosh(x) + 9);
    fc.assert(fc.property(moderate, (x) => agree(mish(x) + mish(-x), sum(x), Math.max(Math.abs(x), 1))));
  });

  it("sigmoid and its reflection add up to one; tanh, sin, erf and linear are odd", () => {
    fc.assert(
      fc.property(moderate, (x) => {
        const sigmoid = valueOf({ name: "sigmoid" });
        const odd = (["tanh", "sin", "erf", "linear"] as const).every((name) => valueOf({ name })(-x) === -valueOf({ name })(x));
        return odd && agree(sigmoid(x) + sigmoid(-x), 1, 1);
      }),
    );
  });

  it("relu is leaky_relu without a slope, linear the one with slope 1, selu a scaled elu", () => {
    const slope = (negativeSlope: number) => valueOf({ name: "leaky_relu", negativeSlope });
    const elu = valueOf({ name: "elu", alpha: 1.6732632423543772 });
    fc.assert(
      fc.property(any, (x) => {
        expect(slope(0)(x)).toBeCloseTo(valueOf({ name: "relu" })(x), 300);
        expect(slope(1)(x)).toBe(x);
      }),
    );
    fc.assert(fc.property(moderate, (x) => agree(valueOf({ name: "selu" })(x), 1.0507009873554805 * elu(x), Math.max(Math.abs(x), 1e-300))));
  });

  // Computed with mpmath 1.3 at 60 digits from the definitions.
  it.each([
    [{ name: "gelu" }, -8, -4.976768459417427e-15, -3.979607261086796e-14],
    [{ name: "gelu" }, -30, -1.472014178144456e-196, -4.416031690708495e-195],
    [{ name: "silu" }, -50, -9.643749239819589e-21, -9.450874255023197e-21],
    [{ name: "mish" }, -50, -9.643749239819589e-21, -9.450874255023197e-21],
    [{ name: "softplus" }, -50, 1.9287498479639178e-22, 1.9287498479639178e-22],
    [{ name: "sigmoid" }, -50, 1.9287498479639178e-22, 1.9287498479639178e-22],
    [{ name: "tanh" }, 1e-10, 1e-10, 1],
    [{ name: "tanh" }, 30, 1, 3.502604305078608e-26],
    [{ name: "erf" }, -6, -1, 2.617301239249265e-16],
    [{ name: "elu", alpha: 1 }, -1e-10, -9.9999999995e-11, 0.9999999999],
  ] as const)("%j at %d keeps its relative precision", (activation, x, value, derivative) => {
    const actual = activationFunction(activation);
    expect(Math.abs(actual.value(x) / value - 1)).toBeLessThan(2e-13);
    expect(Math.abs(actual.derivative(x) / derivative - 1)).toBeLessThan(2e-13);
  });
});
