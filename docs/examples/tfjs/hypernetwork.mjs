// A hypernetwork in TensorFlow.js that starts as a hyperfan plan says. Copy this file and make it yours.
import * as tf from "@tensorflow/tfjs";

const ACTIVATIONS = {
  linear: (z) => z, relu: (z) => z.relu(), leaky_relu: (z, { negativeSlope }) => z.leakyRelu(negativeSlope), selu: (z) => z.selu(),
  elu: (z, { alpha }) => z.relu().add(z.minimum(0).expm1().mul(alpha)), tanh: (z) => z.tanh(), sigmoid: (z) => z.sigmoid(), sin: (z) => z.sin(),
  erf: (z) => z.erf(), gelu: (z) => z.mul(z.mul(Math.SQRT1_2).erf().add(1)).div(2), silu: (z) => z.mul(z.sigmoid()),
  softplus: (z) => z.softplus(), mish: (z) => z.mul(z.softplus().tanh()),
};

function check(plan) { // refuses a plan that this file would misread
  const { hypernet = {}, chunks: { strategy = "embedding", distribution = "uniform" } = {} } = plan;
  for (const [what, value, ...known] of [
    ["format", plan.format, "hyperfan-plan"], ["version", plan.version, 1], ["kind", plan.kind, "hyperfan", "chunked-hyperfan"],
    ["activation", hypernet.activation?.name, ...Object.keys(ACTIVATIONS)], ["norm", hypernet.norm, "none", "layer"],
    ["chunk strategy", strategy, "embedding", "rescale", "per-tensor-scale"], ["chunk distribution", distribution, "uniform", "normal", "sphere"],
  ]) if (!known.includes(value)) throw new Error(`the plan's ${what} is ${JSON.stringify(value)}, and this file knows ${known.join(", ")}`);
}

function draw(seed, d, shape) {
  if (d.type === "uniform") return tf.randomUniform(shape, d.low, d.high, "float32", seed);
  if (d.type === "normal") return tf.randomNormal(shape, d.mean, d.std, "float32", seed);
  if (d.type === "constant") return tf.fill(shape, d.value);
  throw new Error(`the plan has a distribution ${JSON.stringify(d.type)}, and this file knows uniform, normal and constant`);
}

const seeds = (seed, made = 0) => () => seed * 1e6 + ++made; // one for each draw, and never 0, which stands for no seed
const normal = (mean, std) => ({ type: "normal", mean, std }), uniform = (bound) => ({ type: "uniform", low: -bound, high: bound });

export const init = (plan, seed, conditions = 1) => tf.tidy(() => { // all variables; each condition has embeddings of its own for the input blocks
  check(plan);
  const { hidden, chunks, heads, input, output } = plan, width = hidden.at(-1)?.weight.shape[0] ?? input.dim, next = seeds(seed);
  const parameter = (p) => p && tf.variable(draw(next(), p.distribution, p.shape));
  const linear = ({ weight, bias }) => ({ weight: parameter(weight), bias: parameter(bias) });
  const inputs = input.blocks.map((b) => tf.variable(draw(next(), normal(b.mean, Math.sqrt(b.variance)), [conditions, b.dim])));
  const params = { inputs, hidden: hidden.map(linear) };
  const rows = (part, ...columns) => tf.variable(tf.concat(heads.map((h) => draw(next(), h[part], [h.rows[1] - h.rows[0], ...columns]))));
  if (!chunks) return { ...params, output: { weight: rows("weight", width), bias: heads[0].bias && rows("bias") } };
  const dim = chunks.embeddingDim, shape = [chunks.perCondition ? chunks.conditions : 1, chunks.count, dim];
  const unit = draw(next(), chunks.distribution === "uniform" ? uniform(Math.sqrt(3)) : normal(0, 1), shape);
  const embeddings = chunks.distribution === "sphere" ? unit.div(unit.norm("euclidean", -1, true)).mul(Math.sqrt(dim)) : unit;
  const stds = tf.concat(chunks.runs.map((run) => tf.fill([run.count, 1], run.std)));
  return { ...params, output: linear(output), chunks: tf.variable(embeddings.mul(stds)) };
});

export const generate = (params, plan, condition = 0, seed = null) => tf.tidy(() => { // as in training, with noise and dropout, given a seed
  const { hypernet: { activation, norm, dropout }, input, chunks, heads, tensors } = plan, next = seeds(seed);
  const noise = ({ dim, noiseStd }) => (seed === null ? 0 : draw(next(), normal(0, noiseStd), [1, dim]));
  const own = input.blocks.map((block, i) => params.inputs[i].slice([condition, 0], [1, -1]).add(noise(block)));
  const embeddings = () => params.chunks.slice([chunks.perCondition ? condition : 0, 0, 0], [1, -1, -1]).squeeze([0]);
  const linear = (x, { weight, bias }) => x.matMul(weight, false, true).add(bias ?? 0);
  const layerNorm = (z, { mean, variance } = tf.moments(z, -1, true)) => z.sub(mean).div(variance.add(1e-5).sqrt());
  const units = (z) => ACTIVATIONS[activation.name](norm === "layer" ? layerNorm(z) : z, activation);
  let x = chunks ? tf.concat([...own.map((block) => block.tile([chunks.count, 1])), embeddings()], 1) : tf.concat(own, 1);
  for (const layer of params.hidden) x = tf.dropout(units(linear(x, layer)), seed === null ? 0 : dropout, undefined, next());
  const sizes = (heads ?? tensors).map(({ shape }) => shape.reduce((size, dim) => size * dim, 1));
  const used = sizes.reduce((sum, size) => sum + size, 0); // without the padding of the last chunk
  const parts = linear(x, params.output).flatten().slice(0, used).split(sizes);
  return (heads ?? tensors).map(({ shape, scale = 1, offset = 0 }, i) => parts[i].reshape(shape).mul(scale).add(offset));
});
