import type { Fault, State } from "./json-fault.js";
import type { Token, TokenKind } from "./json-tokens.js";
import { placeOf } from "./place.js";

const SHOWN_CHARACTERS = 20;

function shown(text: string, { start, end }: Token): string {
  return end - start > SHOWN_CHARACTERS ? `${text.slice(start, start + SHOWN_CHARACTERS)}…` : text.slice(start, end);
}

/** What to do about a token that is wrong wherever it stands. */
const BY_KIND: Readonly<Partial<Record<TokenKind, string>>> = {
  "unclosed string": 'Close this string with a double quote; a line break inside one is written \\n.',
  "control character": "Write a tab inside a string as \\t, and other control characters as \\u and four hexadecimal digits.",
  "bad escape": "Write a backslash inside a string as two, \\\\.",
};

/** What to do about things that other notations have and JSON has not, by how they begin. */
const FOREIGN: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [/^[-+]?(?:nan|inf|infinity)$/i, "JSON has no NaN or Infinity; give a finite number, or leave the key out."],
  [/^(?:none|nil|null|undefined)$/i, "Write null in lower case, or leave the key out."],
  [/^(?:true|false)$/i, "Write true and false in lower case."],
  [/^[-+.]?\d|^[-+.]+$/, "This is no JSON number; write numbers such as 10, -0.5 and 1e-3."],
  [/^[\w$]/, "Put text in double quotes."],
  [/['`‘’“”]/u, 'Put keys and text in double quotes (").'],
  [/[/#]/, "JSON has no comments; remove this one."],
  [/[\p{Z}\p{C}]/u, "Remove the invisible character here, such as a no-break space or a byte order mark."],
];

const TAKES_VALUE: readonly State[] = ["value", "element", "first element"];

/** What to do where a token would be right elsewhere. */
const BY_STATE: Readonly<Record<State, (found: string) => string>> = {
  value: (found) => `Give a value before ${found}.`,
  element: (found) => (found === "]" ? "Remove the comma before this ]." : `Give a value before ${found}.`),
  "first element": (found) => `Give a value or ] before ${found}.`,
  key: (found) => (found === "}" ? "Remove the comma before this }." : `Put the key in double quotes instead of ${found}.`),
  "first key": (found) => `Put the key in double quotes instead of ${found}.`,
  colon: (found) => `Put a colon between the key and ${found}.`,
  "after element": (found) => `Put a comma or ] before ${found}.`,
  "after member": (found) => `Put a comma or } before ${found}.`,
  nothing: (found) => `Remove ${found} and all that follows it; one JSON value is enough.`,
};

function endAdvice(opening: number | undefined, text: string): string {
  if (opening === undefined) return "The text ends before its first value.";
  return `The text ends too early; close the ${text.charAt(opening)} of line ${placeOf(text, opening).line}, or get the whole file.`;
}

/** One sentence on what to do about a fault. */
export function adviceFor({ token, state, opening }: Fault, text: string): string {
  if (token.kind === "end") return endAdvice(opening, text);
  const found = shown(text, token);
  const isForeign = token.kind === "other" || TAKES_VALUE.includes(state);
  const foreign = isForeign ? FOREIGN.find(([pattern]) => pattern.test(found))?.[1] : undefined;
  return BY_KIND[token.kind] ?? foreign ?? BY_STATE[state](found);
}
