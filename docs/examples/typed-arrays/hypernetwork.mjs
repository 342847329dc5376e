// A hypernetwork in plain typed arrays that starts as a hyperfan plan says. Copy this file and make it yours.
const ACTIVATIONS = { // JavaScript has no erf, so gelu and erf are missing
  linear: (z) => z, relu: (z) => Math.max(z, 0), leaky_relu: (z, { negativeSlope }) => (z > 0 ? z : negativeSlope * z), sin: Math.sin,
  elu: (z, { alpha }) => (z > 0 ? z : alpha * Math.expm1(z)), selu: (z) => 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * Math.expm1(z)),
  sigmoid: (z) => 1 / (1 + Math.exp(-z)), silu: (z) => z / (1 + Math.exp(-z)), mish: (z) => z * Math.tanh(Math.log1p(Math.exp(z))),
  tanh: Math.tanh, softplus: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
};

function check(plan) { // refuses a plan that this file would misread
  const { hypernet = {}, chunks: { strategy = "embedding", distribution = "uniform" } = {} } = plan;
  for (const [what, value, ...known] of [
    ["format", plan.format, "hyperfan-plan"], ["version", plan.version, 1], ["kind", plan.kind, "hyperfan", "chunked-hyperfan"],
    ["activation", hypernet.activation?.name, ...Object.keys(ACTIVATIONS)], ["norm", hypernet.norm, "none"],
    ["chunk strategy", strategy, "embedding", "rescale", "per-tensor-scale"], ["chunk distribution", distribution, "uniform", "normal", "sphere"],
  ]) if (!known.includes(value)) throw new Error(`the plan's ${what} is ${JSON.stringify(value)}, and this file knows ${known.join(", ")}`);
}

export function randomFrom(seed) { // numbers in [0, 1), by sfc32
  let [a, b, c, d, t] = [seed | 0, 0x9e3779b9, 0x243f6a88, -15, 0];
  const next = () => ((t = (a + b + d++) | 0), (a = b ^ (b >>> 9)), (b = (c * 9) | 0), (c = (((c << 21) | (c >>> 11)) + t) | 0), (t >>> 0) / 2 ** 32);
  while (d < 1) next(); // warms up
  return next;
}
const normal = (random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
function draw(random, d, length) {
  if (d.type === "uniform") return new Float32Array(length).map(() => d.low + (d.high - d.low) * random());
  if (d.type === "normal") return new Float32Array(length).map(() => d.mean + d.std * normal(random));
  if (d.type === "constant") return new Float32Array(length).fill(d.value);
  throw new Error(`the plan has a distribution ${JSON.stringify(d.type)}, and this file knows uniform, normal and constant`);
}

export function init(plan, seed, conditions = 1) { // all parameters; each condition has an embedding of its own for every input block
  check(plan);
  const random = randomFrom(seed), { hidden, chunks, heads, input } = plan, width = hidden.at(-1)?.weight.shape[0] ?? input.dim;
  const rows = (n, fanIn, weight, bias) => ({ weight: draw(random, weight, n * fanIn), bias: bias ? draw(random, bias, n) : new Float32Array(n) });
  const layer = ({ weight, bias }) => rows(...weight.shape, weight.distribution, bias?.distribution);
  const own = ({ dim, mean, variance }) => () => draw(random, { type: "normal", mean, std: Math.sqrt(variance) }, dim);
  const params = { inputs: input.blocks.map((block) => Array.from({ length: conditions }, own(block))), hidden: hidden.map(layer) };
  if (!chunks) return { ...params, output: heads.map((head) => rows(head.rows[1] - head.rows[0], width, head.weight, head.bias)) };
  const unit = chunks.distribution === "uniform" ? { type: "uniform", low: -Math.sqrt(3), high: Math.sqrt(3) } : { type: "normal", mean: 0, std: 1 };
  const sphere = (e, radius = Math.hypot(...e) / Math.sqrt(e.length)) => (chunks.distribution === "sphere" ? e.map((x) => x / radius) : e);
  const embedding = (std) => sphere(draw(random, unit, chunks.embeddingDim)).map((x) => x * std);
  const set = () => chunks.runs.flatMap(({ count, std }) => Array.from({ length: count }, () => embedding(std)));
  return { ...params, output: [layer(plan.output)], chunks: Array.from({ length: chunks.perCondition ? chunks.conditions : 1 }, set) };
}

const map = ({ weight, bias }, x) => bias.map((sum, i) => { for (let k = 0; k < x.length; k++) sum += x[k] * weight[i * x.length + k]; return sum; });
export function generate(params, plan, condition = 0, random) { // flat tensors; as in training, with noise and dropout, given random
  const { hypernet: { activation, dropout }, input, chunks, heads, tensors } = plan;
  const x = input.blocks.flatMap(({ noiseStd }, i) => Array.from(params.inputs[i][condition], (e) => (random ? e + noiseStd * normal(random) : e)));
  const units = (z) => z.map((v) => ACTIVATIONS[activation.name](v, activation) * (!random ? 1 : random() < dropout ? 0 : 1 / (1 - dropout)));
  const inputs = chunks ? params.chunks[chunks.perCondition ? condition : 0].map((embedding) => [...x, ...embedding]) : [x];
  const last = inputs.map((input) => params.hidden.reduce((h, layer) => units(map(layer, h)), input));
  const parts = last.flatMap((h) => params.output.map((layer) => map(layer, h))); // of the heads, or of the chunks; the last one is padded
  const flat = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let [filled, end] = [0, 0];
  for (const part of parts) flat.set(part, (filled += part.length) - part.length);
  const next = (shape) => flat.slice(end, (end += shape.reduce((size, dim) => size * dim, 1)));
  return (heads ?? tensors).map(({ shape, scale = 1, offset = 0 }) => next(shape).map((v) => offset + scale * v));
}
