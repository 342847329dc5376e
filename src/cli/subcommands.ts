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
  { command: "hyperfan plan request.json --out plan.json", effect: "plan how to initialise a hypernetwork" },
  { command: "hyperfan expand plan.json | head", effect: "list the chunks of a chunked plan" },
  { command: "hyperfan schema request", effect: "print the JSON Schema of a request" },
] as const;

/** All subcommands, in the order of the help. To add one, add a row here and its module in commands/. */
export const SUBCOMMANDS: readonly Subcommand[] = [
  {
    name: "plan",
    summary: "make an init plan from a request",
    description: [
      "Makes an init plan from a request and prints it as JSON. The request is read from a file, or from",
      "standard input with - or without an argument. Warnings are printed to standard error. With --model,",
      "shapes are read from a model file; everything else comes from the options below or from a request",
      "without targetShapes.",
    ],
    operands: { usage: "[REQUEST.json | -]", min: 0, max: 1, replacedBy: "model" },
    options: {
      out: { value: "FILE", summary: "write the plan to FILE, atomically; - is standard output" },
      compact: { summary: "write the plan on one line" },
      model: { value: "MODEL", summary: "read shapes from a model file; the options below require it" },
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
      "Prints the targetShapes and paramMeta of a model as JSON, ready for a request. Tensors left out and",
      "uncertain roles are reported on standard error. MODEL is a safetensors file (only its header is",
      "read), the index or folder of a sharded model, an ONNX file, TensorFlow.js's model.json, or a JSON",
      "object from names to shapes, such as json.dumps({k: list(v.shape) for k, v in",
      "model.state_dict().items()}) in Python; - is standard input.",
    ],
    operands: { usage: "[MODEL | -]", min: 0, max: 1 },
    options: {
      explain: { summary: "explain how each tensor's role was inferred" },
      json: { summary: "print the full result, with reasons, as JSON" },
    },
    examples: [
      { command: "hyperfan shapes model.safetensors", effect: "print shapes and roles" },
      { command: "hyperfan shapes model.onnx --explain > shapes.json", effect: "explain the roles" },
      { command: "hyperfan plan --model model.safetensors --input task:8", effect: "go straight to a plan" },
    ],
    load: () => import("./commands/shapes.js"),
  },
  {
    name: "expand",
    summary: "list the chunks of a chunked plan, one per line",
    description: [
      "Prints one JSON object per chunk of a chunked plan (JSON lines). Output is streamed: memory does not",
      "grow with the number of chunks. The plan is read from a file, or from standard input with - or",
      "without an argument.",
    ],
    operands: { usage: "[PLAN.json | -]", min: 0, max: 1 },
    options: {},
    examples: [
      { command: "hyperfan expand plan.json", effect: "print every chunk" },
      { command: "hyperfan expand plan.json | head -n 3", effect: "print the first three" },
      { command: "hyperfan plan request.json | hyperfan expand", effect: "plan and expand in one step" },
    ],
    load: () => import("./commands/expand.js"),
  },
  {
    name: "simulate",
    summary: "sample hypernetworks and measure what they generate",
    description: [
      "Samples hypernetworks from a plan, runs them, and prints the measured standard deviation of each",
      "generated tensor beside the predicted one. Identically distributed rows and chunks are subsampled.",
      "Takes a plan or a request, from a file, or from standard input with - or without an argument.",
    ],
    operands: { usage: "[REQUEST.json | PLAN.json | -]", min: 0, max: 1 },
    options: {
      seed: { value: "N", summary: "random seed (default 0)" },
      draws: { value: "N", summary: "hypernetworks to sample (default 1000)" },
      mode: { value: "MODE", summary: "training or evaluation (default training)" },
      "max-z": { value: "Z", summary: "fail if a tensor is more than Z standard errors from its prediction" },
      all: { summary: "list everything, not just the worst" },
      json: { summary: "print all measurements as JSON" },
    },
    examples: [
      { command: "hyperfan simulate request.json", effect: "measure 1000 hypernetworks" },
      { command: "hyperfan simulate plan.json --seed 7 --draws 4000", effect: "take more samples with another seed" },
      { command: "hyperfan plan request.json | hyperfan simulate --json", effect: "plan and measure in one step" },
    ],
    finding: "a tensor is beyond --max-z",
    load: () => import("./commands/simulate.js"),
  },
  {
    name: "check",
    summary: "check that a plan meets its target variances and keeps signals stable",
    description: [
      "Prints the predicted standard deviation of each generated tensor beside its target, and how each",
      "layer of the main network then scales activations and gradients. The plan is read from a file, or",
      "from standard input with - or without an argument.",
    ],
    operands: { usage: "[PLAN.json | -]", min: 0, max: 1 },
    options: {
      "max-ratio": { value: "R", summary: "fail if a standard deviation is off by more than this factor" },
      all: { summary: "list everything, not just the worst" },
      json: { summary: "print the whole report as JSON" },
    },
    examples: [
      { command: "hyperfan check plan.json", effect: "print the report" },
      { command: "hyperfan check plan.json --max-ratio 1.05", effect: "fail unless all are within 5 %" },
      { command: "hyperfan plan request.json | hyperfan check", effect: "plan and check in one step" },
    ],
    finding: "a tensor is outside --max-ratio",
    load: () => import("./commands/check.js"),
  },
  {
    name: "compare",
    summary: "compare measurements with a plan's predictions",
    description: [
      "Prints the measured mean and variance of generated tensors beside the plan's predictions and tests",
      "whether the difference is significant. For the format see hyperfan schema measurements. One of the",
      "two files may be -, standard input.",
    ],
    operands: { usage: "PLAN.json MEASUREMENTS.json", min: 2, max: 2 },
    options: {
      mode: { value: "MODE", summary: "training or evaluation (default: that of the measurements, else training)" },
      level: { value: "P", summary: "family-wise error rate of the tests (default 0.01)" },
      all: { summary: "list everything, not just the worst" },
      json: { summary: "print the whole comparison as JSON" },
    },
    examples: [
      { command: "hyperfan compare plan.json measured.json", effect: "print the comparison" },
      { command: "python measure.py | hyperfan compare plan.json -", effect: "measure and compare in one step" },
      { command: "hyperfan compare plan.json measured.json --mode evaluation", effect: "compare in evaluation mode" },
    ],
    finding: "a tensor disagrees with the plan",
    load: () => import("./commands/compare.js"),
  },
  {
    name: "advise",
    summary: "compare chunk sizes for a chunked request",
    description: [
      "Compares chunk sizes by the parameters of the hypernetwork, how closely target variances are met,",
      "and how correlated chunks are. Pareto-optimal sizes are marked. The request is read from a file, or",
      "from standard input with - or without an argument; its own chunking.size is ignored.",
    ],
    operands: { usage: "[REQUEST.json | -]", min: 0, max: 1 },
    options: {
      sizes: { value: "N,N,…", summary: "chunk sizes to compare (default: ten per decade)" },
      budget: { value: "N", summary: "maximum number of parameters of the hypernetwork" },
      json: { summary: "print the comparison as JSON" },
    },
    examples: [
      { command: "hyperfan advise request.json", effect: "compare sizes from 10 to a single chunk" },
      { command: "hyperfan advise request.json --budget 1e6", effect: "mark the best within 1e6 parameters" },
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
      { command: "hyperfan schema request", effect: "print the schema of a request" },
      { command: "hyperfan schema plan > plan.schema.json", effect: "write the schema of a plan to a file" },
    ],
    load: () => import("./commands/schema.js"),
  },
];
