import { planChunkedHyperfan, planHyperfan, type RequestInput } from "../../../src/index.js";
import { short, times, type Finding } from "./measure.js";
import { synthetic } from "./networks.js";

/** What quadrature and inversion cost: per activation, and per distinct target variance. */
export function activationMoments(): Finding {
  const few = synthetic(1000, "hyperfan");
  const withGelu: RequestInput = { ...few, mainActivation: "mish", hypernet: { activation: "tanh" } };
  const chunked = synthetic(2000, "chunked-hyperfan", 2000, 200);
  const saturating: RequestInput = { ...chunked, hypernet: { activation: "tanh" } };
  const distinct = new Set(planChunkedHyperfan(saturating).chunks.runs.map(({ targetVariance }) => targetVariance)).size;
  const found = times(
    {
      closed: () => planHyperfan(few),
      integrated: () => planHyperfan(withGelu),
      proportional: () => planChunkedHyperfan(chunked),
      inverted: () => planChunkedHyperfan(saturating),
    },
    9,
  );
  const perTarget = (found.inverted - found.proportional) / distinct;
  return {
    title: "Activation moments",
    rows: [
      { plan: "1000 tensors, relu", ms: short(found.closed), "ms per distinct target": "" },
      { plan: "1000 tensors, mish with tanh inside", ms: short(found.integrated), "ms per distinct target": "" },
      { plan: `2000 tensors in chunks, tanh inside, ${distinct} distinct targets`, ms: short(found.inverted), "ms per distinct target": short(perTarget) },
    ],
    claims: [
      { claim: "plan with quadrature / with closed forms, 1000 tensors", ratio: found.integrated / found.closed, limit: 1.5 },
      { claim: "ms per inversion of a bounded activation", ratio: perTarget, limit: 1 },
    ],
  };
}
