import { activationNames } from "../../../src/math/index.js";
import type { Cell } from "./cells.js";
import type { Findings } from "./jobs.js";
import { referenceErrorTable } from "./reference-errors.js";
import { DEPTHS } from "./settings.js";
import { BATCHES, WIDTHS, type Point } from "./widths.js";

const ratioOf = ({ measured, predicted }: Cell): number => measured / predicted;
const errorOf = ({ standardError, predicted }: Cell): number => standardError / predicted;
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");

/** The cell that is furthest from its prediction. */
export function worst(cells: readonly Cell[]): Cell | undefined {
  return cells.reduce<Cell | undefined>((most, cell) => (most === undefined || Math.abs(cell.z) > Math.abs(most.z) ? cell : most), undefined);
}

/** The largest relative standard error. */
export function largestError(cells: readonly Cell[]): number {
  return Math.max(...cells.map(errorOf));
}

function cellRow(name: string, depth: number, cells: readonly Cell[]): readonly string[] {
  const ratios = cells.map(ratioOf);
  return [
    name,
    String(depth),
    String(cells.length),
    Math.min(...ratios).toFixed(3),
    Math.max(...ratios).toFixed(3),
    percent(largestError(cells)),
    (worst(cells)?.z ?? 0).toFixed(2),
  ];
}

/** One row per activation and depth, over everything else that is varied. */
export function cellTable(cells: readonly Cell[]): string {
  const rows = activationNames.flatMap((name) => DEPTHS.map((depth) => cellRow(name, depth, cells.filter((cell) => cell.activation === name && cell.depth === depth))));
  return table(["activation", "hidden layers", "variances", "least ratio", "largest ratio", "largest standard error", "furthest z"], rows);
}

/** How far the cells are from their predictions, in one paragraph. */
export function cellSummary(cells: readonly Cell[]): string {
  const beyond = (limit: number): number => cells.filter(({ z }) => Math.abs(z) > limit).length;
  const furthest = worst(cells);
  const mean = cells.reduce((total, cell) => total + ratioOf(cell), 0) / cells.length;
  const rms = Math.sqrt(cells.reduce((total, { z }) => total + z ** 2, 0) / cells.length);
  const where =
    furthest === undefined ? "" : ` (${[furthest.activation, `${String(furthest.depth)} hidden layers`, furthest.hiddenInit, `norm ${furthest.norm}`, furthest.kind, furthest.method, furthest.tensor].join(", ")})`;
  return [
    `${String(cells.length)} variances; mean ratio ${mean.toFixed(4)}; root mean square of z ${rms.toFixed(2)};`,
    `${String(beyond(2))} beyond 2 standard errors, ${String(beyond(3))} beyond 3, ${String(beyond(4))} beyond 4;`,
    `worst |z| ${Math.abs(furthest?.z ?? 0).toFixed(2)}${where}; worst standard error ${percent(largestError(cells))}.`,
  ].join("\n");
}

/** What counts as agreement: within 1 %, or within what cannot be told from it. */
const agrees = ({ ratio, standardError }: Point): boolean => Math.abs(ratio - 1) <= Math.max(0.01, 3 * standardError);

/** The first of `at` from which on all points agree; "-" where the last does not. */
function agreesFrom(points: readonly Point[], at: readonly number[]): string {
  const last = at.findLastIndex((value) => points.some((point) => point.at === value && !agrees(point)));
  return String(at[last + 1] ?? "-");
}

function pointTable(points: readonly Point[], at: readonly number[], title: string): string {
  const series = [...new Set(points.map((point) => `${point.activation}, ${point.series}`))];
  const rows = series.map((name) => {
    const own = points.filter((point) => `${point.activation}, ${point.series}` === name);
    const cells = at.map((value) => own.find((point) => point.at === value)?.ratio.toFixed(3) ?? "");
    return [name, ...cells, agreesFrom(own, at), percent(Math.max(...own.map(({ standardError }) => standardError)))];
  });
  return table([title, ...at.map(String), "agrees from", "largest standard error"], rows);
}

/** The sections of docs/verification.md that are measured, by the names of their markers. */
export function sections({ cells, widths, batches, referenceErrors }: Findings, seed: number): ReadonlyMap<string, string> {
  return new Map([
    ["table", `Seed ${String(seed)}. ${cellSummary(cells)}\n\n${cellTable(cells)}`],
    ["widths", pointTable(widths, WIDTHS, "width of both hidden layers")],
    ["batches", pointTable(batches, BATCHES, "inputs in the batch")],
    ["references", referenceErrorTable(referenceErrors)],
  ]);
}
