/** The numbers of a strided series, moved to mean 0 and scaled to variance 1; zeros where nothing varies. */
function standardise(values: Float64Array, start: number, count: number, stride: number): void {
  const end = start + count * stride;
  // Counted from the first one, equal numbers differ by nothing, and not by how their mean is rounded.
  const first = values[start] ?? 0;
  let sum = 0;
  for (let at = start; at < end; at += stride) sum += (values[at] ?? 0) - first;
  const mean = sum / count;
  let squares = 0;
  for (let at = start; at < end; at += stride) squares += ((values[at] ?? 0) - first - mean) ** 2;
  const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares / count);
  for (let at = start; at < end; at += stride) values[at] = ((values[at] ?? 0) - first - mean) * scale;
}

/** Batch norm in training: each of `width` features over all samples, without an epsilon. */
export function normaliseFeatures(values: Float64Array, samples: number, width: number): void {
  for (let feature = 0; feature < width; feature += 1) standardise(values, feature, samples, width);
}

/** Layer norm: each sample over its `width` features, without an epsilon. */
export function normaliseSamples(values: Float64Array, samples: number, width: number): void {
  for (let sample = 0; sample < samples; sample += 1) standardise(values, sample * width, width, 1);
}
