import { activationNames, type Activation } from "../../src/math/activation.js";

describe("activation", () => {
  it("lists every name once, in a fixed order", () => {
    expect(activationNames).toEqual([
      "relu", "linear", "tanh", "sigmoid", "selu", "gelu", "silu", "softplus", "mish", "sin", "erf", "leaky_relu", "elu",
    ]);
  });

  it("is a union by name for the compiler: a parameter cannot be missing", () => {
    // @ts-expect-error negativeSlope is missing
    const slopeless: Activation = { name: "leaky_relu" };
    // @ts-expect-error alpha is missing
    const alphaless: Activation = { name: "elu" };
    expect([slopeless.name, alphaless.name].every((name) => activationNames.includes(name))).toBe(true);
  });
});
