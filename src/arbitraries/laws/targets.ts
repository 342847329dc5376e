import fc, { type Arbitrary } from "fast-check";
import type { RequestInput } from "../../request/schema.js";
import { chunkedRequest } from "../chunked-requests.js";
import { fullRequest } from "../full-requests.js";
import { weightLayer } from "../layers.js";
import { network } from "../networks.js";
import { BOTH, byKind, exact, quickActivation, quickHypernet } from "./cases.js";
import { targetVariances } from "./formulas/targets.js";
import { law } from "./law.js";
import type { Kind } from "./planner.js";

const parts = {
  network: network({ layer: weightLayer({ activation: fc.option(quickActivation, { nil: undefined }) }), numbered: true }),
  mainActivation: quickActivation,
  hypernet: quickHypernet,
  conventions: exact,
};

const requests = (kinds: readonly Kind[]): Arbitrary<RequestInput> =>
  byKind(kinds, {
    hyperfan: fullRequest({ ...parts, without: ["targetVariances", "headOverrides"] }),
    "chunked-hyperfan": chunkedRequest({ ...parts, without: ["targetVariances"] }),
  });

export const targets = law({
  name: "targets",
  statement: "What is intended of a weight or bias is what the method's formula gives for the fans of its layer, the activation and β.",
  kinds: BOTH,
  cases: requests,
  holds: async (request, { any }, { close }) => {
    const made = await any(request);
    const entries = made.kind === "hyperfan" ? made.heads : made.tensors;
    targetVariances(request).forEach((expected, position) => {
      const entry = entries[position];
      close(entry?.intended?.variance, expected, () => `the intended variance of tensor ${String(entry?.tensor)} (${String(entry?.name)})`);
    });
  },
});
