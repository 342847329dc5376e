import type { Dense } from "../hypernetwork/nodes/dense.js";
import type { Program } from "../hypernetwork/program.js";
import { hiddenLayers, type Mode } from "../hypernetwork/trunk.js";
import type { Plan } from "../plan/schema.js";

type Parameter = Plan["hidden"][number]["weight"];

/** A plan's linear map as it is drawn. */
export function denseOf({ shape: [outputs = 0, inputs = 0], distribution }: Parameter, bias: Parameter | null): Dense {
  return { inputs, outputs, weight: distribution, bias: bias === null ? null : bias.distribution };
}

/** The part of a plan that does not depend on how its tensors are generated. Noise is 0 in evaluation. */
export function sharedProgram({ input, hidden, hypernet }: Plan, mode: Mode): Pick<Program, "blocks" | "layers"> {
  const layerOf = hiddenLayers(hypernet, mode);
  return {
    blocks: mode === "training" ? input.blocks : input.blocks.map((block) => ({ ...block, noiseStd: 0 })),
    layers: hidden.map(({ weight, bias }) => layerOf(denseOf(weight, bias))),
  };
}

/** Whether the two modes differ for a plan. Dropout and batch norm lie behind hidden layers only. */
export function modesDiffer({ hypernet, hidden, input }: Plan): boolean {
  const hasHidden = hidden.length > 0;
  return (hasHidden && (hypernet.dropout > 0 || hypernet.norm === "batch")) || input.blocks.some(({ noiseStd }) => noiseStd > 0);
}
