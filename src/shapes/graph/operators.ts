import type { Role, Traits } from "../model-shapes.js";

/** What a node's attributes say, as far as fans depend on it: whole numbers, with 1 for true. */
export type Attributes = ReadonlyMap<string, number>;

/** An operator of a model's graph. */
export interface GraphNode {
  readonly operator: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

/** What an operator makes of one of its inputs. */
export interface Use {
  /** Null leaves the tensor out. */
  readonly role: Role | null;
  /** Why, as the rest of a sentence that begins with the tensor. */
  readonly because: string;
  readonly traits?: (shape: readonly number[], attributes: Attributes) => Traits;
  /** Whether the tensor has a layer of its own beside that of the node's other tensors. */
  readonly apart?: boolean;
}

/** Uses by the position of the input. */
export type Uses = ReadonlyMap<number, Use>;

export const uses = (...entries: readonly (readonly [position: number, use: Use])[]): Uses => new Map(entries);

export const leftOut = (because: string): Use => ({ role: null, because });
export const LEFT_OUT_STATISTICS = leftOut("holds running statistics, which are measured and not trained");
export const LEFT_OUT_SLOPE = leftOut("is the slope of an activation, for which no role has a start value; keep it in the main network");
