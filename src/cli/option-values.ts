import { badUsage } from "./command-error.js";
import { unknownWord } from "./unknown-word.js";

/** A number that an option is given; `needed` says in words what `isAllowed` asks of it. Undefined without the option. */
export function numberValue(
  { values }: { readonly values: ReadonlyMap<string, string> },
  option: string,
  isAllowed: (x: number) => boolean,
  needed: string,
  command: string,
): number | undefined {
  const given = values.get(option);
  if (given === undefined) return undefined;
  const number = given.trim() === "" ? NaN : Number(given);
  if (Number.isFinite(number) && isAllowed(number)) return number;
  throw badUsage(`Expected ${needed} for --${option}; got ${given}.`, command);
}

/** One of some words that an option is given. Undefined without the option. */
export function wordValue<Word extends string>(
  { values }: { readonly values: ReadonlyMap<string, string> },
  option: string,
  words: readonly Word[],
  command: string,
): Word | undefined {
  const given = values.get(option);
  const word = words.find((known) => known === given);
  if (given === undefined || word !== undefined) return word;
  throw badUsage(unknownWord(option, given, words), command);
}
