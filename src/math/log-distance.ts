/** How far a ratio is from 1, either way: |log(ratio)|. */
export function logDistance(ratio: number): number {
  return Math.abs(Math.log(ratio));
}
