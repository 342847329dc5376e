import { REQUEST_OPTIONS } from "./model/request-options.js";
import type { Option, Subcommand } from "./subcommand.js";

/** Options that every subcommand has. */
export const HELP: Readonly<Record<"help", Option>> = {
  help: { short: "h", summary: "print this help" },
};

/** Options of the command itself. */
export const GLOBAL_OPTIONS: Readonly<Record<string, Option>> = {
  ...HELP,
  version: { summary: "print the version" },
};

export const GLOBAL_EXAMPLES = [
  { command: "hyperfan plan request.json --out plan.json", effect: "plan the initial weights of a hypernetwork" },
  { command: "hyperfan expand plan.json | head", effect: "list the chunk embeddings of a chunked plan" },
  { command: "hyperfan schema request", effect: "say what a request may hold, as JSON Schema" },
] as const;

/** All subcommands, in the order of the help. To add one, add a row here and its module in commands/. */
export const SUBCOMMANDS: readonly Subcommand[] = [
  {
    name: "plan",
    summary: "make an init plan from a request",
    description: [
      "Makes an init plan from a request and prints it as JSON. The request is a file, or standard",
      "input with - or without an argument. Warnings go to standard error. With --model, the shapes are",
      "those of a model, as hyperfan shapes reads them; options or a request without shapes say the rest.",
    ],
    operands: { usage: "[REQUEST.json | -]", min: 0, max: 1, replacedBy: "model" },
    options: {
      out: { value: "FILE", summary: "write the plan to FILE, whole or not at all; - is standard output" },
      compact: { summary: "write the plan on one line" },
      model: { value: "MODEL", summary: "plan for the tensors of a model; the options below go with it" },
      ...REQUEST_OPTIONS,
    },
    examples: [
      { command: "hyperfan plan request.json", effect: "print the plan" },
      { command: "hyperfan plan request.json --out plan.json", effect: "write it to a file" },
      { command: "hyperfan plan --compact < request.json", effect: "read standard input, print one line" },
      { command: "hyperfan plan --model model.safetensors --input task:8", effect: "plan for a model" },
    ],
    load: () => import("./commands/plan.js"),
  },
  {
    name: "shapes",
    summary: "read the shapes and roles of a model's tensors",
    description: [
      "Prints targetShapes and paramMeta of a model as JSON, to put into a request; in words, what was",
      "left out or is a guess. The model is safetensors (of which only the header is read), the index or",
      "the folder of a sharded one, ONNX, TensorFlow.js's model.json, or JSON from names to shapes, such as",
      "Python's json.dumps({k: list(v.shape) for k, v in model.state_dict().items()}); - is standard input.",
    ],
    operands: { usage: "[MODEL | -]", min: 0, max: 1 },
    options: {
      explain: { summary: "say of every tensor why it is what it is" },
      json: { summary: "print all that was found, with reasons, as JSON" },
    },
    examples: [
      { command: "hyperfan shapes model.safetensors", effect: "print shapes and roles" },
      { command: "hyperfan shapes model.onnx --explain > shapes.json", effect: "say the reasons" },
      { command: "hyperfan plan --model model.safetensors --input task:8", effect: "go straight to a plan" },
    ],
    load: () => import("./commands/shapes.js"),
  },
  {
    name: "expand",
    summary: "list the chunks of a chunked plan, one per line",
    description: [
      "Prints one JSON object per chunk of a chunked plan (JSON lines), as it is made: memory does not",
      "grow with the number of chunks. The plan is a file, or standard input with - or without an argument.",
    ],
    operands: { usage: "[PLAN.json | -]", min: 0, max: 1 },
    options: {},
    examples: [
      { command: "hyperfan expand plan.json", effect: "print every chunk" },
      { command: "hyperfan expand plan.json | head -n 3", effect: "print the first three" },
      { command: "hyperfan plan request.json | hyperfan expand", effect: "plan and expand in one go" },
    ],
    load: () => import("./commands/expand.js"),
  },
  {
    name: "simulate",
    summary: "draw hypernetworks, and measure what they generate",
    description: [
      "Draws hypernetworks from a plan, runs them, and prints what they generate beside what the plan",
      "predicts: the standard deviation of each tensor. Of many rows or chunks that are drawn alike, some",
      "stand for all. Takes a plan or a request, from a file, or standard input with - or without an",
      "argument.",
    ],
    operands: { usage: "[REQUEST.json | PLAN.json | -]", min: 0, max: 1 },
    options: {
      seed: { value: "N", summary: "of the random numbers: the same seed gives the same output (default 0)" },
      draws: { value: "N", summary: "hypernetworks to draw (default 1000)" },
      mode: { value: "MODE", summary: "training or evaluation (default training)" },
      "max-z": { value: "Z", summary: "fail where a tensor is more than Z standard errors from its prediction" },
      all: { summary: "list everything, not only the worst" },
      json: { summary: "print all measurements as JSON" },
    },
    examples: [
      { command: "hyperfan simulate request.json", effect: "measure 1000 hypernetworks" },
      { command: "hyperfan simulate plan.json --seed 7 --draws 4000", effect: "measure more, and others" },
      { command: "hyperfan plan request.json | hyperfan simulate --json", effect: "plan and measure in one go" },
    ],
    finding: "a tensor is beyond --max-z",
    load: () => import("./commands/simulate.js"),
  },
  {
    name: "check",
    summary: "say whether a plan gives tensors and layers what they need",
    description: [
      "Prints what a plan gives each tensor beside what it is meant to have, and what the main network's",
      "layers then do to activations and gradients. The plan is a file, or standard input with - or",
      "without an argument.",
    ],
    operands: { usage: "[PLAN.json | -]", min: 0, max: 1 },
    options: {
      "max-ratio": { value: "R", summary: "fail where a standard deviation is off by more than this factor" },
      all: { summary: "list everything, not only the worst" },
      json: { summary: "print the whole report as JSON" },
    },
    examples: [
      { command: "hyperfan check plan.json", effect: "print the report" },
      { command: "hyperfan check plan.json --max-ratio 1.05", effect: "fail unless all is within 5 %" },
      { command: "hyperfan plan request.json | hyperfan check", effect: "plan and check in one go" },
    ],
    finding: "a tensor is outside --max-ratio",
    load: () => import("./commands/check.js"),
  },
  {
    name: "compare",
    summary: "compare what was measured with what a plan predicts",
    description: [
      "Prints the mean and variance that were measured of generated tensors beside what the plan predicts,",
      "and whether the difference is more than chance. hyperfan schema measurements tells the format.",
      "One of the two files may be -, standard input.",
    ],
    operands: { usage: "PLAN.json MEASUREMENTS.json", min: 2, max: 2 },
    options: {
      mode: { value: "MODE", summary: "training or evaluation (default: what the measurements say, else training)" },
      level: { value: "P", summary: "chance of any false alarm at all (default 0.01)" },
      all: { summary: "list everything, not only the worst" },
      json: { summary: "print the whole comparison as JSON" },
    },
    examples: [
      { command: "hyperfan compare plan.json measured.json", effect: "print the comparison" },
      { command: "python measure.py | hyperfan compare plan.json -", effect: "measure and compare in one go" },
      { command: "hyperfan compare plan.json measured.json --mode evaluation", effect: "compare with evaluation" },
    ],
    finding: "a tensor disagrees with the plan",
    load: () => import("./commands/compare.js"),
  },
  {
    name: "advise",
    summary: "compare chunk sizes for a chunked request",
    description: [
      "Compares chunk sizes: parameters of the hypernetwork, how well the tensors' variances are met, and",
      "how alike chunks are. Sizes that no other beats in every column are marked. The request is a file,",
      "or standard input with - or without an argument; its own chunking.size is not looked at.",
    ],
    operands: { usage: "[REQUEST.json | -]", min: 0, max: 1 },
    options: {
      sizes: { value: "N,N,…", summary: "chunk sizes to compare (default: ten per decade)" },
      budget: { value: "N", summary: "most parameters that the hypernetwork may have" },
      json: { summary: "print the comparison as JSON" },
    },
    examples: [
      { command: "hyperfan advise request.json", effect: "compare sizes from 10 to one chunk for all" },
      { command: "hyperfan advise request.json --budget 1e6", effect: "mark the best within a million parameters" },
      { command: "hyperfan advise request.json --sizes 500,1000,2000", effect: "compare these" },
    ],
    load: () => import("./commands/advise.js"),
  },
  {
    name: "schema",
    summary: "print the JSON Schema of a request, a plan or measurements",
    description: ["Prints the JSON Schema (draft 2020-12) of the files that hyperfan reads and writes."],
    operands: { usage: "request|plan|measurements", min: 1, max: 1 },
    options: {},
    examples: [
      { command: "hyperfan schema request", effect: "what a request may hold" },
      { command: "hyperfan schema plan > plan.schema.json", effect: "what a plan holds, in a file" },
    ],
    load: () => import("./commands/schema.js"),
  },
];
