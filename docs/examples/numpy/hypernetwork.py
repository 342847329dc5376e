"""A hypernetwork in NumPy that starts as a hyperfan plan says. Copy this file and make it yours."""
import math
import numpy as np

sigmoid, erf = lambda z: (1 + np.tanh(z / 2)) / 2, np.vectorize(math.erf, otypes=[float])
elu = lambda z, alpha: np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))
ACTIVATIONS = {
    "linear": lambda z: z, "relu": lambda z: np.maximum(z, 0), "leaky_relu": lambda z, slope: np.where(z > 0, z, slope * z),
    "elu": elu, "selu": lambda z: 1.0507009873554805 * elu(z, 1.6732632423543772), "tanh": np.tanh, "sigmoid": sigmoid,
    "silu": lambda z: z * sigmoid(z), "gelu": lambda z: z * (1 + erf(z / math.sqrt(2))) / 2, "sin": np.sin, "erf": erf,
    "softplus": lambda z: np.logaddexp(z, 0), "mish": lambda z: z * np.tanh(np.logaddexp(z, 0)),
}

def check(plan):  # refuses a plan that this file would misread
    net, chunks, kinds = plan.get("hypernet", {}), plan.get("chunks", {}), ["hyperfan", "chunked-hyperfan"]
    for what, value, known in [
        ("format", plan.get("format"), ["hyperfan-plan"]), ("version", plan.get("version"), [1]), ("kind", plan.get("kind"), kinds),
        ("activation", net.get("activation", {}).get("name"), list(ACTIVATIONS)), ("norm", net.get("norm"), ["none", "layer"]),
        ("chunk strategy", chunks.get("strategy", "embedding"), ["embedding", "rescale", "per-tensor-scale"]),
        ("chunk distribution", chunks.get("distribution", "uniform"), ["uniform", "normal", "sphere"])]:
        if value not in known: raise ValueError(f"the plan's {what} is {value!r}, and this file knows {known}")

def draw(rng, d, shape):
    if d["type"] == "uniform": return rng.uniform(d["low"], d["high"], shape)
    if d["type"] == "normal": return rng.normal(d["mean"], d["std"], shape)
    if d["type"] == "constant": return np.full(shape, float(d["value"]))
    raise ValueError(f"the plan has a distribution {d['type']!r}, and this file knows uniform, normal and constant")

def init(plan, seed, conditions=1):  # all parameters; each condition has an embedding of its own for every input block
    check(plan)
    rng, chunks = np.random.default_rng(seed), plan.get("chunks")
    parameter = lambda p: draw(rng, p["distribution"], p["shape"]) if p else 0
    params = {"inputs": [rng.normal(b["mean"], b["variance"] ** 0.5, (conditions, b["dim"])) for b in plan["input"]["blocks"]],
              "hidden": [(parameter(layer["weight"]), parameter(layer["bias"])) for layer in plan["hidden"]]}
    if not chunks:
        width = plan["hidden"][-1]["weight"]["shape"][0] if plan["hidden"] else plan["input"]["dim"]
        rows = lambda key, *columns: np.concatenate([draw(rng, h[key], (h["rows"][1] - h["rows"][0], *columns)) for h in plan["heads"]])
        return {**params, "output": (rows("weight", width), rows("bias") if plan["heads"][0]["bias"] else 0)}
    shape = (chunks["conditions"] if chunks["perCondition"] else 1, chunks["count"], chunks["embeddingDim"])
    unit = rng.uniform(-3 ** 0.5, 3 ** 0.5, shape) if chunks["distribution"] == "uniform" else rng.normal(0, 1, shape)
    if chunks["distribution"] == "sphere": unit *= shape[-1] ** 0.5 / np.linalg.norm(unit, axis=-1, keepdims=True)
    std = np.repeat([run["std"] for run in chunks["runs"]], [run["count"] for run in chunks["runs"]])
    return {**params, "chunks": unit * std[:, None], "output": (parameter(plan["output"]["weight"]), parameter(plan["output"]["bias"]))}

def generate(params, plan, condition=0, rng=None):  # the main network's tensors; as in training, with noise and dropout, given a rng
    net, chunks, tensors = plan["hypernet"], plan.get("chunks"), plan.get("heads") or plan["tensors"]
    activation, options = ACTIVATIONS[net["activation"]["name"]], [v for key, v in net["activation"].items() if key != "name"]
    noise = lambda block: rng.normal(0, block["noiseStd"], block["dim"]) if rng else 0
    x = np.concatenate([[]] + [e[condition] + noise(block) for e, block in zip(params["inputs"], plan["input"]["blocks"])])[None]
    if chunks: x = np.hstack([np.repeat(x, chunks["count"], 0), params["chunks"][condition if chunks["perCondition"] else 0]])
    for weight, bias in params["hidden"]:
        x = x @ weight.T + bias
        if net["norm"] == "layer": x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5)
        x = activation(x, *options)
        if rng: x = x * (rng.random(x.shape) >= net["dropout"]) / (1 - net["dropout"])
    ends = np.cumsum([math.prod(t["shape"]) for t in tensors])
    parts = np.split((x @ params["output"][0].T + params["output"][1]).ravel(), ends)  # the last part is padding
    return [t.get("offset", 0) + t.get("scale", 1) * part.reshape(t["shape"]) for t, part in zip(tensors, parts)]
