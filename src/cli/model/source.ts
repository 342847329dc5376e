import { open, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { failure } from "../command-error.js";
import { drain } from "../input.js";
import type { Io } from "../io.js";
import { explain } from "../system-error.js";

/** Something that a model is read from: its first bytes are cheap, all of them may not be. */
export interface Source {
  readonly name: string;
  readonly bytes: number;
  readonly start: (count: number) => Promise<Uint8Array>;
  readonly all: () => Promise<Uint8Array>;
  /** The folder that the file is in; undefined for standard input. */
  readonly folder: string | undefined;
}

const advice = (path: string): Readonly<Record<string, string>> => ({
  ENOENT: `${path} does not exist; give the path of a model, or - for standard input.`,
  EACCES: `Permission denied: ${path}. Check its permissions.`,
  ENXIO: `${path} cannot be opened by its path; give - for standard input.`,
  ERR_FS_FILE_TOO_LARGE: `${path} is too large to read as a whole; save the shapes of its tensors as JSON.`,
});

/** What `action` makes of the file at `path`; a failure in words where the system does not allow it. */
export async function attempt<Result>(path: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw failure(explain(error, advice(path), `${path} cannot be read`));
  }
}

async function readStart(path: string, count: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function onDisk(path: string, size: number): Source {
  return {
    name: path,
    bytes: size,
    start: (count) => attempt(path, () => readStart(path, Math.min(count, size))),
    all: () => attempt(path, () => readFile(path)),
    folder: dirname(path),
  };
}

function inMemory(name: string, bytes: Uint8Array, folder?: string): Source {
  return { name, bytes: bytes.length, start: (count) => Promise.resolve(bytes.subarray(0, count)), all: () => Promise.resolve(bytes), folder };
}

/** A file, of which no more is read than is asked for; a pipe can be read once only, and tells its size at its end. */
export async function fileSource(path: string): Promise<Source> {
  const found = await attempt(path, () => stat(path));
  return found.isFile() ? onDisk(path, found.size) : inMemory(path, await attempt(path, () => readFile(path)), dirname(path));
}

/** A file that another file names: a pipe in its place may never be written to. */
export async function namedSource(path: string): Promise<Source> {
  const found = await attempt(path, () => stat(path));
  if (!found.isFile()) throw failure(`${path} is a ${found.isDirectory() ? "folder" : "pipe or a device"}; put the file that the index names there.`);
  return onDisk(path, found.size);
}

export async function standardInput({ stdin }: Io): Promise<Source> {
  const name = "standard input";
  return inMemory(name, await attempt(name, () => drain(stdin)));
}
