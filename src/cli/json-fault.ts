import { tokenAt, type Token, type TokenKind } from "./json-tokens.js";

/** What may come next. */
export type State = "value" | "element" | "first element" | "key" | "first key" | "colon" | "after element" | "after member" | "nothing";

/** The first token that cannot stand where it stands, and the innermost bracket that is open there. */
export interface Fault {
  readonly token: Token;
  readonly state: State;
  readonly opening: Token | undefined;
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

function afterValue(opening: Token | undefined): State {
  if (opening === undefined) return "nothing";
  return opening.kind === "{" ? "after member" : "after element";
}

/** The first fault of a text that should be JSON; undefined when it has none. */
export function findFault(text: string): Fault | undefined {
  const open: Token[] = [];
  let state: State = "value";
  for (let token = tokenAt(text, 0); ; token = tokenAt(text, token.end)) {
    const move: Move | undefined = MOVES[state][token.kind];
    if (move === undefined) return token.kind === "end" && state === "nothing" ? undefined : { token, state, opening: open.at(-1) };
    if (move === "open") open.push(token);
    if (move === "close") open.pop();
    if (move === "open") state = token.kind === "{" ? "first key" : "first element";
    else if (move === "close" || move === "complete") state = afterValue(open.at(-1));
    else state = move;
  }
}
