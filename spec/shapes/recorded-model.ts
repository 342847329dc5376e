import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

// Models as lists of tensors, each with the role that its architecture gives it. See fixtures/models/README.md.

/** What a tensor is, by the definition of the architecture. */
export interface Truth {
  /** "-" is left out. */
  readonly role: string;
  /** Tensors with the same text are one layer. */
  readonly layer: string;
  readonly traits: Readonly<Record<string, number | string | boolean>>;
}

export interface RecordedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly truth: Truth;
}

export interface RecordedModel {
  readonly title: string;
  /** The published number of parameters. */
  readonly parameters: number;
  readonly tensors: readonly RecordedTensor[];
}

const NUMBER = /^\d+$/;

function readTraits(words: readonly string[]): Truth["traits"] {
  return Object.fromEntries(words.map((word) => {
    const [key = "", value] = word.split("=");
    if (value === undefined) return [key, true];
    return [key, NUMBER.test(value) ? Number(value) : value];
  }));
}

function readTensor(line: string, prefix: string): RecordedTensor {
  const [name = "", shape = "", role = "", ...words] = line.trim().split(/\s+/);
  const { layer, ...traits } = readTraits(words);
  const own = name.replace(/[^./]*$/, "");
  return {
    name: prefix + name,
    shape: shape === "scalar" ? [] : shape.split("x").map(Number),
    truth: { role, layer: prefix + String(layer ?? own), traits },
  };
}

/** Lines that begin with a space belong to the `repeat` line before them; {n} in its prefix counts from 0. */
function readTensors(lines: readonly string[]): readonly RecordedTensor[] {
  const [line, ...rest] = lines;
  if (line === undefined) return [];
  const repeat = /^repeat (\d+) (\S+)$/.exec(line);
  if (repeat === null) return [readTensor(line, ""), ...readTensors(rest)];
  const end = rest.findIndex((next) => !next.startsWith(" "));
  const block = end === -1 ? rest : rest.slice(0, end);
  const copies = Array.from({ length: Number(repeat[1]) }, (_, n) => block.map((inner) => readTensor(inner, (repeat[2] ?? "").replace("{n}", String(n)))));
  return [...copies.flat(), ...readTensors(rest.slice(block.length))];
}

export function parseRecorded(text: string): RecordedModel {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const parameters = Number(lines.find((line) => line.startsWith("parameters "))?.slice("parameters ".length));
  return { title: (text.split("\n")[0] ?? "").replace(/^# */, ""), parameters, tensors: readTensors(lines.filter((line) => !line.startsWith("parameters "))) };
}

export const folder = join(__dirname, "..", "fixtures", "models");

export const recordedNames = (): readonly string[] =>
  readdirSync(folder).filter((file) => file.endsWith(".txt")).map((file) => file.slice(0, -".txt".length));

export const recordedModel = (name: string): RecordedModel => parseRecorded(readFileSync(join(folder, `${name}.txt`), "utf8"));
