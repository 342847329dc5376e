import fc from "fast-check";
import type { RequestInput } from "../../request/schema.js";
import { chunkedRequest } from "../chunked-requests.js";
import { chunking } from "../chunks.js";
import { plainHypernet } from "../hypernets.js";
import { variance } from "../numbers.js";
import { CHUNKED, exact } from "./cases.js";
import { must, isClose } from "./comparison.js";
import { embeddingsOfTensors, runsOfChunks } from "./formulas/chunk-loop.js";
import { inputCorrelation, largestOfPairs, throughLayers, throughRelu } from "./formulas/correlation.js";
import { inputOf } from "./formulas/hypernet.js";
import { law } from "./law.js";

const requests = chunkedRequest({
  conventions: exact,
  hypernet: plainHypernet({ activation: fc.constantFrom("linear", "relu") }),
  chunking: chunking({ minVariance: variance({ exponents: [-5, -1] }) }),
});

const identity = (correlation: number): number => correlation;

/** Correlation of two chunks of a request by their embeddings' variances. */
function correlationIn({ hypernet: { activation = "relu", hiddenDims = [100, 100], dropout = 0 } = {}, ...request }: RequestInput, embeddingDim: number) {
  const input = { shared: inputOf(request).sumOfSquares, embeddingDim };
  const map = activation === "linear" ? identity : throughRelu;
  return (a: number, b: number): number => throughLayers(map, hiddenDims.length, dropout, inputCorrelation(input, a, b));
}

export const correlationFormula = law({
  name: "correlation-formula",
  statement: "In a linear hypernetwork chunks correlate by n_e q_e / √[(n_e q_e + n_c Var(c_j)) (n_e q_e + n_c Var(c_k))], in a relu one by the arc-cosine kernel of that, layer by layer.",
  kinds: CHUNKED,
  cases: () => requests,
  holds: async (request, { chunked }, { tolerance }) => {
    const made = await chunked(request);
    const correlation = correlationIn(request, made.chunks.embeddingDim);
    const check = (found: number | null | undefined, variances: readonly number[], what: string): void => {
      const expected = largestOfPairs(variances, correlation);
      must(found === expected || isClose(found ?? NaN, expected ?? NaN, tolerance), () => `${what} is ${String(found)} instead of ${String(expected)}`);
    };
    check(made.summary.largestCorrelation, runsOfChunks(made.chunks.runs).map((run) => run.variance), "the largest correlation");
    embeddingsOfTensors(made).forEach((variances, position) => { check(made.tensors[position]?.correlation, variances, `the correlation of tensor ${String(made.tensors[position]?.tensor)}`); });
  },
});
