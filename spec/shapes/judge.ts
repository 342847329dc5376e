import { fansOf, type Fans } from "../../src/math/index.js";
import type { ModelShapes, TensorMeta } from "../../src/shapes/index.js";
import type { RecordedModel, RecordedTensor, Truth } from "./recorded-model.js";

/** What became of one recorded tensor. */
export interface Verdict {
  readonly name: string;
  readonly isRight: boolean;
  readonly isAmbiguous: boolean;
  readonly what: string;
}

export interface Judgement {
  readonly verdicts: readonly Verdict[];
  /** Wrong without a word of doubt. */
  readonly wrong: readonly Verdict[];
  readonly ambiguous: readonly Verdict[];
  /** Doubted, and not what it is. */
  readonly misjudged: readonly Verdict[];
}

function fansFor(shape: readonly number[], traits: Readonly<Record<string, unknown>>): Partial<Fans> {
  const own = fansOf(shape, traits);
  return { ...own, ...(traits["fanIn"] === undefined ? {} : { fanIn: Number(traits["fanIn"]) }), ...(traits["fanOut"] === undefined ? {} : { fanOut: Number(traits["fanOut"]) }) };
}

const same = (a: Partial<Fans>, b: Partial<Fans>): boolean => a.fanIn === b.fanIn && a.fanOut === b.fanOut;

function problemOf(tensor: RecordedTensor, meta: TensorMeta | undefined): string | undefined {
  const { role, traits } = tensor.truth;
  if ((meta?.name ?? "-") !== role.replace("~", "-")) return `is ${role}, taken for ${meta?.name ?? "left out"}`;
  if (role !== "weight" || meta === undefined) return undefined;
  const [expected, found] = [fansFor(tensor.shape, traits), fansFor(tensor.shape, { ...meta })];
  return same(expected, found) ? undefined : `has fans ${JSON.stringify(expected)}, taken for ${JSON.stringify(found)}`;
}

/** Layers are alike when both call the same tensors one layer. */
function layerProblem(truth: Truth, meta: TensorMeta, toFound: Map<string, number>, toTruth: Map<number, string>): string | undefined {
  if (truth.role === "embedding") return undefined;
  const found = toFound.get(truth.layer) ?? meta.layer;
  const expected = toTruth.get(meta.layer) ?? truth.layer;
  toFound.set(truth.layer, found);
  if (meta.layer !== -1) toTruth.set(meta.layer, expected);
  return found === meta.layer && expected === truth.layer ? undefined : `is of layer ${truth.layer}, taken for another`;
}

/** Compares what was inferred with what is recorded. */
export function judge({ tensors }: RecordedModel, shapes: ModelShapes): Judgement {
  const metas = new Map(shapes.paramMeta.map((meta) => [meta.label ?? "", meta]));
  const doubted = new Set(shapes.ambiguous.map(({ label }) => label));
  const toFound = new Map<string, number>();
  const toTruth = new Map<number, string>();
  const verdicts = tensors.map((tensor): Verdict => {
    const meta = metas.get(tensor.name);
    const what = problemOf(tensor, meta) ?? (meta === undefined ? undefined : layerProblem(tensor.truth, meta, toFound, toTruth));
    return { name: tensor.name, isRight: what === undefined, isAmbiguous: doubted.has(tensor.name), what: `${tensor.name} [${tensor.shape.join(", ")}] ${what ?? "is right"}` };
  });
  return {
    verdicts,
    wrong: verdicts.filter(({ isRight, isAmbiguous }) => !isRight && !isAmbiguous),
    ambiguous: verdicts.filter(({ isAmbiguous }) => isAmbiguous),
    misjudged: verdicts.filter(({ isRight, isAmbiguous }) => !isRight && isAmbiguous),
  };
}
