import type { Layout } from "../../math/fans.js";
import { elementCount } from "../../math/element-count.js";
import type { Framework, ModelTensor } from "../model-tensor.js";
import { leafReader, type Leaf } from "./leaves.js";
import { neighbours, type Neighbours } from "./neighbours.js";
import { siblingFinder } from "./siblings.js";
import { isReal, subjectReader, type Subject } from "./subject.js";

/** All tensors of a model, with what one says of another. */
export interface Model {
  readonly subjects: readonly Subject[];
  /** Order of the axes of weights that are named `weight`. */
  readonly framework: Framework | undefined;
  readonly at: (path: string) => Subject | undefined;
  readonly sibling: (subject: Subject, leaf: string) => Subject | undefined;
  /** The bias of a weight, the shift of a scale. */
  readonly biasOf: (subject: Subject) => Subject | undefined;
  /** The weight of a bias, the scale of a shift. */
  readonly ownerOf: (subject: Subject) => Subject | undefined;
  /** Order of the axes that the leaf's name tells; undefined for a leaf that may be any parameter. */
  readonly namedLayout: (subject: Subject) => Layout | undefined;
  /** Order of the axes that the biases of modules of the same name prove; undefined where none does. */
  readonly provenLayout: (subject: Subject) => Layout | undefined;
  readonly neighbours: () => Neighbours;
}

/** A depthwise kernel beside a pointwise one leaves the bias to it. */
function leavesBiasToPointwise(subject: Subject, sibling: Model["sibling"]): boolean {
  return subject.leaf.startsWith("depthwise_") && sibling(subject, subject.leaf.replace("depthwise", "pointwise")) !== undefined;
}

/** What the length of its bias says about a matrix; undefined for a square one, and where it fits neither axis. */
function layoutByBias({ shape: [rows, columns, ...rest] }: Subject, bias: Subject): Layout | undefined {
  if (rest.length > 0 || rows === columns) return undefined;
  const length = elementCount(bias.shape);
  if (length === rows) return "OIHW";
  return length === columns ? "HWIO" : undefined;
}

/** Weights and their biases, each way, by index. */
interface Pairs {
  readonly biases: readonly (Subject | undefined)[];
  readonly owners: readonly (Subject | undefined)[];
  readonly proven: ReadonlyMap<string, Layout | undefined>;
}

/** Modules of one name that disagree prove nothing. */
function addProof(proven: Map<string, Layout | undefined>, module: string, layout: Layout): void {
  const before = proven.get(module);
  if (before === layout) return;
  proven.set(module, proven.has(module) ? undefined : layout);
}

function pairUp(subjects: readonly Subject[], sibling: Model["sibling"], read: (leaf: string) => Leaf): Pairs {
  const biases = new Array<Subject | undefined>(subjects.length);
  const owners = new Array<Subject | undefined>(subjects.length);
  const proven = new Map<string, Layout | undefined>();
  for (const subject of subjects) {
    const { shape, module } = subject;
    if (shape.length === 0 || leavesBiasToPointwise(subject, sibling)) continue;
    for (const leaf of read(subject.leaf).biases) {
      const bias = sibling(subject, leaf);
      if (bias === undefined || owners[bias.index] !== undefined || !isReal(bias)) continue;
      biases[subject.index] = bias;
      owners[bias.index] = subject;
      const layout = shape.length === 2 ? layoutByBias(subject, bias) : undefined;
      if (layout !== undefined) addProof(proven, module, layout);
      break;
    }
  }
  return { biases, owners, proven };
}

function pathMap(subjects: readonly Subject[]): ReadonlyMap<string, Subject> {
  const byPath = new Map<string, Subject>();
  for (const subject of subjects) byPath.set(subject.path, subject);
  return byPath;
}

export function modelOf(tensors: readonly ModelTensor[], framework: Framework | undefined): Model {
  const subjects = tensors.map(subjectReader());
  const sibling = siblingFinder(subjects);
  const read = leafReader();
  const { biases, owners, proven } = pairUp(subjects, sibling, read);
  let byPath: ReadonlyMap<string, Subject> | undefined;
  let around: Neighbours | undefined;
  const model: Model = {
    subjects,
    framework,
    at: (path) => (byPath ??= pathMap(subjects)).get(path),
    sibling,
    biasOf: ({ index }) => biases[index],
    ownerOf: ({ index }) => owners[index],
    namedLayout: ({ leaf }) => read(leaf).layout,
    provenLayout: ({ module }) => proven.get(module),
    neighbours: () => (around ??= neighbours(model)),
  };
  return model;
}
