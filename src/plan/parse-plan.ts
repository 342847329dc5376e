import { elementCount } from "../math/element-count.js";
import { pointer, readable, refuse, type Issue } from "../errors.js";
import { checked } from "../request/checked.js";
import { planSchema, type Plan } from "./schema.js";

/** Rows, runs and sizes that do not fit each other. */
function misfits(plan: Plan): readonly Issue[] {
  return plan.kind === "hyperfan" ? rowMisfits(plan.heads) : chunkMisfits(plan);
}

function rowMisfits(heads: Extract<Plan, { kind: "hyperfan" }>["heads"]): readonly Issue[] {
  let row = 0;
  return heads.flatMap(({ rows: [first, end], shape }, position) => {
    const expected = row;
    row = end;
    if (first === expected && end === expected + elementCount(shape)) return [];
    const message = `Expected the rows [${expected}, ${expected + elementCount(shape)}]; got [${first}, ${end}]. Heads follow each other, with one row per element.`;
    return [{ pointer: pointer("heads", position, "rows"), code: "misfit", message }];
  });
}

function chunkMisfits({ chunks, tensors }: Extract<Plan, { kind: "chunked-hyperfan" }>): readonly Issue[] {
  let next = 0;
  const gaps = chunks.runs.flatMap(({ first, count }, position) => {
    const expected = next;
    next = first + count;
    return first === expected ? [] : [{ pointer: pointer("chunks", "runs", position, "first"), code: "misfit", message: `Expected ${expected}; got ${first}. Runs follow each other.` }];
  });
  const needed = Math.ceil(tensors.reduce((total, { shape }) => total + elementCount(shape), 0) / chunks.size);
  const wrongCount = chunks.count === needed && next === needed ? [] : [{ pointer: pointer("chunks", "count"), code: "misfit", message: `Expected ${needed} chunks, as many as hold all tensors; got ${chunks.count} in count and ${next} in runs.` }];
  return [...gaps, ...wrongCount];
}

function read(input: unknown): Plan {
  const plan = checked("invalid-plan", planSchema, input);
  refuse("invalid-plan", misfits(plan));
  return plan;
}

/**
 * A plan from unknown data, such as a file that this library or another program wrote.
 *
 * @throws {InvalidInputError} code "invalid-plan", with every problem that was found; nothing else, whatever the input.
 */
export function parsePlan(input: unknown): Plan {
  return readable("invalid-plan", input, () => read(input));
}
