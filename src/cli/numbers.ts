/** What stands for a number that does not exist. */
export const NONE = "-";

/** Four digits, with an exponent where zeros would take more room than it. */
export function fourDigits(x: number | null): string {
  if (x === null) return NONE;
  if (x === 0) return "0";
  const magnitude = Math.abs(x);
  return magnitude >= 1e-4 && magnitude < 1e5 ? x.toPrecision(magnitude >= 1e4 ? 5 : 4) : x.toExponential(2);
}

/** A ratio around 1. */
export function ratioText(x: number | null): string {
  if (x === null || x < 1e-4 || x >= 1000) return fourDigits(x);
  return x < 0.1 ? x.toPrecision(3) : x.toFixed(x < 10 ? 3 : 1);
}

/** A score in standard deviations. */
export function scoreText(z: number | null): string {
  if (z === null) return NONE;
  return Math.abs(z) < 1000 ? z.toFixed(2) : z.toExponential(1);
}

/** A whole number, its digits in threes. By hand, since loading the data of a locale takes longer than a plan. */
export function withCommas(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}

/** "1 chunk", "2 chunks". */
export function counted(count: number, noun: string): string {
  return `${withCommas(count)} ${noun}${count === 1 ? "" : "s"}`;
}
