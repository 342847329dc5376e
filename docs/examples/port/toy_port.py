"""A port of a part of the planner, to try run_vectors.py on and to start from.

Full plans by the exact conventions, for activations whose moments have a short closed form. What is left out
(NotImplementedError): chunked plans, other conventions and activations, target variances, overrides, bad requests.
"""
import math

EXACT = {
    "harmonicMean": "harmonic", "outputLayerInit": "linear", "headSecondMoment": "propagated", "biasFanOut": "layer",
    "lastChunk": "used", "outBias": "clipped", "biasSharing": "layer", "unknownLayer": "adjacent",
}
# Mean and variance of the head bias, where that alone generates the tensor.
BY_BIAS = {"bn_scale": (1, 0), "bn_shift": (0, 0), "cm_scale": (1, 0), "cm_shift": (0, 0), "embedding": (0, 1)}


def need(condition):
    if not condition:
        raise NotImplementedError


def activation_of(spec):
    given = {"name": spec} if isinstance(spec, str) else spec
    need(given["name"] in ("relu", "linear", "leaky_relu", "sin"))
    return {"name": "leaky_relu", "negativeSlope": given.get("negativeSlope", 0.01)} if given["name"] == "leaky_relu" else given


def moments(activation, v):
    """E[f(x)^2] and E[f'(x)^2] for normal x of variance v."""
    if activation["name"] == "sin":
        return -math.expm1(-2 * v) / 2, (1 + math.exp(-2 * v)) / 2
    slope = {"relu": 0, "linear": 1}.get(activation["name"], activation.get("negativeSlope"))
    return (1 + slope**2) / 2 * v, (1 + slope**2) / 2


def uniform(mean, variance):
    bound = math.sqrt(3) * math.sqrt(variance)
    return {"type": "uniform", "low": mean - bound, "high": mean + bound} if variance > 0 else {"type": "constant", "value": mean}


def axes_of(shape, meta):
    """Inputs that an output reads, all outputs, groups, receptive field; None without two axes."""
    if len(shape) < 2:
        return None
    layout, groups = meta.get("layout", "OIHW"), meta.get("groups", 1)
    pair, kernel = (shape[:2], shape[2:]) if layout == "OIHW" else (shape[-2:], shape[:-2])
    if layout == "HWCM":
        return 1, pair[0] * pair[1], pair[0], math.prod(kernel)
    whole, share = pair if layout == "OIHW" else reversed(pair)
    return (whole // groups, share * groups, groups, math.prod(kernel)) if meta.get("transposed") else (share, whole, groups, math.prod(kernel))


def tensor_of(index, shape, meta):
    axes = axes_of(shape, meta) if meta["name"] == "weight" else None
    given = {key: meta[key] for key in ("fanIn", "fanOut") if key in meta}
    own = {} if axes is None else {"fanIn": axes[0] * axes[3], "fanOut": axes[1] / axes[2] / meta.get("parts", 1) * axes[3]}
    fans = {**own, **given}
    return {
        "index": index, "shape": shape, "size": math.prod(shape), "name": meta["name"], "layer": meta.get("layer", -1), "label": meta.get("label"),
        "activation": activation_of(meta["activation"]) if "activation" in meta else None, "given": given,
        "fans": fans if len(fans) == 2 else None, "outputs": None if axes is None else axes[1],
    }


def inferred(shapes):
    layer, metas = -1, []
    for index, shape in enumerate(shapes):
        layer += len(shape) > 1
        follows = index > 0 and len(shapes[index - 1]) > 1
        metas.append({"name": "weight", "layer": layer} if len(shape) > 1 else {"name": "bias", "layer": layer if follows else -1})
    return metas


def weight_of(bias, tensors):
    if bias["layer"] != -1:
        return next((t for t in reversed(tensors) if t["name"] == "weight" and t["layer"] == bias["layer"]), None)
    before = tensors[bias["index"] - 1] if bias["index"] > 0 else None
    pairs = before is not None and before["name"] == "weight" and before["layer"] == -1 and before["outputs"] == bias["size"]
    return before if pairs else None


def layer_fans(tensor, tensors):
    if tensor["name"] != "bias":
        return tensor["fans"]
    weight = weight_of(tensor, tensors)
    fans = {**((weight or {}).get("fans") or {}), **tensor["given"]}
    return fans if len(fans) == 2 else None


def bias_fans(bias, tensors):
    length = bias["shape"][0] if bias["shape"] else 1
    return {"fanIn": length, "fanOut": length, **((weight_of(bias, tensors) or {}).get("fans") or {}), **bias["given"]}


def target(tensor, tensors, generated, request):
    """The variance that the method asks of a weight or bias."""
    weight = weight_of(tensor, tensors) if tensor["name"] == "bias" else None
    activation = tensor["activation"] or (weight or {}).get("activation") or activation_of(request.get("mainActivation", "relu"))
    second, derivative = moments(activation, 1)
    if tensor["name"] == "bias":
        fans = bias_fans(tensor, tensors)
        by_in, by_out = 1 / second / 2, max(0, (1 - fans["fanIn"] / fans["fanOut"]) / derivative)
    else:
        biases = [t for t in generated if t["name"] == "bias"]
        shares = any(weight_of(b, tensors) is tensor if tensor["layer"] == -1 else b["layer"] == tensor["layer"] for b in biases)
        by_in, by_out = 1 / second / ((2 if shares else 1) * tensor["fans"]["fanIn"]), 1 / derivative / tensor["fans"]["fanOut"]
    both = 0 if 0 in (by_in, by_out) else 2 / (1 / by_in + 1 / by_out)
    return {"in": by_in, "out": by_out, "harmonic": both}[request.get("method", "in")]


def warnings_of(request, tensors, generated, heads):
    biases = [t for t in generated if t["name"] == "bias"]
    weights = [t for t in tensors if t["name"] == "weight" and t["layer"] != -1 and t["fans"]]
    fan_ins = {layer: {w["fans"]["fanIn"] for w in weights if w["layer"] == layer} for layer in {w["layer"] for w in weights}}
    clipped = [b for b in biases if request.get("method", "in") != "in" and bias_fans(b, tensors)["fanIn"] >= bias_fans(b, tensors)["fanOut"]]
    about = {
        "bias-layer-unknown": [b for b in biases if not b["given"] and not (weight_of(b, tensors) or {}).get("fans")],
        "layer-weights-differ": [b for b in biases if len(fan_ins.get(b["layer"], ())) > 1 and "fanIn" not in b["given"]],
        "bias-variance-clipped": clipped,
        "output-ignores-input": [] if any(head["weight"]["type"] == "uniform" for head in heads) else generated,
    }
    first = [] if "paramMeta" in request else [{"code": "meta-inferred"}]
    return first + [{"code": code, "tensors": [t["index"] for t in found]} for code, found in about.items() if found]


def plan(request):
    need(request["kind"] == "hyperfan" and not request.get("targetVariances") and not request.get("headOverrides"))
    need(request.get("conventions", "exact") in ("exact", {"preset": "exact"}))
    shapes = request["targetShapes"]
    tensors = [tensor_of(i, shape, meta) for i, (shape, meta) in enumerate(zip(shapes, request.get("paramMeta") or inferred(shapes)))]
    generated = [tensors[index] for index in request.get("generated", range(len(tensors)))]
    net = {"hiddenDims": [100, 100], "activation": "relu", "hiddenInit": "matched", "useBias": True, "norm": "none", "dropout": 0, **request.get("hypernet", {})}
    blocks = [{"name": "input", "mean": 0, "variance": 1, "noiseStd": 0, **block} for block in request["inputs"]]
    activation = activation_of(net["activation"])

    def bias(length):
        return {"shape": [length], "distribution": {"type": "constant", "value": 0}} if net["useBias"] else None

    width = sum(block["dim"] for block in blocks)
    second = sum(b["dim"] / width * (b["variance"] + b["mean"] ** 2 + b["noiseStd"] ** 2) for b in blocks)
    entry = {"dim": width, "secondMoment": second, "blocks": blocks}
    gain = {"matched": 1 / moments(activation, 1)[0], "kaiming": 2, "lecun": 1, "xavier": 1}[net["hiddenInit"]]
    hidden = []
    for units in net["hiddenDims"]:
        variance = gain * second if net["norm"] == "none" or second == 0 else 1
        second = moments(activation, variance)[0] / (1 - net["dropout"])
        hidden.append({"weight": {"shape": [units, width], "distribution": uniform(0, gain / width)}, "bias": bias(units), "secondMoment": second})
        width = units

    heads, row = [], 0
    for tensor in generated:
        by_bias = BY_BIAS.get(tensor["name"])
        need(by_bias or tensor["name"] in ("weight", "bias"))
        mean, variance = by_bias or (0, target(tensor, tensors, generated, request))
        optional = {key: tensor[key] for key in ("label", "activation") if tensor[key] is not None}
        heads.append({
            "tensor": tensor["index"], **{key: tensor[key] for key in ("name", "layer", "shape")}, "fans": layer_fans(tensor, tensors),
            "rows": [row, row + tensor["size"]], "weight": uniform(0, 0 if by_bias else variance / (width * second)),
            "bias": (uniform(*by_bias) if by_bias else uniform(0, 0)) if net["useBias"] else None,
            "intended": {"mean": mean, "variance": variance}, "predicted": {"mean": mean, "variance": variance}, **optional,
        })
        row += tensor["size"]
    return {
        "format": "hyperfan-plan", "version": 1, "kind": "hyperfan", "method": request.get("method", "in"), "conventions": EXACT,
        "mainActivation": activation_of(request.get("mainActivation", "relu")),
        "hypernet": {"activation": activation, "norm": net["norm"], "dropout": net["dropout"]},
        "input": entry, "hidden": hidden, "heads": heads, "warnings": warnings_of(request, tensors, generated, heads),
    }
