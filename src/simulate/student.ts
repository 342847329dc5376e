/** (8ν + 1)/(8ν + 3): with it, scores up to 4 are right to 0.05 from ν = 5 on, and never too large for any ν ≥ 2. */
const correctionFor = (degrees: number): number => (8 * degrees + 1) / (8 * degrees + 3);

/**
 * The Student variable, at least 0, that is exceeded as rarely as a standard normal score. Source: Wallace 1959 (Annals of
 * Mathematical Statistics 30, 1121–1130).
 */
export function studentAt(score: number, degrees: number): number {
  return Math.sqrt(degrees * Math.expm1((score / correctionFor(degrees)) ** 2 / degrees));
}
