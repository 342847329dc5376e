import fc, { type Arbitrary } from "fast-check";
import type { RequestInput } from "../request/schema.js";
import { chunking, type ChunkingInput } from "./chunks.js";
import { plainHypernet } from "./hypernets.js";
import { inputBlocks, type InputBlockInput } from "./inputs.js";
import { customNames, ruledNames } from "./layers.js";
import { anyNetwork } from "./networks.js";
import { positive } from "./numbers.js";
import { byNameOrTensor } from "./overrides.js";
import { givenKeys, partly } from "./partly.js";
import { commonParts, generatedNames, type CommonParts, type RequestOptions } from "./request-parts.js";

export interface ChunkedRequestOptions extends RequestOptions {
  readonly chunking?: Arbitrary<ChunkingInput>;
}

type Alone = Pick<RequestInput, "chunking" | "inputs">;

/** Chunks and inputs; without inputs each condition has chunk embeddings of its own. */
function chunksAndInputs({ chunking: chunks = chunking(), inputs = inputBlocks() }: ChunkedRequestOptions): Arbitrary<Alone> {
  return fc.record({ chunking: chunks, inputs }, { noNullPrototype: true });
}

const chunksAlone = (): Arbitrary<Alone> => chunking({ perCondition: fc.constant(true) }).map((chunks) => ({ chunking: chunks, inputs: [] as InputBlockInput[] }));

function withCaller(parts: CommonParts, alone: Alone, options: ChunkedRequestOptions): Arbitrary<RequestInput> {
  const fields = {
    hypernet: options.hypernet ?? plainHypernet(),
    targetVariances: byNameOrTensor(generatedNames(parts), () => positive()),
  };
  const without = (options.without ?? []).filter((key) => key === "targetVariances");
  return partly(fields, givenKeys(fields, options), without).map((given) => ({ kind: "chunked-hyperfan", ...parts, ...alone, ...given }));
}

/**
 * A request of kind "chunked-hyperfan"; one in four without inputs beside the chunk embedding, unless `inputs` or
 * `chunking` are given.
 *
 * @example fc.assert(fc.property(chunkedRequest({ inputs: inputBlocks({ maxDim: 2 }) }), ({ chunking }) => chunking.size >= 1));
 */
export function chunkedRequest(options: ChunkedRequestOptions = {}): Arbitrary<RequestInput> {
  const parts = commonParts(options.network ?? anyNetwork({ names: [...ruledNames, ...customNames] }), options);
  const given = options.inputs !== undefined || options.chunking !== undefined;
  const alone = given ? chunksAndInputs(options) : fc.oneof({ weight: 3, arbitrary: chunksAndInputs(options) }, { weight: 1, arbitrary: chunksAlone() });
  return fc.tuple(parts, alone).chain(([common, rest]) => withCaller(common, rest, options));
}
