/** The cosine of two signals from the mean product of their units and their second moments; those that are 0 count as alike. */
export function cosineOf(product: number, a: number, b: number): number {
  const scale = Math.sqrt(a) * Math.sqrt(b);
  return scale === 0 ? 1 : Math.min(1, Math.max(-1, product / scale));
}
