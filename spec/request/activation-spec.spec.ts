import { activationNames } from "../../src/math/index.js";
import { activationSchema, toActivation } from "../../src/request/activation-spec.js";

describe("an activation in a request", () => {
  it.each(activationNames)("may be the name %s, or an object of that name", (name) => {
    expect(activationSchema.parse(name)).toBe(name);
    expect(toActivation(activationSchema.parse(name))).toEqual(toActivation(activationSchema.parse({ name })));
    expect(toActivation(activationSchema.parse(name)).name).toBe(name);
  });

  it("has the parameter that it is given, also 0 and a negative one", () => {
    for (const negativeSlope of [0, -0.5, 2]) expect(toActivation(activationSchema.parse({ name: "leaky_relu", negativeSlope }))).toEqual({ name: "leaky_relu", negativeSlope });
    for (const alpha of [0, -1, 2]) expect(toActivation(activationSchema.parse({ name: "elu", alpha }))).toEqual({ name: "elu", alpha });
  });

  it("has the usual parameter where none is given: slope 0.01, alpha 1", () => {
    expect(toActivation("leaky_relu")).toEqual({ name: "leaky_relu", negativeSlope: 0.01 });
    expect(toActivation("elu")).toEqual({ name: "elu", alpha: 1 });
  });

  it("is an object of its own: changing it changes no other", () => {
    Object.assign(toActivation("elu"), { alpha: 7 });
    expect(toActivation("elu")).toEqual({ name: "elu", alpha: 1 });
  });

  it("has no parameter that is not its own", () => {
    expect(activationSchema.safeParse({ name: "relu", alpha: 1 }).success).toBe(false);
    expect(activationSchema.safeParse({ name: "elu", negativeSlope: 1 }).success).toBe(false);
  });
});
