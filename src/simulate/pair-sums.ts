/** Means of two series, and the sums of squares and products of what is left without them. */
export interface PairSums {
  count: number;
  meanX: number;
  meanY: number;
  xx: number;
  xy: number;
  yy: number;
}

/** The sums of nothing yet. */
export function emptySums(): PairSums {
  return { count: 0, meanX: 0, meanY: 0, xx: 0, xy: 0, yy: 0 };
}

/** Takes in one pair. Source: Welford 1962 (Technometrics 4, 419–420). */
export function addPair(sums: PairSums, x: number, y: number): void {
  sums.count += 1;
  const fromX = x - sums.meanX;
  const fromY = y - sums.meanY;
  sums.meanX += fromX / sums.count;
  sums.meanY += fromY / sums.count;
  sums.xx += fromX * (x - sums.meanX);
  sums.xy += fromX * (y - sums.meanY);
  sums.yy += fromY * (y - sums.meanY);
}
