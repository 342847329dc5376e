// What callers do with data that they hold in their hands.

/** Freezes all of it but bytes, which cannot be frozen. */
export function deepFrozen<Data>(data: Data): Data {
  if (typeof data !== "object" || data === null || ArrayBuffer.isView(data)) return data;
  for (const part of Object.values(data)) deepFrozen(part);
  return Object.freeze(data);
}

/** Changes everything in it that can be changed. */
export function scrambled(data: unknown): void {
  if (typeof data !== "object" || data === null) return;
  for (const [key, part] of Object.entries(data)) {
    scrambled(part);
    (data as Record<string, unknown>)[key] = "changed";
  }
  if (Array.isArray(data)) data.push("more");
  else (data as Record<string, unknown>)["more"] = "more";
}
