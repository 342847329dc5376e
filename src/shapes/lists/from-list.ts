import { shown } from "../../request/issues.js";
import { isFields, type Fields } from "../fields.js";
import { invalid } from "../invalid-model.js";
import { readJson } from "../json/json-source.js";
import type { ModelShapes } from "../model-shapes.js";
import { inferRoles } from "../roles/infer.js";
import { describedKeys, readDescribed, shapesKey } from "./described.js";
import { isNamedList, readNamed } from "./named.js";
import { readNameless } from "./nameless.js";
import { readNested } from "./nested.js";

function fromObject(value: Fields): ModelShapes {
  const described = describedKeys(value);
  if (described !== undefined) return readDescribed(value, described);
  const nameless = shapesKey(value);
  return inferRoles(nameless === undefined ? readNested(value) : readNameless(value[nameless] as readonly unknown[], [nameless]), "list");
}

/**
 * Shapes and roles of a list of shapes: an object from names to shapes, flat or nested; a list of {name, shape};
 * hypnettorch's {param_shapes, param_shapes_meta} or what `hyperfan shapes` prints, whose roles are taken as they are;
 * or a bare list of shapes, of which only numbers of dimensions tell the roles. Bytes, text or parsed data.
 *
 * @throws {InvalidInputError} code "invalid-model"; nothing else, whatever the input.
 */
export function shapesFromList(source: unknown): ModelShapes {
  const value = readJson(source, "list of shapes");
  if (isFields(value)) return fromObject(value);
  if (Array.isArray(value)) return inferRoles(isNamedList(value) ? readNamed(value) : readNameless(value, []), "list");
  return invalid([], "wrong-type", `Expected an object from names to shapes, or a list of {name, shape}; got ${shown(value)}.`);
}
