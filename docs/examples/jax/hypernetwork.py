"""A hypernetwork in JAX and Flax that starts as a hyperfan plan says. Copy this file and make it yours."""
import itertools, math, flax.linen as nn, jax, jax.numpy as jnp

ACTIVATIONS = {name: getattr(jax.nn, name) for name in ["relu", "leaky_relu", "elu", "selu", "silu", "sigmoid", "softplus", "mish"]}
ACTIVATIONS.update({"linear": lambda z: z, "tanh": jnp.tanh, "sin": jnp.sin, "erf": jax.lax.erf, "gelu": lambda z: jax.nn.gelu(z, False)})

def check(plan):  # refuses a plan that this file would misread
    net, chunks, kinds = plan.get("hypernet", {}), plan.get("chunks", {}), ["hyperfan", "chunked-hyperfan"]
    for what, value, known in [
        ("format", plan.get("format"), ["hyperfan-plan"]), ("version", plan.get("version"), [1]), ("kind", plan.get("kind"), kinds),
        ("activation", net.get("activation", {}).get("name"), list(ACTIVATIONS)), ("norm", net.get("norm"), ["none", "layer"]),
        ("chunk strategy", chunks.get("strategy", "embedding"), ["embedding", "rescale", "per-tensor-scale"]),
        ("chunk distribution", chunks.get("distribution", "uniform"), ["uniform", "normal", "sphere"])]:
        if value not in known: raise ValueError(f"the plan's {what} is {value!r}, and this file knows {known}")

def draw(key, d, shape):
    if d["type"] == "uniform": return jax.random.uniform(key, tuple(shape), minval=d["low"], maxval=d["high"])
    if d["type"] == "normal": return d["mean"] + d["std"] * jax.random.normal(key, tuple(shape))
    if d["type"] == "constant": return jnp.full(tuple(shape), float(d["value"]))
    raise ValueError(f"the plan has a distribution {d['type']!r}, and this file knows uniform, normal and constant")

def init(key, plan, conditions=1):  # all parameters; each condition has an embedding of its own for every input block
    check(plan)
    chunks, count, normal = plan.get("chunks"), itertools.count(), lambda mean, std: {"type": "normal", "mean": mean, "std": std}
    new = lambda d, shape: draw(jax.random.fold_in(key, next(count)), d, shape)
    linear = lambda p: {part: new(p[part]["distribution"], p[part]["shape"]) for part in ("weight", "bias") if p[part]}
    params = {"inputs": [new(normal(b["mean"], b["variance"] ** 0.5), (conditions, b["dim"])) for b in plan["input"]["blocks"]],
              "hidden": [linear(layer) for layer in plan["hidden"]]}
    if not chunks:
        width = plan["hidden"][-1]["weight"]["shape"][0] if plan["hidden"] else plan["input"]["dim"]
        rows = lambda part, *columns: jnp.concatenate([new(h[part], (h["rows"][1] - h["rows"][0], *columns)) for h in plan["heads"]])
        return {**params, "output": {"weight": rows("weight", width), **({"bias": rows("bias")} if plan["heads"][0]["bias"] else {})}}
    shape = (chunks["conditions"] if chunks["perCondition"] else 1, chunks["count"], chunks["embeddingDim"])
    unit = new({"type": "uniform", "low": -3 ** 0.5, "high": 3 ** 0.5} if chunks["distribution"] == "uniform" else normal(0, 1), shape)
    if chunks["distribution"] == "sphere": unit = unit * shape[-1] ** 0.5 / jnp.linalg.norm(unit, axis=-1, keepdims=True)
    std = jnp.concatenate([jnp.full((run["count"], 1), float(run["std"])) for run in chunks["runs"]])
    return {**params, "chunks": unit * std, "output": linear(plan["output"])}

def generate(params, plan, condition=0, key=None):  # the main network's tensors; as in training, with noise and dropout, given a key
    net, chunks, tensors = plan["hypernet"], plan.get("chunks"), plan.get("heads") or plan["tensors"]
    activation, options = ACTIVATIONS[net["activation"]["name"]], [v for name, v in net["activation"].items() if name != "name"]
    keys = None if key is None else iter(jax.random.split(key, len(params["inputs"]) + len(params["hidden"])))
    noise = lambda b: b["noiseStd"] * jax.random.normal(next(keys), (b["dim"],)) if keys else 0
    x = jnp.concatenate([jnp.zeros(0)] + [e[condition] + noise(b) for e, b in zip(params["inputs"], plan["input"]["blocks"])])[None]
    if chunks: x = jnp.hstack([jnp.repeat(x, chunks["count"], 0), params["chunks"][condition if chunks["perCondition"] else 0]])
    for layer in params["hidden"]:
        x = x @ layer["weight"].T + layer.get("bias", 0)
        if net["norm"] == "layer": x = (x - x.mean(-1, keepdims=True)) / jnp.sqrt(x.var(-1, keepdims=True) + 1e-5)
        x = activation(x, *options) * (jax.random.bernoulli(next(keys), 1.0 - net["dropout"], x.shape) / (1 - net["dropout"]) if keys else 1)
    ends = list(itertools.accumulate(math.prod(t["shape"]) for t in tensors))
    parts = jnp.split((x @ params["output"]["weight"].T + params["output"].get("bias", 0)).ravel(), ends)  # the last part is padding
    return [t.get("offset", 0) + t.get("scale", 1) * part.reshape(t["shape"]) for t, part in zip(tensors, parts)]

class Hypernetwork(nn.Module):
    plan: dict
    conditions: int = 1
    @nn.compact
    def __call__(self, condition, training=False):
        params = self.param("parameters", lambda key: init(key, self.plan, self.conditions))
        return generate(params, self.plan, condition, self.make_rng("dropout") if training else None)
