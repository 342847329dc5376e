import { plan, type RequestInput } from "../../../src/index.js";
import { collectGarbage, short, times, type Claim, type Finding } from "./measure.js";
import { synthetic } from "./networks.js";

/** Times over a request's text: reading it, planning it, and writing the plan. */
function floorTimes(text: string, turns: number, prepare?: () => void): { readonly floor: number; readonly plan: number } {
  const request = JSON.parse(text) as RequestInput;
  const planned = plan(request);
  return times({ floor: () => [JSON.parse(text), JSON.stringify(planned)], plan: () => plan(request) }, turns, prepare);
}

/** In long ones it would be chance whose garbage is collected when. */
const preparationFor = (tensors: number): (() => void) | undefined => (tensors >= 1e6 ? collectGarbage : undefined);

/** Short measurements take more turns, so that the compiler of the running program has come to rest. */
const turnsFor = (tensors: number): number => (tensors >= 1e6 ? 3 : tensors >= 1e5 ? 9 : Math.round(3e5 / tensors));

/**
 * Milliseconds for plans of 10⁴ tensors that are kept until there are 10⁶ tensors of them, as a single plan of 10⁶ keeps
 * all of its own: what grows then beyond these is the planner's, and not garbage collection's.
 */
function keptTime(text: string): number {
  const requests = Array.from({ length: 100 }, () => JSON.parse(text) as RequestInput);
  return times({ kept: () => requests.map((request) => plan(request)) }, 3, collectGarbage).kept;
}

/** plan(request) as a multiple of JSON.parse(request) + JSON.stringify(plan) on the same data. */
export function floor(): Finding {
  const kinds = ["hyperfan", "chunked-hyperfan"] as const;
  // The smallest first: a heap that a large plan has left behind is slower to fill again.
  const measured = [1e3, 1e4, 1e5, 1e6].flatMap((tensors) =>
    kinds.map((kind) => {
      const text = JSON.stringify(synthetic(tensors, kind, 2000, tensors / 10));
      return { kind, tensors, ...floorTimes(text, turnsFor(tensors), preparationFor(tensors)) };
    }),
  );
  const rows = measured.map(({ kind, tensors, floor: least, plan: taken }) => ({
    kind,
    tensors,
    "JSON, ms": short(least),
    "plan, ms": short(taken),
    ratio: short(taken / least),
    "µs per tensor": short((taken * 1000) / tensors),
    "of JSON": short((least * 1000) / tensors),
  }));
  const kept = kinds.map((kind) => keptTime(JSON.stringify(synthetic(1e4, kind, 2000, 1e3))) / 1e6);
  const perTensor = (kind: string, tensors: number): number => measured.filter((found) => found.kind === kind && found.tensors === tensors).map((found) => found.plan / tensors)[0] ?? NaN;
  const claims: readonly Claim[] = [
    ...measured.map(({ kind, tensors, floor: least, plan: taken }) => ({ claim: `${kind}, ${tensors.toExponential(0)} tensors: plan / JSON`, ratio: taken / least, limit: 1.5 })),
    ...kinds.map((kind) => ({ claim: `${kind}: time per tensor at 10⁶ / at 10⁴`, ratio: perTensor(kind, 1e6) / perTensor(kind, 1e4), limit: 1.5 })),
    ...kinds.map((kind, index) => ({ claim: `${kind}: time per tensor at 10⁶ / in 100 plans of 10⁴ that are kept`, ratio: perTensor(kind, 1e6) / (kept[index] ?? NaN), limit: 1.5 })),
  ];
  return { title: "Against the floor", rows, claims };
}
