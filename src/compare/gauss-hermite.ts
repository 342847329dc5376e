/**
 * Seven nodes and weights for means over a standard normal variable, exact for polynomials up to degree 13.
 * Source: Abramowitz & Stegun 1964, table 25.10, abscissas times √2 and weights over √π.
 */
export const normalNodes: readonly { readonly z: number; readonly weight: number }[] = [
  { z: -3.7504397177257425, weight: 0.0005482688559722178 },
  { z: -2.366759410734541, weight: 0.030757123967586498 },
  { z: -1.1544053947399682, weight: 0.2401231786050127 },
  { z: 0, weight: 0.45714285714285713 },
  { z: 1.1544053947399682, weight: 0.2401231786050127 },
  { z: 2.366759410734541, weight: 0.030757123967586498 },
  { z: 3.7504397177257425, weight: 0.0005482688559722178 },
];
