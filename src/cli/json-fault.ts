import { tokenAt, type Token, type TokenKind } from "./json-tokens.js";

/** What may come next. */
export type State = "value" | "element" | "first element" | "key" | "first key" | "colon" | "after element" | "after member" | "nothing";

/** The first token that cannot stand where it stands, and where the innermost bracket is that is open there. */
export interface Fault {
  readonly token: Token;
  readonly state: State;
  readonly opening: number | undefined;
}

type Move = State | "open" | "close" | "complete";
type Moves = Readonly<Partial<Record<TokenKind, Move>>>;

const VALUE: Moves = { "{": "open", "[": "open", string: "complete", word: "complete" };
const MOVES: Readonly<Record<State, Moves>> = {
  value: VALUE,
  element: VALUE,
  "first element": { ...VALUE, "]": "close" },
  key: { string: "colon" },
  "first key": { string: "colon", "}": "close" },
  colon: { ":": "value" },
  "after element": { ",": "element", "]": "close" },
  "after member": { ",": "key", "}": "close" },
  nothing: {},
};

/** The first fault of a text that should be JSON; undefined when it has none. */
export function findFault(text: string): Fault | undefined {
  const open: number[] = [];
  const afterValue = (opening = open.at(-1)): State => (opening === undefined ? "nothing" : text[opening] === "{" ? "after member" : "after element");
  let state: State = "value";
  for (let token = tokenAt(text, 0); ; token = tokenAt(text, token.end)) {
    const move: Move | undefined = MOVES[state][token.kind];
    if (move === undefined) return token.kind === "end" && state === "nothing" ? undefined : { token, state, opening: open.at(-1) };
    if (move === "open") open.push(token.start);
    if (move === "close") open.pop();
    if (move === "open") state = token.kind === "{" ? "first key" : "first element";
    else if (move === "close" || move === "complete") state = afterValue();
    else state = move;
  }
}
