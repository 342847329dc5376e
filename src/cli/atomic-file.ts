// Through the getter `promises`: importing node:fs/promises loads it even for those who write to standard output.
import { constants, promises, type Stats } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { codeOf } from "./system-error.js";

const PERMISSIONS = 0o7777;

/** What `path` leads to; undefined where nothing is there yet. */
async function existing(path: string): Promise<Stats | undefined> {
  try {
    return await promises.stat(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** The path of the file itself, behind all symbolic links, even one that leads to nothing yet. */
async function behindLinks(path: string): Promise<string> {
  const folder = await promises.realpath(dirname(path));
  const link = await promises.readlink(path).catch(() => undefined);
  return link === undefined ? path : behindLinks(resolve(folder, link));
}

async function writeSynced(path: string, text: string, mode: number | undefined): Promise<void> {
  const file = await promises.open(path, "wx");
  try {
    // Before the first byte is in it: a private file is never readable by others.
    if (mode !== undefined) await file.chmod(mode & PERMISSIONS);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Writes a file whole or not at all: beside it first, then renamed over it. An existing file keeps its mode, and one
 * that may not be written is left alone. What is no regular file, such as a device, cannot be replaced and is written to.
 */
export async function writeFileAtomically(path: string, text: string): Promise<void> {
  const found = await existing(path);
  if (found !== undefined && !found.isFile()) return promises.writeFile(path, text);
  const target = await behindLinks(path);
  if (found !== undefined) await promises.access(target, constants.W_OK);
  const temporary = join(dirname(target), `.hyperfan-${crypto.randomUUID()}.tmp`);
  try {
    await writeSynced(temporary, text, found?.mode);
    await promises.rename(temporary, target);
  } catch (error) {
    await promises.rm(temporary).catch(() => undefined);
    throw error;
  }
}
