import { pointer, type Issue } from "../errors.js";
import { gainOf } from "../hypernetwork/nodes/dense.js";
import type { Program } from "../hypernetwork/program.js";
import type { Mode } from "../hypernetwork/trunk.js";
import { elementCount } from "../math/element-count.js";
import type { HyperfanPlan } from "../plan/schema.js";
import { sharedProgram } from "./common.js";
import type { Kind } from "./kind.js";

function misfits({ heads }: HyperfanPlan): readonly Issue[] {
  let row = 0;
  return heads.flatMap(({ rows: [first, end], shape }, position) => {
    const expected = row;
    row = end;
    if (first === expected && end === expected + elementCount(shape)) return [];
    const message = `Expected the rows [${expected}, ${expected + elementCount(shape)}]; got [${first}, ${end}]. Heads follow each other, with one row per element.`;
    return [{ pointer: pointer("heads", position, "rows"), code: "misfit", message }];
  });
}

/** One context, and an output per head. */
function program(plan: HyperfanPlan, mode: Mode): Program {
  const inputs = plan.hidden.at(-1)?.weight.shape[0] ?? plan.input.dim;
  return {
    ...sharedProgram(plan, mode),
    contexts: [{ embedding: null, count: 1 }],
    outputs: plan.heads.map(({ weight, bias, rows: [first, end] }) => ({ inputs, outputs: end - first, weight, bias, gain: gainOf({ inputs, weight }) })),
    tensors: plan.heads.map(({ shape }, output) => {
      const size = elementCount(shape);
      return { size, pieces: [{ context: 0, output, elements: size, contexts: 1 }], scale: 1, offset: 0 };
    }),
  };
}

/** One output head per tensor. */
export const full: Kind<HyperfanPlan> = { tensors: ({ heads }) => heads, misfits, program };
