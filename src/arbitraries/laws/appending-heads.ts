import fc from "fast-check";
import { fullRequest } from "../full-requests.js";
import { hypernet } from "../hypernets.js";
import { network } from "../networks.js";
import { anotherLayer, withLayer } from "./appended.js";
import { exact, FULL } from "./cases.js";
import { law } from "./law.js";

const requests = fullRequest({
  conventions: exact,
  network: network({ numbered: true }),
  hypernet: hypernet({ useBias: fc.constant(true) }),
  without: ["generated", "targetVariances", "headOverrides"],
});

export const appendingHeads = law({
  name: "appending-heads",
  statement: "Tensors of another layer, put behind the others, leave all heads before them as they were.",
  kinds: FULL,
  cases: () => fc.tuple(requests, anotherLayer),
  holds: async ([request, layer], { full }, { alike }) => {
    const { heads } = await full(request);
    const after = await full(withLayer(request, layer));
    alike(after.heads.slice(0, heads.length), heads, () => "the heads before");
  },
});
