import { appendingChunks } from "./appending-chunks.js";
import { appendingHeads } from "./appending-heads.js";
import { BrokenLawError } from "./broken-law-error.js";
import { chunkRuns } from "./chunk-runs.js";
import { chunkSum } from "./chunk-sum.js";
import { chunkTargets } from "./chunk-targets.js";
import { chunksOnTarget } from "./chunks-on-target.js";
import { correlationBounds } from "./correlation-bounds.js";
import { correlationFormula } from "./correlation-formula.js";
import { correlationGrowth } from "./correlation-growth.js";
import { deterministic } from "./deterministic.js";
import { embeddings } from "./embeddings.js";
import { exactHeads } from "./exact-heads.js";
import { harmonicBetween } from "./harmonic-between.js";
import { homogeneous } from "./homogeneous.js";
import { inputUntouched } from "./input-untouched.js";
import type { Law, LawOptions, LawReport } from "./law.js";
import { methodsCoincide } from "./methods-coincide.js";
import { perTensorScale } from "./per-tensor-scale.js";
import { permutation } from "./permutation.js";
import { plainData } from "./plain-data.js";
import type { Planner } from "./planner.js";
import { propagation } from "./propagation.js";
import { refusal } from "./refusal.js";
import { rescaleClipsNothing } from "./rescale-clips-nothing.js";
import { strategiesAgree } from "./strategies-agree.js";
import { targets } from "./targets.js";
import { wellFormed } from "./well-formed.js";

const list: readonly Law[] = [
  deterministic, inputUntouched, plainData, wellFormed, refusal,
  targets, propagation,
  exactHeads, homogeneous, methodsCoincide, harmonicBetween, permutation, appendingHeads,
  chunkRuns, chunkTargets, chunkSum, embeddings, chunksOnTarget, appendingChunks,
  rescaleClipsNothing, perTensorScale, strategiesAgree,
  correlationBounds, correlationGrowth, correlationFormula,
];

const isAbout = (kinds: LawOptions["kinds"]) => (law: Law): boolean => kinds === undefined || law.kinds.some((kind) => kinds.includes(kind));

/**
 * What comes of each law for a planner, one after the other; never rejects.
 *
 * @example for (const { name, holds } of await laws.report(plan, { numRuns: 20 })) console.log(name, holds);
 */
async function report(planner: Planner, options: LawOptions = {}): Promise<readonly LawReport[]> {
  const found: LawReport[] = [];
  for (const law of list.filter(isAbout(options.kinds))) found.push(await law.report(planner, options));
  return found;
}

/**
 * Checks all laws. Rejects with one `BrokenLawError` that names every law that does not hold, each with a
 * counterexample; else gives the reports.
 *
 * @example await laws.all(plan, { numRuns: 20 });
 */
async function all(planner: Planner, options: LawOptions = {}): Promise<readonly LawReport[]> {
  const reports = await report(planner, options);
  const broken = reports.filter((found) => !found.holds);
  if (broken.length > 0) throw new BrokenLawError(broken);
  return reports;
}

/** The laws of planning under the documented rules: each by itself in `list`, or all of them for one planner. */
export const laws = { list, all, report } as const;
