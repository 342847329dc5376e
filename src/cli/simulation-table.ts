import type { Estimate, Simulation } from "../simulate/index.js";

/** A line of the table: square roots of second moments, of a hidden layer or about a tensor's mean. */
interface Row {
  readonly name: string;
  readonly estimate: Estimate;
}

const NAME_WIDTH = 32;
const COLUMNS = [["predicted", 11], ["measured", 11], ["ratio", 8], ["se %", 7], ["z", 7]] as const;
/** Beyond this many standard errors a prediction is called missed. */
const LIMIT = 4;

const count = (n: number, noun: string): string => `${n.toLocaleString("en-GB")} ${noun}${n === 1 ? "" : "s"}`;

/** The end of a long name tells more than its start. Control characters would drive the terminal. */
function shortName(name: string): string {
  const characters = [...name.replaceAll(/\p{Cc}/gu, "?")];
  return characters.length <= NAME_WIDTH ? characters.join("") : `…${characters.slice(1 - NAME_WIDTH).join("")}`;
}

function line(name: string, cells: readonly string[]): string {
  const padded = COLUMNS.map(([, width], column) => (cells[column] ?? "").padStart(width));
  return [shortName(name).padEnd(NAME_WIDTH), ...padded].join("").trimEnd();
}

const root = (variance: number): number => Math.sqrt(Math.max(0, variance));
const four = (x: number): string => (x === 0 ? "0" : x.toPrecision(4));

/** A standard deviation is off by half as much as its variance, relatively. */
function rowLine({ name, estimate: { predicted, measured, standardError, z } }: Row): string {
  const ratio = predicted === 0 ? "-" : root(measured / predicted).toFixed(4);
  const error = measured <= 0 ? "-" : ((100 * standardError) / measured / 2).toFixed(2);
  return line(name, [four(root(predicted)), four(root(measured)), ratio, error, z === null ? "-" : z.toFixed(2)]);
}

function drawnPart(simulation: Simulation): string {
  const of = (part: number, whole: number, noun: string): string => `${part.toLocaleString("en-GB")} of ${count(whole, noun)}`;
  if (simulation.kind === "hyperfan") {
    const total = (pick: "sampled" | "of"): number => simulation.tensors.reduce((sum, { rows }) => sum + rows[pick], 0);
    return `${of(total("sampled"), total("of"), "row")} of the output layer drawn`;
  }
  const chunks = (pick: "sampled" | "of"): number => simulation.runs.reduce((sum, run) => sum + run.chunks[pick], 0);
  const { sampled = 0, of: rows = 0 } = simulation.runs[0]?.rows ?? {};
  return `${of(chunks("sampled"), chunks("of"), "chunk")} drawn, ${of(sampled, rows, "row")} of each`;
}

/** What is furthest from its prediction. */
function worst(rows: readonly Row[]): string {
  const furthest = rows.reduce<Row | undefined>((most, row) => (Math.abs(row.estimate.z ?? 0) > Math.abs(most?.estimate.z ?? 0) ? row : most), undefined);
  return furthest === undefined ? "none" : `${Math.abs(furthest.estimate.z ?? 0).toFixed(2)} (${shortName(furthest.name)})`;
}

/** A simulation as a table that fits into 80 columns. */
export function simulationTable(simulation: Simulation): string {
  const { kind, mode, draws, seed, batch, hidden, tensors } = simulation;
  const nameOf = ({ label, name, tensor }: (typeof tensors)[number]): string => label ?? `${name} ${tensor}`;
  const layers = hidden.map(({ secondMoment }, layer): Row => ({ name: `hidden layer ${layer + 1} (rms)`, estimate: secondMoment }));
  const spreads = tensors.map((tensor): Row => ({ name: nameOf(tensor), estimate: tensor.variance }));
  const means = tensors.map((tensor): Row => ({ name: nameOf(tensor), estimate: tensor.mean }));
  const missed = spreads.filter(({ estimate }) => Math.abs(estimate.z ?? 0) > LIMIT).length;
  return [
    `${kind} in ${mode}: ${count(draws, "draw")} from seed ${seed}, ${count(batch, "input")} in each`,
    drawnPart(simulation),
    "",
    line("standard deviation of", COLUMNS.map(([title]) => title)),
    ...[...layers, ...spreads].map(rowLine),
    "",
    `se: standard error of the measured value over draws; z: distance in standard errors`,
    `largest |z|: ${worst(spreads)}, of means ${worst(means)}`,
    `${missed} of ${count(tensors.length, "tensor")} beyond ${LIMIT} standard errors`,
    "",
  ].join("\n");
}
