import type { RequestInput } from "../../request/schema.js";
import { weightLayer, type TargetLayer } from "../layers.js";

/** A number that no layer of a random network has. */
const ANOTHER_LAYER = 1e6;

/** A weight, and maybe its bias, of a layer of their own. */
export const anotherLayer = weightLayer().map((layer) => layer.map(({ shape, meta }) => ({ shape, meta: { ...meta, layer: ANOTHER_LAYER } })));

/** A request that generates the tensors of a layer besides its own. */
export function withLayer(request: RequestInput, layer: TargetLayer): RequestInput {
  return {
    ...request,
    targetShapes: [...request.targetShapes, ...layer.map(({ shape }) => shape)],
    paramMeta: [...(request.paramMeta ?? []), ...layer.map(({ meta }) => meta)],
  };
}
