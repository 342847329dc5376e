import type * as z from "zod/mini";

type Path = readonly PropertyKey[];

type Def = z.core.$ZodTypeDef & {
  readonly innerType?: z.ZodMiniType;
  readonly shape?: Readonly<Record<string, z.ZodMiniType>>;
  readonly element?: z.ZodMiniType;
  readonly valueType?: z.ZodMiniType;
  readonly options?: readonly z.ZodMiniType[];
  /** The key by which the alternatives of a union are told apart. */
  readonly discriminator?: string;
};

const defOf = (schema: z.ZodMiniType): Def => schema._zod.def;

/** What an input has at a path; undefined where there is nothing. */
export function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined),
    input,
  );
}

/** Whether an alternative is the one that a value names, where alternatives have names. */
function isNamed(alternative: z.ZodMiniType, discriminator: string | undefined, value: unknown): boolean {
  const named = discriminator === undefined ? undefined : defOf(alternative).shape?.[discriminator];
  return named === undefined || discriminator === undefined || named.safeParse(valueAt(value, [discriminator])).success;
}

/** The object, array or record schemas for a value, behind defaults, optionals and unions. */
function concrete(schema: z.ZodMiniType, value: unknown): readonly Def[] {
  const { innerType, options, discriminator, ...rest } = defOf(schema);
  if (innerType !== undefined) return concrete(innerType, value);
  if (options === undefined) return [rest];
  return options.filter((option) => isNamed(option, discriminator, value)).flatMap((option) => concrete(option, value));
}

function childOf(def: Def, key: PropertyKey): z.ZodMiniType | undefined {
  return def.shape === undefined ? (def.element ?? def.valueType) : def.shape[String(key)];
}

/** The keys that `schema` knows for the object at `path` of an input. */
export function knownKeys(schema: z.ZodMiniType, input: unknown, path: Path): readonly string[] {
  const defsAt = (schemas: readonly z.ZodMiniType[], depth: number): readonly Def[] => {
    const value = valueAt(input, path.slice(0, depth));
    return schemas.flatMap((found) => concrete(found, value));
  };
  const schemas = path.reduce<readonly z.ZodMiniType[]>(
    (found, key, depth) => defsAt(found, depth).flatMap((def) => childOf(def, key) ?? []),
    [schema],
  );
  const defs = defsAt(schemas, path.length);
  return [...new Set(defs.flatMap((def) => Object.keys(def.shape ?? {})))];
}
