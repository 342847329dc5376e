// Through the getter `promises`: importing node:fs/promises loads it even for those who write to standard output.
import { constants, promises, rmSync, type Stats } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { inBatches } from "./standard-output.js";
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

async function writeSynced(path: string, texts: Iterable<string>, replaced: Stats | undefined): Promise<void> {
  const file = await promises.open(path, "wx");
  try {
    // Before the first byte is in it: a private file is never readable by others.
    if (replaced !== undefined) {
      // Only a superuser may give files away; for anybody else the new file is their own.
      await file.chown(replaced.uid, replaced.gid).catch(() => undefined);
      await file.chmod(replaced.mode & PERMISSIONS);
    }
    for (const batch of inBatches(texts)) await file.appendFile(batch);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What ends the process from outside. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Does what needs a temporary file, which is gone whatever ends it. */
async function withTemporary(path: string, action: () => Promise<void>): Promise<void> {
  // This being the only listener, and only once, the same signal then does what it always does.
  const end = (signal: NodeJS.Signals): void => {
    rmSync(path, { force: true });
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.once(signal, end);
  try {
    await action();
  } catch (error) {
    await promises.rm(path).catch(() => undefined);
    throw error;
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, end);
  }
}

/**
 * Writes a file whole or not at all: beside it first, then renamed over it. An existing file keeps its mode and, where the
 * system lets it, its owner, but not its other hard links; one that may not be written is left alone. What is no regular
 * file, such as a device, cannot be replaced and is written to.
 */
export async function writeFileAtomically(path: string, texts: Iterable<string>): Promise<void> {
  const found = await existing(path);
  if (found !== undefined && !found.isFile()) return promises.writeFile(path, inBatches(texts));
  const target = await behindLinks(path);
  if (found !== undefined) await promises.access(target, constants.W_OK);
  const temporary = join(dirname(target), `.hyperfan-${crypto.randomUUID()}.tmp`);
  await withTemporary(temporary, async () => {
    await writeSynced(temporary, texts, found);
    await promises.rename(temporary, target);
  });
}
