import type { Stats } from "node:fs";
import { access, constants, open, readlink, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { codeOf } from "./system-error.js";

const PERMISSIONS = 0o7777;

/** What `path` leads to; undefined where nothing is there yet. */
async function existing(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** The path of the file itself, behind all symbolic links, even one that leads to nothing yet. */
async function behindLinks(path: string): Promise<string> {
  const folder = await realpath(dirname(path));
  const link = await readlink(path).catch(() => undefined);
  return link === undefined ? path : behindLinks(resolve(folder, link));
}

async function writeSynced(path: string, text: string, mode: number | undefined): Promise<void> {
  const file = await open(path, "wx");
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
  if (found !== undefined && !found.isFile()) return writeFile(path, text);
  const target = await behindLinks(path);
  if (found !== undefined) await access(target, constants.W_OK);
  const temporary = join(dirname(target), `.hyperfan-${crypto.randomUUID()}.tmp`);
  try {
    await writeSynced(temporary, text, found?.mode);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary).catch(() => undefined);
    throw error;
  }
}
