import fc from "fast-check";
import { chunkedRequest } from "../chunked-requests.js";
import { chunking } from "../chunks.js";
import { network } from "../networks.js";
import { anotherLayer, withLayer } from "./appended.js";
import { CHUNKED, exact, quickHypernet } from "./cases.js";
import { runsOfChunks } from "./formulas/chunk-loop.js";
import { sizeOf } from "./formulas/fans.js";
import { law } from "./law.js";

// The other strategies set the output layer by all tensors.
const requests = chunkedRequest({
  conventions: exact,
  network: network({ numbered: true }),
  hypernet: quickHypernet,
  chunking: chunking({ strategy: fc.constant("embedding") }),
  without: ["generated", "targetVariances"],
});

/** What a chunk is drawn by, wherever its run begins and ends. */
const chunksOf = (runs: Parameters<typeof runsOfChunks>[0]): readonly unknown[] => runsOfChunks(runs).map((run) => ({ ...run, first: 0, count: 0 }));

export const appendingChunks = law({
  name: "appending-chunks",
  statement: "Tensors of another layer, put behind the others, leave all chunks as they were that hold nothing of them.",
  kinds: CHUNKED,
  cases: () => fc.tuple(requests, anotherLayer),
  holds: async ([request, layer], { chunked }, { alike }) => {
    const before = await chunked(request);
    const after = await chunked(withLayer(request, layer));
    const full = Math.floor(request.targetShapes.map(sizeOf).reduce((total, size) => total + size, 0) / before.chunks.size);
    alike(chunksOf(after.chunks.runs).slice(0, full), chunksOf(before.chunks.runs).slice(0, full), () => "the chunks before");
  },
});
