export type TokenKind =
  | "{" | "}" | "[" | "]" | "," | ":" | "string" | "word"
  | "end" | "bad word" | "unclosed string" | "control character" | "bad escape" | "other";

/** A piece of JSON text, sound or not: where it starts, and where the next one may. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

// All sticky, and none with a choice inside a repetition: megabytes of string are one step each.
const SPACE = /[ \t\n\r]*/y;
const WORD = /[-+.$\w]+/y;
/** All but the quote, the backslash and what comes before the space. */
const PLAIN = /[ !#-[\]-\uffff]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const LITERAL = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/;
const PUNCTUATION: readonly string[] = ["{", "}", "[", "]", ",", ":"] satisfies readonly TokenKind[];

/** Where a match of `pattern` at `start` ends; `start` without one. */
function endOf(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : start;
}

function stringToken(text: string, start: number): Token {
  for (let at = start + 1; ; ) {
    const end = endOf(PLAIN, text, at);
    const char = text[end];
    if (char === '"') return { kind: "string", start, end: end + 1 };
    if (char === undefined || char === "\n" || char === "\r") return { kind: "unclosed string", start, end };
    if (char !== "\\") return { kind: "control character", start: end, end: end + 1 };
    at = endOf(ESCAPE, text, end);
    if (at === end) return { kind: "bad escape", start: end, end: end + 1 };
  }
}

function wordToken(text: string, start: number): Token {
  const end = endOf(WORD, text, start);
  if (end === start) return { kind: "other", start, end: start + String.fromCodePoint(text.codePointAt(start) ?? 0).length };
  return { kind: LITERAL.test(text.slice(start, end)) ? "word" : "bad word", start, end };
}

/** The first token at or after `from`. */
export function tokenAt(text: string, from: number): Token {
  const start = endOf(SPACE, text, from);
  const char = text[start];
  if (char === undefined) return { kind: "end", start, end: start };
  if (PUNCTUATION.includes(char)) return { kind: char as TokenKind, start, end: start + 1 };
  if (char === '"') return stringToken(text, start);
  return wordToken(text, start);
}
