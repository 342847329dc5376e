import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { ModelShapes } from "../../shapes/index.js";
import { failure } from "../command-error.js";
import type { Io } from "../io.js";
import { FORMATS, recognise } from "./formats.js";
import { attempt, fileSource, standardInput } from "./source.js";

/** A model, and what messages call it. */
export interface ReadModel {
  readonly name: string;
  readonly shapes: ModelShapes;
}

/** Enough to tell what a file is. */
const SIGNATURE_BYTES = 16;
/** What a folder of a model may hold, the first that is there first. */
const IN_FOLDERS = FORMATS.flatMap(({ inFolders }) => inFolders);

const TITLES = FORMATS.flatMap(({ titles }) => titles);

/** The model's file in a folder; the path itself where it is no folder. */
async function modelFile(path: string): Promise<string> {
  if (!(await attempt(path, () => stat(path))).isDirectory()) return path;
  for (const name of IN_FOLDERS) {
    const inside = join(path, name);
    if (await stat(inside).then((found) => found.isFile(), () => false)) return inside;
  }
  throw failure(`${path} is a folder without a model; give a file in it, or a folder that holds one of ${IN_FOLDERS.join(", ")}.`);
}

/** The shapes and roles of the model at `path`: a file, a folder that holds one, or standard input with "-". */
export async function readModel(path: string, io: Io): Promise<ReadModel> {
  const source = path === "-" ? await standardInput(io) : await fileSource(await modelFile(path));
  const { name } = source;
  const found = recognise(await source.start(SIGNATURE_BYTES), name);
  if (found === undefined) throw failure(`${name} is no model that can be read; give ${TITLES.slice(0, -1).join(", ")} or ${String(TITLES.at(-1))}.`);
  if ("advice" in found) throw failure(`${name} ${found.advice}.`);
  return { name, shapes: await found.read(source) };
}
