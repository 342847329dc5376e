import { axesOf } from "../../math/fans.js";
import type { Role, Traits } from "../model-shapes.js";
import type { Doubt, Known } from "../model-tensor.js";
import { canBe } from "./can-be.js";
import type { Model } from "./model.js";
import type { Rule } from "./rule.js";
import { EARLY_RULES, RULES, UNKNOWN_VECTOR } from "./rules/index.js";
import { NOTHING_SETTLED } from "./settled.js";
import type { Subject } from "./subject.js";
import { kindReaders, type WordKind } from "./word-kinds.js";

/** What a tensor is, and why. */
export interface Decision {
  readonly rule: string;
  /** Null leaves the tensor out. */
  readonly role: Role | null;
  readonly reason: string;
  readonly traits: Traits | undefined;
  readonly doubt: Doubt | undefined;
  /** Index of the tensor whose layer it shares, or the model's own key of the layer. */
  readonly layer: number | string;
}

/** What a rule asks of a tensor beyond the words of its name and its number of dimensions. */
function fits({ also, path }: Rule, subject: Subject, model: Model): boolean {
  return (path?.test(subject.path) ?? true) && (also?.(subject, model) ?? true);
}

const fitsRank = ({ rank }: Rule, length: number): boolean => rank === undefined || (length >= rank[0] && length <= rank[1]);

/** Rules that are still open: those before and those behind what the model itself says. */
interface Open {
  readonly early: readonly Rule[];
  readonly rules: readonly Rule[];
}

function stillOpen(leaf: WordKind, module: WordKind, length: number): Open {
  const fitsWords = (rule: Rule): boolean => (rule.leaf === undefined || leaf.matches.has(rule.leaf)) && (rule.module === undefined || module.matches.has(rule.module));
  const isOpen = (rule: Rule): boolean => fitsRank(rule, length) && fitsWords(rule);
  return { early: EARLY_RULES.filter(isOpen), rules: RULES.filter(isOpen) };
}

const patternsOf = (key: "leaf" | "module"): readonly RegExp[] => [...EARLY_RULES, ...RULES].flatMap((rule) => rule[key] ?? []);
const leafKinds = kindReaders(patternsOf("leaf"));
const moduleKinds = kindReaders(patternsOf("module"));

/**
 * The rules that a tensor's leaf, module and number of dimensions leave open. Models have few kinds of these, so that
 * rules are looked through once for all tensors that are alike.
 */
function openRules(): (subject: Subject) => Open {
  const [leafKind, moduleKind] = [leafKinds(), moduleKinds()];
  const known: Open[][][] = [];
  return ({ leaf, module, shape: { length } }) => {
    const [ofLeaf, ofModule] = [leafKind(leaf), moduleKind(module)];
    const byModule = (known[ofLeaf.number] ??= []);
    const byRank = (byModule[ofModule.number] ??= []);
    return (byRank[length] ??= stillOpen(ofLeaf, ofModule, length));
  };
}

function byRule(rule: Rule, subject: Subject, model: Model): Decision {
  const { traits, note, doubt, layer } = rule.settle?.(subject, model) ?? NOTHING_SETTLED;
  const reason = note === undefined ? rule.because : `${rule.because}; ${note}`;
  return { rule: rule.id, role: rule.role, reason, traits, doubt: doubt ?? rule.doubt, layer: layer ?? model.ownerOf(subject)?.index ?? subject.index };
}

function asKnown({ rule, role, reason, traits, layer, doubt }: Known, subject: Subject): Decision {
  return { rule, role, reason, traits, doubt, layer: layer ?? subject.index };
}

/** What the model says of a tensor, where a plan can be made of it. */
function plannable(known: Known | undefined, { shape }: Subject): Known | undefined {
  if (known === undefined || known.role === null) return known;
  return canBe(shape, { name: known.role, ...known.traits }) ? known : undefined;
}

/** Whether a matrix has three times as many outputs as inputs, as queries, keys and values in one have. */
function isThreefold({ role, traits = {} }: Known, { shape }: Subject): boolean {
  if (role !== "weight" || shape.length !== 2 || traits.parts !== undefined || traits.fanIn !== undefined) return false;
  const axes = axesOf(shape, traits);
  return axes !== null && axes.outputs === 3 * axes.inputs;
}

/** A graph says which axis is the output; whether several layers share it, only the name tells. */
function withParts(decision: Decision, byName: Rule | undefined): Decision {
  if (byName?.id === "fused-qkv") return { ...decision, reason: `${decision.reason}; it ${byName.because}`, traits: { ...decision.traits, parts: 3 } };
  return { ...decision, doubt: decision.doubt ?? MAYBE_QKV };
}

const MAYBE_QKV: Doubt = {
  reason: "it has three times as many outputs as inputs, so it may hold queries, keys and values",
  alternatives: [{ parts: 3 }],
};

/** Decides on one tensor of `model` after the other. */
export function decider(model: Model): (subject: Subject) => Decision {
  const open = openRules();
  const first = (candidates: readonly Rule[], subject: Subject): Rule | undefined => {
    for (const rule of candidates) if (fits(rule, subject, model)) return rule;
    return undefined;
  };
  return (subject) => {
    const { early, rules } = open(subject);
    const before = first(early, subject);
    if (before !== undefined) return byRule(before, subject, model);
    const known = plannable(subject.tensor.known, subject);
    if (known === undefined) return byRule(first(rules, subject) ?? UNKNOWN_VECTOR, subject, model);
    return isThreefold(known, subject) ? withParts(asKnown(known, subject), first(rules, subject)) : asKnown(known, subject);
  };
}
