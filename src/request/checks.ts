import { elementCount } from "../math/element-count.js";
import { pointer, type Issue } from "../errors.js";
import { axesOf } from "../math/fans.js";
import { headRuleFor, roleHint, ROLES, targetVarianceFor } from "./head-rule.js";
import { shown } from "./issues.js";
import type { ParamMeta, ResolvedRequest } from "./schema.js";
import { nameOf, type Tensor } from "./tensors.js";

export type Field = keyof ResolvedRequest;

/** A check over the fields it needs; it runs when those are valid, whatever the others are. */
interface Check {
  readonly needs: readonly Field[];
  readonly find: (request: ResolvedRequest) => readonly Issue[];
}

const check = <Needed extends Field>(needs: readonly Needed[], find: (request: Pick<ResolvedRequest, Needed>) => readonly Issue[]): Check => ({ needs, find });

const issue = (at: readonly PropertyKey[], code: string, message: string): Issue => ({ pointer: pointer(...at), code, message });
const when = (wrong: boolean, ...problem: Parameters<typeof issue>): readonly Issue[] => (wrong ? [issue(...problem)] : []);

/** Names that an object cannot hold as keys in every language that reads a plan. */
const RESERVED: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

function reservedName(at: readonly PropertyKey[], name: string): readonly Issue[] {
  return when(RESERVED.has(name), at, "reserved-name", `Rename ${shown(name)}: this name cannot be used as a key.`);
}

/** Reserved keys of the by-name records; read from the raw input because zod drops "__proto__". */
export function reservedKeys(input: unknown): readonly Issue[] {
  const fields = ["targetVariances", "headOverrides"] as const;
  return fields.flatMap((field) => {
    const record = (input as Readonly<Record<string, unknown>>)[field];
    if (typeof record !== "object" || record === null) return [];
    return Object.keys(record).flatMap((key) => reservedName([field, key], key));
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, x) => total + x, 0);

function tooManyElements({ targetShapes }: Pick<ResolvedRequest, "targetShapes">): readonly Issue[] {
  const total = sum(targetShapes.map(elementCount));
  return when(total > Number.MAX_SAFE_INTEGER, ["targetShapes"], "too-large", `The target shapes have ${shown(total)} elements in total; the maximum is 2^53 - 1.`);
}

function wrongMetaLength({ targetShapes, paramMeta }: Pick<ResolvedRequest, "targetShapes" | "paramMeta">): readonly Issue[] {
  const wrong = paramMeta !== undefined && paramMeta.length !== targetShapes.length;
  return when(wrong, ["paramMeta"], "wrong-length", `Expected one entry per target shape, ${String(targetShapes.length)} in all; got ${String(paramMeta?.length)}.`);
}

function badIndices({ targetShapes, generated = [] }: Pick<ResolvedRequest, "targetShapes" | "generated">): readonly Issue[] {
  const seen = new Set<number>();
  return generated.flatMap((index, position) => {
    const repeated = seen.has(index);
    seen.add(index);
    const at = ["generated", position];
    return [
      ...when(index >= targetShapes.length, at, "out-of-range", `Expected an index below ${String(targetShapes.length)}; got ${String(index)}.`),
      ...when(repeated, at, "repeated", `Index ${String(index)} is repeated. A tensor is generated once: remove it.`),
    ];
  });
}

function badMeta(meta: ParamMeta, index: number, shape: readonly number[]): readonly Issue[] {
  const at = ["paramMeta", index];
  const axes = meta.name === "weight" ? axesOf(shape, meta) : null;
  const { groups = 1, parts = 1, transposed = false } = meta;
  const grouped = axes === null || meta.layout === "HWCM" ? 0 : transposed ? axes.inputs * groups : axes.outputs;
  const fused = axes === null ? 0 : axes.outputs / axes.groups;
  return [
    ...reservedName([...at, "name"], meta.name),
    ...when(grouped % groups !== 0, [...at, "groups"], "indivisible", `Expected a number of groups that divides the ${String(grouped)} channels; got ${String(groups)}.`),
    ...when(fused % parts !== 0 && grouped % groups === 0, [...at, "parts"], "indivisible", `Expected a number of parts that divides the ${String(fused)} outputs; got ${String(parts)}.`),
  ];
}

function badMetas({ targetShapes, paramMeta = [] }: Pick<ResolvedRequest, "targetShapes" | "paramMeta">): readonly Issue[] {
  return paramMeta.flatMap((meta, index) => (isPlain(meta) ? [] : badMeta(meta, index, targetShapes[index] ?? [])));
}

/** Most entries of a long list have nothing that could be wrong. */
function isPlain({ name, groups, parts }: ParamMeta): boolean {
  return groups === undefined && parts === undefined && !RESERVED.has(name);
}

function noInputs({ kind, inputs }: Pick<ResolvedRequest, "kind" | "inputs">): readonly Issue[] {
  return when(kind === "hyperfan" && inputs.length === 0, ["inputs"], "missing", 'Required: at least one input block, e.g. {"name": "task", "dim": 8}.');
}

function noInputsForChunks({ kind, inputs, chunking }: Pick<ResolvedRequest, "kind" | "inputs" | "chunking">): readonly Issue[] {
  const wrong = kind === "chunked-hyperfan" && inputs.length === 0 && chunking?.perCondition === false;
  return when(wrong, ["inputs"], "missing", 'Required: at least one input block, e.g. {"name": "task", "dim": 8}, or chunking.perCondition set to true.');
}

function inputTooWide({ inputs, chunking }: Pick<ResolvedRequest, "inputs" | "chunking">): readonly Issue[] {
  const total = sum(inputs.map(({ dim }) => dim)) + (chunking?.embeddingDim ?? 0);
  return when(total > Number.MAX_SAFE_INTEGER, ["inputs"], "too-large", `The inputs have ${shown(total)} entries in total; the maximum is 2^53 - 1.`);
}

function wrongForKind({ kind, chunking, headOverrides }: Pick<ResolvedRequest, "kind" | "chunking" | "headOverrides">): readonly Issue[] {
  if (kind === "hyperfan") {
    return when(chunking !== undefined, ["chunking"], "not-for-kind", 'Remove chunking, or set kind to "chunked-hyperfan".');
  }
  return [
    ...when(chunking === undefined, ["chunking"], "missing", 'Required for kind "chunked-hyperfan": an object, e.g. {"size": 1000}.'),
    ...when(headOverrides !== undefined, ["headOverrides"], "not-for-kind", "Remove headOverrides: a chunked hypernetwork has no output heads. Use targetVariances instead."),
  ];
}

function normInChunked({ kind, hypernet }: Pick<ResolvedRequest, "kind" | "hypernet">): readonly Issue[] {
  const wrong = kind === "chunked-hyperfan" && hypernet.norm !== "none";
  return when(wrong, ["hypernet", "norm"], "not-for-kind", `Expected "none" for a chunked hypernetwork; got ${shown(hypernet.norm)}. Normalisation would cancel the scale of the chunk embeddings.`);
}

function wrongListLengths({ targetShapes, generated, targetVariances, headOverrides }: Pick<ResolvedRequest, "targetShapes" | "generated" | "targetVariances" | "headOverrides">): readonly Issue[] {
  const expected = generated?.length ?? targetShapes.length;
  return Object.entries({ targetVariances, headOverrides }).flatMap(([field, given]) =>
    when(
      Array.isArray(given) && given.length !== expected,
      [field],
      "wrong-length",
      `Expected one entry per generated tensor, ${String(expected)} in all; got ${String(Array.isArray(given) ? given.length : 0)}.`,
    ),
  );
}

type TensorFields = Pick<ResolvedRequest, "kind" | "targetShapes" | "paramMeta" | "generated" | "targetVariances" | "headOverrides" | "hypernet">;

function hasFans({ name, shape, fans }: Tensor): boolean {
  return fans !== null || (name !== "weight" && (name !== "bias" || shape.length > 0));
}

function noFans({ kind, hypernet }: TensorFields, tensor: Tensor): readonly Issue[] {
  if (hasFans(tensor)) return [];
  const mayBeScale = tensor.name === "weight" && (kind === "chunked-hyperfan" || hypernet.useBias);
  const rename = mayBeScale ? 'If it is a normalisation scale, set its name to "bn_scale". Otherwise give' : "Give";
  const values = kind === "hyperfan" ? "fanIn and fanOut, a target variance, or a head override" : "fanIn and fanOut, or a target variance";
  const message = `Cannot compute fan-in and fan-out of ${nameOf(tensor)}: it has too few dimensions. ${rename} ${values}.`;
  return [issue(["targetShapes", tensor.index], "no-fan", message)];
}

function unruledName({ name, index }: Tensor): readonly Issue[] {
  const known = roleHint(name) || `the known ones are ${ROLES.join(", ")}.`;
  const message = `Unknown role ${shown(name)}; ${known} A role of your own needs an entry in targetVariances or headOverrides.`;
  return [issue(["paramMeta", index, "name"], "unknown-name", message)];
}

function badHead(request: TensorFields, position: number, tensor: Tensor): readonly Issue[] {
  const rule = headRuleFor(request, position, tensor);
  // A reserved name has been reported as such. Names that are inferred have a rule.
  if (rule === null) return RESERVED.has(tensor.name) ? [] : unruledName(tensor);
  if (rule.by === "method") return rule.target === undefined ? noFans(request, tensor) : [];
  const needsBias = rule.head.biasMean !== 0 || rule.head.biasVariance !== 0;
  if (!needsBias || request.hypernet.useBias) return [];
  const message = `The bias of its head generates ${nameOf(tensor)}, but the hypernetwork has no biases. Set useBias to true, or exclude the tensor from generated.`;
  return [issue(["hypernet", "useBias"], "bias-needed", message)];
}

const TENSOR_FIELDS = ["kind", "targetShapes", "paramMeta", "generated", "targetVariances", "headOverrides", "hypernet"] as const satisfies readonly Field[];

/** Problems with single generated tensors: names without a rule, shapes without fans, heads without the bias they need. */
export function tensorIssues(request: TensorFields, generated: readonly Tensor[]): readonly Issue[] {
  return generated.flatMap((tensor, position) => {
    if (request.kind === "hyperfan") return badHead(request, position, tensor);
    return targetVarianceFor(request, position, tensor.name) === undefined ? noFans(request, tensor) : [];
  });
}

/** Whether tensors can be described at all: the fields are valid, and the metadata is as long as the list of shapes. */
export function hasTensors(request: Partial<ResolvedRequest>, isValid: (field: Field) => boolean): request is TensorFields {
  if (!TENSOR_FIELDS.every(isValid)) return false;
  return request.paramMeta === undefined || request.paramMeta.length === request.targetShapes?.length;
}

const CHECKS: readonly Check[] = [
  check(["targetShapes"], tooManyElements),
  check(["targetShapes", "paramMeta"], wrongMetaLength),
  check(["targetShapes", "paramMeta"], badMetas),
  check(["targetShapes", "generated"], badIndices),
  check(["kind", "inputs"], noInputs),
  check(["kind", "inputs", "chunking"], noInputsForChunks),
  check(["inputs", "chunking"], inputTooWide),
  check(["kind", "chunking", "headOverrides"], wrongForKind),
  check(["kind", "hypernet"], normInChunked),
  check(["targetShapes", "generated", "targetVariances", "headOverrides"], wrongListLengths),
];

/** Problems that need more than one field to see, among the fields that `isValid` accepts. */
export function crossFieldIssues(request: Partial<ResolvedRequest>, isValid: (field: Field) => boolean): readonly Issue[] {
  const runnable = CHECKS.filter(({ needs }) => needs.every(isValid));
  return runnable.flatMap(({ find }) => find(request as ResolvedRequest));
}
