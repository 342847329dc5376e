import fc, { type Arbitrary } from "fast-check";
import type { RequestInput } from "../../request/schema.js";
import { anyOf, BOTH } from "./cases.js";
import { must, shown } from "./comparison.js";
import { flaws, type Flaw } from "./flaws.js";
import { law } from "./law.js";
import type { Kind, Planner } from "./planner.js";

type Case = readonly [request: RequestInput, flaw: Flaw["name"]];

const isFor = (kind: Kind) => ({ kinds }: Flaw): boolean => kinds.includes(kind);

/** A request, and the name of a flaw that it can be given. */
function flawed(kinds: readonly Kind[]): Arbitrary<Case> {
  return anyOf(kinds).chain((request) => fc.tuple(fc.constant(request), fc.constantFrom(...flaws.filter(isFor(request.kind)).map(({ name }) => name))));
}

/** What a planner throws; undefined where it makes a plan. */
async function thrownBy(planner: Planner, request: unknown): Promise<{ readonly error: unknown } | undefined> {
  try {
    await planner(request as RequestInput);
  } catch (error) {
    return { error };
  }
  return undefined;
}

function pointersOf(error: unknown): readonly unknown[] | undefined {
  const { issues } = (typeof error === "object" && error !== null ? error : {}) as { readonly issues?: unknown };
  return Array.isArray(issues) ? issues.map((issue: { readonly pointer?: unknown } | null) => issue?.pointer) : undefined;
}

export const refusal = law({
  name: "refusal",
  statement: "A request with a flaw is refused by an error whose issues have JSON pointers, one of them to the flaw.",
  kinds: BOTH,
  cases: flawed,
  holds: async ([request, name], _asked, _comparison, planner) => {
    const flaw = flaws.find((candidate) => candidate.name === name);
    must(flaw !== undefined, () => `no flaw is called ${name}`);
    const thrown = await thrownBy(planner, flaw.spoil(structuredClone(request)));
    must(thrown !== undefined, () => `a request with ${name} is planned`);
    const pointers = pointersOf(thrown.error);
    must(pointers !== undefined, () => `a request with ${name} is refused by an error without issues: ${String(thrown.error)}`);
    must(pointers.includes(flaw.pointer), () => `a request with ${name} is refused for ${shown(pointers)} and not for "${flaw.pointer}"`);
  },
});
