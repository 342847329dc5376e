import fc from "fast-check";
import { activation, homogeneousNames } from "../activations.js";
import { fullRequest } from "../full-requests.js";
import { weightLayer } from "../layers.js";
import { network } from "../networks.js";
import { weightWithFans } from "../weights.js";
import { exact, FULL } from "./cases.js";
import { varianceOf } from "./formulas/hypernet.js";
import { law } from "./law.js";

const square = weightWithFans().map(({ meta, ...weight }) => ({ ...weight, meta: { ...meta, fanOut: meta.fanIn } }));
const layer = weightLayer({ weight: square, bias: fc.constant(false), activation: fc.constant(undefined) });

const requests = fullRequest({
  conventions: exact,
  network: network({ layer }),
  mainActivation: activation({ names: homogeneousNames }),
  without: ["targetVariances", "headOverrides"],
});

export const methodsCoincide = law({
  name: "methods-coincide",
  statement: "The three methods give a weight the same head where fan-in equals fan-out, no bias shares the layer, and the activation is relu, leaky_relu or linear.",
  kinds: FULL,
  cases: () => requests,
  holds: async (request, { full }, { close }) => {
    const { heads } = await full({ ...request, method: "in" });
    for (const method of ["out", "harmonic"] as const) {
      const others = await full({ ...request, method });
      others.heads.forEach(({ tensor, weight }, position) => {
        const expected = heads[position];
        close(varianceOf(weight), expected && varianceOf(expected.weight), () => `the head variance of tensor ${String(tensor)} by the method ${method}`);
      });
    }
  },
});
