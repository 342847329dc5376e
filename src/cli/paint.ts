import util from "node:util";
import type { Terminal } from "./io.js";

export type Colour = "red" | "yellow" | "green" | "bold";
export type Paint = (colour: Colour | undefined, text: string) => string;

/** Colours text for a terminal that shows colours, and leaves it alone for anything else. styleText came with Node 20.12. */
export function paintFor(stream: Terminal): Paint {
  const wanted = stream.isTTY === true && stream.hasColors?.() === true && "styleText" in util;
  return (colour, text) => (wanted && colour !== undefined ? util.styleText(colour, text, { validateStream: false }) : text);
}
