import type { Issue } from "../../errors.js";
import { isFields, type Fields } from "../fields.js";
import { invalid, refuseAll, type Path } from "../invalid-model.js";
import { MAX_DEPTH, MAX_NAMES } from "../limits.js";
import type { ModelTensor } from "../model-tensor.js";
import { nameIssues, refuseLong } from "../names.js";
import { shapeIssues } from "../shape.js";

/** A key, and the place of what it is in: paths share what they have in common. */
interface Place {
  readonly key: string | number;
  readonly outer: Place | undefined;
  readonly depth: number;
  /** The keys from the outermost one to here, joined. */
  readonly name: string;
}

/** A place, and what stands there instead of a shape. */
interface Leaf {
  readonly place: Place;
  readonly shape: unknown;
}

const isGroup = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.some((child) => typeof child === "object");

/** Names of modules may hold slashes, as Haiku's do; then the rest is joined by them, too. */
const joined = (outer: string, key: string): string => {
  if (outer === "") return key;
  return outer.includes("/") || key.includes("/") ? `${outer}/${key}` : `${outer}.${key}`;
};

function pathOf(place: Place): Path {
  const path: PropertyKey[] = [];
  for (let at: Place | undefined = place; at !== undefined; at = at.outer) path.push(at.key);
  return path.reverse();
}

const inside = (outer: Place | undefined, key: string, isIndex: boolean): Place => ({
  key: isIndex ? Number(key) : key,
  outer,
  depth: (outer?.depth ?? 0) + 1,
  name: joined(outer?.name ?? "", key),
});

function collect(value: unknown, place: Place, leaves: Leaf[]): void {
  const isObject = isFields(value);
  if (isObject && Array.isArray(value["shape"]) && !isGroup(value["shape"])) leaves.push({ place: { ...place, key: "shape", outer: place }, shape: value["shape"] });
  else if (!isObject && !isGroup(value)) leaves.push({ place, shape: value });
  else {
    if (place.depth >= MAX_DEPTH) invalid(pathOf(place).slice(0, 3), "too-deep", `Give objects at most ${MAX_DEPTH} levels deep.`);
    // All names inside are longer still.
    refuseLong(place.name, () => pathOf(place));
    for (const [key, child] of Object.entries(value)) collect(child, inside(place, key, !isObject), leaves);
  }
}

function* leafIssues(leaves: readonly Leaf[]): Generator<Issue, void, undefined> {
  for (const { shape, place } of leaves) yield* shapeIssues(shape, () => pathOf(place));
  yield* nameIssues(leaves.map(({ place }) => ({ name: place.name, path: () => pathOf(place) })), (name) => `Rename the second tensor called ${name}.`);
}

/** Tensors of an object from names to shapes, or of objects in objects: a state_dict, or the parameters of Flax, Haiku or MLX. */
export function readNested(value: Fields): readonly ModelTensor[] {
  const leaves: Leaf[] = [];
  for (const [key, child] of Object.entries(value)) collect(child, inside(undefined, key, false), leaves);
  const characters = leaves.reduce((total, { place }) => total + place.name.length, 0);
  if (characters > MAX_NAMES) invalid([], "too-large", `Expected tensors whose names have at most ${MAX_NAMES} characters in all; got ${characters}: every name has those of the modules around it.`);
  refuseAll(leafIssues(leaves));
  return leaves.map(({ place, shape }) => ({ name: place.name, shape: shape as readonly number[] }));
}
