import fc from "fast-check";
import type { Head, HyperfanPlan } from "../../plan/schema.js";
import type { RequestInput } from "../../request/schema.js";
import { fullRequest } from "../full-requests.js";
import { hypernet } from "../hypernets.js";
import { network } from "../networks.js";
import { exact, FULL } from "./cases.js";
import { law } from "./law.js";

// Layers are numbered, since a tensor of unknown layer is told by its place.
const requests = fullRequest({
  conventions: exact,
  network: network({ numbered: true }),
  hypernet: hypernet({ useBias: fc.constant(true) }),
  without: ["generated", "targetVariances", "headOverrides"],
});

const permuted = requests.chain((request) => {
  const indices = [...request.targetShapes.keys()];
  return fc.tuple(fc.constant(request), fc.shuffledSubarray(indices, { minLength: indices.length }));
});

function inOrder(request: RequestInput, order: readonly number[]): RequestInput {
  const { targetShapes, paramMeta = [] } = request;
  return { ...request, targetShapes: order.map((index) => targetShapes[index] ?? []), paramMeta: order.map((index) => paramMeta[index] ?? { name: "" }) };
}

/** The head of a tensor, without what tells its place. */
function headOf({ heads }: HyperfanPlan, tensor: number): Partial<Head> {
  return { ...heads.find((head) => head.tensor === tensor), tensor: 0, rows: [0, 0] };
}

export const permutation = law({
  name: "permutation",
  statement: "Tensors in another order get the same heads in that order.",
  kinds: FULL,
  cases: () => permuted,
  holds: async ([request, order], { full }, { alike }) => {
    const before = await full(request);
    const after = await full(inOrder(request, order));
    order.forEach((tensor, position) => {
      alike(headOf(after, position), headOf(before, tensor), () => `the head of tensor ${String(tensor)}, now ${String(position)}`);
    });
  },
});
