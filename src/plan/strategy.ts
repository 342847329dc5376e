import type { Chunking } from "../request/schema.js";

/** What a strategy does to give chunks their variance. */
export interface Strategy {
  /** Lowers the gain of the output layer until every embedding has room. */
  readonly rescales: boolean;
  /** Has all chunks generated with variance 1, and each tensor scaled and shifted by the consumer. */
  readonly scalesTensors: boolean;
}

export const STRATEGIES: Readonly<Record<Chunking["strategy"], Strategy>> = {
  embedding: { rescales: false, scalesTensors: false },
  rescale: { rescales: true, scalesTensors: false },
  "per-tensor-scale": { rescales: true, scalesTensors: true },
};
