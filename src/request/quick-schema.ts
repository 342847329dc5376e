import * as z from "zod/mini";
import { MOST_NAME } from "../leaves.js";
import { metaSchema, requestSchema, shapeSchema, type ParamMeta } from "./schema.js";

// A request's lists of tensors are nearly all of it, and nearly all of their entries are of the plainest kind. These are
// read here in a third of the time that their schemas take; every other entry goes to its schema.

/** Reads each property once, so that what was checked is what is returned; undefined for what only a schema can judge. */
type Reader<Entry> = (value: unknown) => Entry | undefined;

const plainShape: Reader<number[]> = (value) => {
  if (!Array.isArray(value)) return undefined;
  // Copied at once: a list that grows entry by entry keeps room for many more.
  const shape = [...(value as readonly unknown[])];
  for (const dimension of shape) if (!Number.isSafeInteger(dimension) || (dimension as number) < 1) return undefined;
  return shape as number[];
};

const PLAIN_KEYS: ReadonlySet<string> = new Set(["name", "layer", "label"]);

const isName = (value: unknown): value is string => typeof value === "string" && value.length <= MOST_NAME;

const plainMeta: Reader<ParamMeta> = (value) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  for (const key in value) if (!PLAIN_KEYS.has(key)) return undefined;
  const { name, layer = -1, label } = value as Readonly<Record<string, unknown>>;
  if (!isName(name) || !Number.isSafeInteger(layer) || (layer as number) < -1) return undefined;
  // A -0 would not survive JSON.
  const index = (layer as number) + 0;
  if (label === undefined) return { name, layer: index };
  return isName(label) ? { name, layer: index, label } : undefined;
};

/** A list of which every entry is plain or valid. */
function readList<Entry>(list: unknown, plain: Reader<Entry>, schema: z.ZodMiniType<Entry>): Entry[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const entries: Entry[] = [];
  for (const given of list as readonly unknown[]) {
    const entry = plain(given) ?? schema.safeParse(given).data;
    if (entry === undefined) return undefined;
    entries.push(entry);
  }
  return entries;
}

function listSchema<Entry>(plain: Reader<Entry>, schema: z.ZodMiniType<Entry>) {
  const read = z.transform((list: unknown) => readList(list, plain, schema));
  return z.pipe(read, z.custom<Entry[]>(Array.isArray));
}

/** Takes the requests that {@link requestSchema} takes, only faster, but does not say what is wrong with others. */
export const quickSchema = z.extend(requestSchema, {
  targetShapes: listSchema(plainShape, shapeSchema).check(z.minLength(1)),
  paramMeta: z.optional(listSchema(plainMeta, metaSchema)),
});
