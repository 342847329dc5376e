import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { quickSchema } from "../../src/request/quick-schema.js";
import { requestSchema } from "../../src/request/schema.js";

const entry = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(1, 2, 64, 2 ** 53 - 1) },
  fc.constantFrom(0, -1, -0, 1.5, 2 ** 53, NaN, Infinity, "3", null, undefined, [], {}),
);
const shape = fc.oneof({ weight: 5, arbitrary: fc.array(entry, { maxLength: 3 }) }, fc.constantFrom(null, undefined, 3, "ab", { length: 1, 0: 3 }));

const junk = fc.constantFrom(undefined, null, -2, 1.5, 2 ** 53, "", "x", true, []);
const usually = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<unknown> => fc.oneof({ weight: 6, arbitrary }, junk);
const meta = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record(
      {
        name: usually(fc.constantFrom("weight", "bias", "bn_scale")),
        layer: usually(fc.constantFrom(-1, 0, -0, 7)),
        label: usually(fc.string()),
        groups: fc.constantFrom(1, 2, 0),
        fanIn: fc.constantFrom(3, -1),
        info: fc.anything(),
        extra: junk,
      },
      { requiredKeys: [] },
    ),
  },
  fc.constantFrom(null, undefined, 3, "weight", [], JSON.parse('{"__proto__": 1, "name": "weight"}') as object, Object.create({ name: "weight", extra: 1 }) as object),
);

const requests = fc.record(
  {
    kind: fc.constant("hyperfan"),
    targetShapes: fc.oneof({ weight: 9, arbitrary: fc.array(shape, { maxLength: 3 }) }, junk),
    paramMeta: fc.oneof({ weight: 9, arbitrary: fc.array(meta, { maxLength: 3 }) }, junk),
    inputs: fc.constant([{ dim: 8 }]),
  },
  { requiredKeys: ["kind", "targetShapes", "inputs"] },
);

describe("quickSchema", () => {
  it("takes what the schema of requests takes, and makes the same of it", () => {
    let valid = 0;
    fc.assert(
      fc.property(requests, (request) => {
        const [quick, full] = [quickSchema, requestSchema].map((schema) => schema.safeParse(request));
        if (quick!.success) valid += 1;
        expect(quick!.success).toBe(full!.success);
        expect(quick!.data).toEqual(full!.data);
      }),
      { numRuns: 3000 },
    );
    expect(valid).toBeGreaterThan(300);
  });

  it("writes no -0, which JSON has not", () => {
    const { data } = quickSchema.safeParse({ kind: "hyperfan", targetShapes: [[2]], paramMeta: [{ name: "bias", layer: -0 }] });
    expect(Object.is(data?.paramMeta?.[0]?.layer, 0)).toBe(true);
  });

  it("keeps nothing of the caller's, who may change it later", () => {
    const request = { kind: "hyperfan" as const, targetShapes: [[2, 3]], paramMeta: [{ name: "weight", layer: 0 }] };
    const { data } = quickSchema.safeParse(request);
    expect(data?.targetShapes[0]).not.toBe(request.targetShapes[0]);
    expect(data?.paramMeta?.[0]).not.toBe(request.paramMeta[0]);
  });

  it("reads each property once, so that what was checked is what is planned", () => {
    let reads = 0;
    const shifty = { get name() { return ["weight", 3][reads++]; }, layer: 0 };
    const { data } = quickSchema.safeParse({ kind: "hyperfan", targetShapes: [[2, 2]], paramMeta: [shifty] });
    expect(data?.paramMeta).toEqual([{ name: "weight", layer: 0 }]);
  });
});
