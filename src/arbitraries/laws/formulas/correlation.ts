/** The input of a chunked hypernetwork, as sums of second moments: that of the shared part, and the embedding's size. */
export interface SharedInput {
  readonly shared: number;
  readonly embeddingDim: number;
}

/** Correlation of the inputs of two chunks by their embeddings' variances: n_e q_e / √[(n_e q_e + n_c a)(n_e q_e + n_c b)]. */
export function inputCorrelation({ shared, embeddingDim }: SharedInput, a: number, b: number): number {
  // Rounding must not put it above 1.
  return Math.min(1, shared / Math.sqrt(shared + embeddingDim * a) / Math.sqrt(shared + embeddingDim * b));
}

/** What a relu layer makes of a correlation: the arc-cosine kernel of degree 1. Source: Cho & Saul 2009, eq. 6. */
export function throughRelu(correlation: number): number {
  const angle = Math.acos(correlation);
  return (Math.sqrt((1 - correlation) * (1 + correlation)) + correlation * (Math.PI - angle)) / Math.PI;
}

/** What `layers` layers make of a correlation, each followed by dropout, which draws its masks for each chunk anew. */
export function throughLayers(map: (correlation: number) => number, layers: number, dropout: number, correlation: number): number {
  let found = correlation;
  for (let layer = 0; layer < layers; layer += 1) found = map(found) * (1 - dropout);
  return found;
}

/** Largest correlation between two of some chunks by their embeddings' variances, pair by pair; null for fewer than two. */
export function largestOfPairs(variances: readonly number[], correlation: (a: number, b: number) => number): number | null {
  // Of chunks that are drawn alike, two make all the pairs there are.
  const few = [...new Set(variances)].flatMap((variance) => variances.filter((other) => other === variance).slice(0, 2));
  const pairs = few.flatMap((a, index) => few.slice(index + 1).map((b) => correlation(a, b)));
  return pairs.length === 0 ? null : Math.max(...pairs);
}
