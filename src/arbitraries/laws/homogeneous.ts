import fc from "fast-check";
import { fullRequest } from "../full-requests.js";
import { weightLayer } from "../layers.js";
import { network } from "../networks.js";
import { positive } from "../numbers.js";
import { exact, FULL, homogeneousHypernet } from "./cases.js";
import { varianceOf } from "./formulas/hypernet.js";
import { scaledInputs } from "./formulas/scaled-inputs.js";
import { law } from "./law.js";

const requests = fullRequest({ conventions: exact, hypernet: homogeneousHypernet, network: network({ layer: weightLayer() }), without: ["headOverrides"] });

export const homogeneous = law({
  name: "homogeneous",
  statement: "Inputs with k times the second moment give heads with 1/k of the variance, if the hypernetwork scales with its input.",
  kinds: FULL,
  cases: () => fc.tuple(requests, positive()),
  holds: async ([request, factor], { full }, { close }) => {
    const before = await full(request);
    const after = await full(scaledInputs(request, factor));
    after.heads.forEach(({ tensor, weight }, position) => {
      const expected = before.heads[position];
      close(varianceOf(weight) * factor, expected && varianceOf(expected.weight), () => `the head variance of tensor ${String(tensor)}, times k = ${String(factor)},`);
    });
  },
});
