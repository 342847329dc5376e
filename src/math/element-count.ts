/** Number of elements of a tensor: the product of its dimensions, 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((size, dim) => size * dim, 1);
}
