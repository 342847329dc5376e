/** (8ν + 1)/(8ν + 3): with it, scores up to 4 are right to 0.05 from ν = 5 on, and never too large for any ν ≥ 2. */
const correctionFor = (degrees: number): number => (8 * degrees + 1) / (8 * degrees + 3);

const FAR = 1e8;

/** Standard normal score of a Student variable. Source: Wallace 1959 (Annals of Mathematical Statistics 30, 1121–1130). */
export function scoreOfStudent(t: number, degrees: number): number {
  const ratio = Math.abs(t) / Math.sqrt(degrees);
  // Far out the 1 is lost anyway, and the square could leave the doubles.
  const logarithm = ratio < FAR ? Math.log1p(ratio * ratio) : 2 * Math.log(ratio);
  return Math.sign(t) * correctionFor(degrees) * Math.sqrt(degrees * logarithm);
}

/** The Student variable, at least 0, of a standard normal score: the inverse of {@link scoreOfStudent}. */
export function studentAt(z: number, degrees: number): number {
  return Math.sqrt(degrees * Math.expm1((z / correctionFor(degrees)) ** 2 / degrees));
}
