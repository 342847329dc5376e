import type * as z from "zod/mini";

type Def = z.core.$ZodTypeDef & {
  readonly innerType?: z.ZodMiniType;
  readonly shape?: Readonly<Record<string, z.ZodMiniType>>;
  readonly element?: z.ZodMiniType;
  readonly items?: readonly z.ZodMiniType[];
  readonly valueType?: z.ZodMiniType;
  readonly options?: readonly z.ZodMiniType[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
};

const defOf = (schema: z.ZodMiniType): Def => schema._zod.def;
const isPresent = (value: unknown): boolean => value !== undefined;
const within = (value: unknown, key: string): unknown => (value as Readonly<Record<string, unknown>>)[key];

/** Complains of each wanted value that does not occur. */
const missing = (wanted: readonly unknown[], values: readonly unknown[], path: string): readonly string[] =>
  wanted.filter((value) => !values.includes(value)).map((value) => `${path} is never ${JSON.stringify(value)}`);

function ofObject(shape: Readonly<Record<string, z.ZodMiniType>>, values: readonly unknown[], path: string): readonly string[] {
  return Object.entries(shape).flatMap(([key, schema]) => {
    const inside = values.map((value) => within(value, key));
    const never = schema._zod.optin === "optional" && inside.every(isPresent) ? [`${path}/${key} is never left out`] : [];
    return [...never, ...uncovered(schema, inside.filter(isPresent), `${path}/${key}`)];
  });
}

/** A value counts for the alternatives that accept it. */
function ofUnion(options: readonly z.ZodMiniType[], values: readonly unknown[], path: string): readonly string[] {
  return options.flatMap((option, index) => uncovered(option, values.filter((value) => option.safeParse(value).success), `${path}(${String(index)})`));
}

function ofType(def: Def, values: readonly unknown[], path: string): readonly string[] {
  if (def.shape !== undefined) return ofObject(def.shape, values, path);
  if (def.options !== undefined) return ofUnion(def.options, values, path);
  if (def.element !== undefined) return uncovered(def.element, (values as readonly (readonly unknown[])[]).flat(), `${path}/*`);
  if (def.items !== undefined) return def.items.flatMap((item, index) => uncovered(item, values.map((value) => within(value, String(index))), `${path}/${String(index)}`));
  if (def.valueType !== undefined) return uncovered(def.valueType, values.flatMap((value) => Object.values(value as object)), `${path}/*`);
  if (def.entries !== undefined) return missing(Object.values(def.entries), values, path);
  if (def.values !== undefined) return missing(def.values, values, path);
  return def.type === "boolean" ? missing([true, false], values, path) : [];
}

/** What a schema allows that occurs in none of some valid values: fields, alternatives, names, true and false, null. */
export function uncovered(schema: z.ZodMiniType, values: readonly unknown[], path = ""): readonly string[] {
  if (values.length === 0) return [`${path} does not occur`];
  const def = defOf(schema);
  if (def.innerType === undefined) return ofType(def, values, path);
  const noNull = def.type === "nullable" ? missing([null], values, path) : [];
  return [...noNull, ...uncovered(def.innerType, values.filter((value) => value !== null), path)];
}

/** The schemas right inside one: behind defaults and alternatives, in fields, lists and records. */
function fieldsIn(def: Def, path: string): readonly string[] {
  if (def.innerType !== undefined) return fieldsOf(def.innerType, path);
  if (def.options !== undefined) return def.options.flatMap((option) => fieldsOf(option, path));
  if (def.shape !== undefined) return Object.entries(def.shape).flatMap(([key, schema]) => [`${path}/${key}`, ...fieldsOf(schema, `${path}/${key}`)]);
  const inside = def.element ?? def.valueType;
  return inside === undefined ? [] : [`${path}/*`, ...fieldsOf(inside, `${path}/*`)];
}

/** Pointers to every field of a schema, with "*" for entries of lists and records. */
export const fieldsOf = (schema: z.ZodMiniType, path = ""): readonly string[] => [...new Set(fieldsIn(defOf(schema), path))];
