import { adviseChunkSize, type ChunkSizeAdvice, type ChunkSizeRow, type RequestInput } from "../../index.js";
import { badUsage } from "../command-error.js";
import { explainInvalid } from "../explain-invalid.js";
import { readJson } from "../input.js";
import type { Io } from "../io.js";
import { counted, fourDigits, NONE, ratioText } from "../numbers.js";
import { numberValue } from "../option-values.js";
import { writeResult } from "../output.js";
import type { Arguments } from "../subcommand.js";
import { tableLines, wrapped } from "../table.js";

/** A column: its title, and its cell in a row. */
const COLUMNS: Readonly<Record<string, (row: ChunkSizeRow) => string>> = {
  best: ({ best }) => (best ? "*" : ""),
  size: ({ size }) => String(size),
  chunks: ({ chunks }) => String(chunks),
  parameters: ({ hypernetParameters }) => String(hypernetParameters),
  compression: ({ compression }) => fourDigits(compression),
  worst: ({ worstRatio }) => ratioText(worstRatio),
  median: ({ medianRatio }) => ratioText(medianRatio),
  clipped: ({ clippedChunks }) => String(clippedChunks),
  alike: ({ largestCorrelation }) => (largestCorrelation === null ? NONE : largestCorrelation.toFixed(3)),
};

function adviceTable({ elements, strategy, rows }: ChunkSizeAdvice): readonly string[] {
  const over = rows.filter(({ withinBudget }) => !withinBudget).length;
  const columns = Object.keys(COLUMNS).map((title) => ({ title, align: "right" as const }));
  const cells = rows.map((row) => Object.values(COLUMNS).map((cell) => cell(row)));
  const notes = [
    "worst, median: predicted over intended variance of a tensor; alike: largest correlation between two chunks.",
    `best: no other size ${over > 0 ? "within the budget " : ""}is as good in every column and better in one.`,
    ...(over > 0 ? [`${counted(over, "size")} over the budget.`] : []),
  ];
  const lines = [`${counted(elements, "element")} in chunks, strategy ${strategy}`, "", ...tableLines(columns, cells), "", ...notes.flatMap(wrapped)];
  return lines.map((line) => `${line}\n`);
}

function sizesOf({ values }: Arguments): readonly number[] | undefined {
  const given = values.get("sizes");
  const sizes = given?.split(",").map(Number);
  if (sizes?.every((size) => Number.isSafeInteger(size) && size > 0) ?? true) return sizes;
  throw badUsage(`Expected whole numbers of at least 1, with commas between them, for --sizes; got ${String(given)}.`, "hyperfan advise");
}

/** hyperfan advise: a chunked request in, a comparison of chunk sizes out. */
export async function run(given: Arguments, io: Io): Promise<void> {
  const sizes = sizesOf(given);
  const budget = numberValue(given, "budget", (x) => x > 0, "a number above 0", "hyperfan advise");
  const { name, value } = await readJson(given.operands[0], "a request", io);
  // It checks whatever it is given.
  const advice = explainInvalid(name, () => adviseChunkSize(value as RequestInput, { sizes, budget }));
  await writeResult(given, advice, () => adviceTable(advice), io);
}
