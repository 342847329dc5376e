import { fullRequest } from "../full-requests.js";
import { exact, FULL } from "./cases.js";
import { law } from "./law.js";

export const exactHeads = law({
  name: "exact-heads",
  statement: "Every tensor of a full plan that nothing overrides is predicted to have what is intended, at any depth, activation, norm and dropout.",
  kinds: FULL,
  cases: () => fullRequest({ conventions: exact }),
  holds: async (request, { full }, { close }) => {
    for (const { tensor, intended, predicted } of (await full(request)).heads) {
      if (intended === null) continue;
      close(predicted.mean, intended.mean, () => `the predicted mean of tensor ${String(tensor)}`);
      close(predicted.variance, intended.variance, () => `the predicted variance of tensor ${String(tensor)}`);
    }
  },
});
