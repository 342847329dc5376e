function inList(list: readonly unknown[]): readonly PropertyKey[] | undefined {
  for (let index = 0; index < list.length; index += 1) {
    const inside = notFinite(list[index]);
    if (inside !== undefined) return [index, ...inside];
  }
  return undefined;
}

/** Where the first number lies in plain data that is none or infinite: the keys that lead to it. */
export function notFinite(data: unknown): readonly PropertyKey[] | undefined {
  if (typeof data === "number") return Number.isFinite(data) ? undefined : [];
  if (typeof data !== "object" || data === null) return undefined;
  if (Array.isArray(data)) return inList(data);
  for (const key in data) {
    const inside = notFinite((data as Readonly<Record<string, unknown>>)[key]);
    if (inside !== undefined) return [key, ...inside];
  }
  return undefined;
}
