import type * as z from "zod/mini";

type Def = z.core.$ZodTypeDef & {
  readonly innerType?: z.ZodMiniType;
  readonly shape?: Readonly<Record<string, z.ZodMiniType>>;
  readonly element?: z.ZodMiniType;
  readonly valueType?: z.ZodMiniType;
  readonly options?: readonly z.ZodMiniType[];
};

const defOf = (schema: z.ZodMiniType): Def => schema._zod.def;

/** The object, array or record schemas behind defaults, optionals and unions. */
function concrete(schema: z.ZodMiniType): readonly Def[] {
  const def = defOf(schema);
  if (def.innerType !== undefined) return concrete(def.innerType);
  return def.options === undefined ? [def] : def.options.flatMap(concrete);
}

function child(def: Def, key: PropertyKey): readonly Def[] {
  const schema = def.shape === undefined ? (def.element ?? def.valueType) : def.shape[String(key)];
  return schema === undefined ? [] : concrete(schema);
}

/** The keys that `schema` knows for the object at `path`. */
export function knownKeys(schema: z.ZodMiniType, path: readonly PropertyKey[]): readonly string[] {
  const defs = path.reduce<readonly Def[]>((found, key) => found.flatMap((def) => child(def, key)), concrete(schema));
  return [...new Set(defs.flatMap((def) => Object.keys(def.shape ?? {})))];
}
