import type { ModelShapes } from "../../src/shapes/index.js";

/** "label: role layer traits" of every tensor. */
export const described = ({ paramMeta }: ModelShapes): readonly string[] =>
  paramMeta.map(({ name, layer, label, ...traits }) => [`${label}:`, name, layer, ...Object.entries(traits).map(([key, value]) => `${key}=${value}`)].join(" "));
