import type { Case } from "../case.js";
import { chunkedCases } from "./chunked.js";
import { fullBasics } from "./full-basics.js";
import { fullChoices } from "./full-choices.js";
import { fullNumbers } from "./full-numbers.js";
import { planCases } from "./plans.js";
import { refusedCases } from "./refused.js";

/** Every case, in the order in which a port may be built. */
export const cases: readonly Case[] = [...fullBasics, ...fullNumbers, ...fullChoices, ...chunkedCases, ...refusedCases, ...planCases];
