/**
 * The error function and its complement in double precision.
 *
 * Source: W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969) 631–637,
 * with the coefficients of its SPECFUN routine CALERF. All coefficients run from the highest power down.
 */

// erf(x)/x in x², for |x| ≤ 0.46875
const CENTRE_NUMERATOR = [
  1.85777706184603153e-1, 3.1611237438705656, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3,
];
const CENTRE_DENOMINATOR = [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3];

// e^(x²)·erfc(x) in x, for 0.46875 < x ≤ 4
const SHOULDER_NUMERATOR = [
  2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2,
  8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3,
];
const SHOULDER_DENOMINATOR = [
  1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3, 3.29079923573345963e3,
  4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
];

// (1/√π − x·e^(x²)·erfc(x))·x² in 1/x², for x > 4
const TAIL_NUMERATOR = [
  1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1, 1.60837851487422766e-2,
  6.58749161529837803e-4,
];
const TAIL_DENOMINATOR = [
  1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3,
];

const CENTRE = 0.46875;
/** erfc is below half the smallest double from here on. */
const VANISHES = 27.3;
const ONE_OVER_SQRT_PI = 0.5641895835477563;

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (const coefficient of coefficients) value = value * x + coefficient;
  return value;
}

const ratio = (numerator: readonly number[], denominator: readonly number[], x: number): number =>
  polynomial(numerator, x) / polynomial(denominator, x);

/** e^(−x²): the square of x to 1/16 is exact, so that its rounding error is not magnified by the exponential. */
function gaussian(x: number): number {
  const coarse = Math.trunc(x * 16) / 16;
  return Math.exp(-coarse * coarse) * Math.exp(-(x - coarse) * (x + coarse));
}

const erfNearZero = (x: number): number => x * ratio(CENTRE_NUMERATOR, CENTRE_DENOMINATOR, x * x);

function scaledTail(x: number): number {
  const z = 1 / (x * x);
  return (ONE_OVER_SQRT_PI - z * ratio(TAIL_NUMERATOR, TAIL_DENOMINATOR, z)) / x;
}

/** erfc(x) for x > CENTRE. */
function erfcOfPositive(x: number): number {
  if (x > VANISHES) return 0;
  return gaussian(x) * (x <= 4 ? ratio(SHOULDER_NUMERATOR, SHOULDER_DENOMINATOR, x) : scaledTail(x));
}

/** erf(x) = (2/√π) ∫₀ˣ e^(−t²) dt, to a few units in the last place. */
export function erf(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude <= CENTRE) return erfNearZero(x);
  return Math.sign(x) * (1 - erfcOfPositive(magnitude));
}

/** erfc(x) = 1 − erf(x), to a few units in the last place also in the right tail, until it underflows near x = 27. */
export function erfc(x: number): number {
  if (Math.abs(x) <= CENTRE) return 1 - erfNearZero(x);
  return x < 0 ? 2 - erfcOfPositive(-x) : erfcOfPositive(x);
}
