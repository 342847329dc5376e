import type { Issue } from "../../errors.js";
import { shown } from "../../request/issues.js";
import { isFields, type Fields } from "../fields.js";
import { invalid, problem } from "../invalid-model.js";
import { MAX_DEPTH } from "../limits.js";
import type { ModelTensor } from "../model-tensor.js";
import { shapeIssues } from "../shape.js";

type Path = readonly (string | number)[];

/** A name and what stands in the place of its shape. */
interface Leaf {
  readonly name: string;
  readonly path: Path;
  readonly shape: unknown;
}

const isGroup = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.some((child) => typeof child === "object");

/** Names of modules may hold slashes, as Haiku's do; then the rest is joined by them, too. */
const joined = (outer: string, key: string): string => {
  if (outer === "") return key;
  return outer.includes("/") || key.includes("/") ? `${outer}/${key}` : `${outer}.${key}`;
};

function collect(value: unknown, name: string, path: Path, leaves: Leaf[]): void {
  if (path.length > MAX_DEPTH) invalid(path.slice(0, 3), "too-deep", `Give objects at most ${MAX_DEPTH} levels deep.`);
  if (isFields(value) && Array.isArray(value["shape"]) && !isGroup(value["shape"])) {
    leaves.push({ name, path: [...path, "shape"], shape: value["shape"] });
    return;
  }
  if (!isFields(value) && !isGroup(value)) {
    leaves.push({ name, path, shape: value });
    return;
  }
  for (const [key, child] of Object.entries(value)) collect(child, joined(name, key), [...path, isFields(value) ? key : Number(key)], leaves);
}

const isReserved = ({ path }: Leaf): boolean => path.includes("__proto__");

function leafIssues(leaf: Leaf): readonly Issue[] {
  if (isReserved(leaf)) return [problem(leaf.path, "reserved-name", "Rename the tensor __proto__: this name cannot be used as a key.")];
  return shapeIssues(leaf.shape, leaf.path);
}

/** What is wrong with the leaves: two paths may make one name. */
function repeatedNames(leaves: readonly Leaf[]): readonly Issue[] {
  const seen = new Set<string>();
  return leaves.flatMap(({ name, path }) => {
    const repeated = seen.has(name);
    seen.add(name);
    return repeated ? [problem(path, "repeated-name", `Rename the second tensor called ${shown(name)}.`)] : [];
  });
}

/** Tensors of an object from names to shapes, or of objects in objects: a state_dict, or the parameters of Flax, Haiku or MLX. */
export function readNested(value: Fields): { readonly tensors: readonly ModelTensor[]; readonly issues: readonly Issue[] } {
  const leaves: Leaf[] = [];
  for (const [key, child] of Object.entries(value)) collect(child, key, [key], leaves);
  const issues = [...leaves.flatMap(leafIssues), ...repeatedNames(leaves)];
  return { tensors: leaves.map(({ name, shape }) => ({ name, shape: shape as readonly number[] })), issues };
}
