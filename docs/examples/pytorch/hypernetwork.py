"""A hypernetwork in PyTorch that starts as a hyperfan plan says. Copy this file and make it yours."""
import torch
from torch import nn
from torch.nn import functional as F

NORMS = {"none": lambda width: nn.Identity(), "batch": nn.BatchNorm1d, "layer": nn.LayerNorm}
ACTIVATIONS = {name: getattr(F, name) for name in ["relu", "leaky_relu", "elu", "selu", "silu", "gelu", "softplus", "mish"]}
ACTIVATIONS.update({"linear": lambda z: z, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "sin": torch.sin, "erf": torch.erf})

def check(plan):  # refuses a plan that this file would misread
    net, chunks, kinds = plan.get("hypernet", {}), plan.get("chunks", {}), ["hyperfan", "chunked-hyperfan"]
    for what, value, known in [
        ("format", plan.get("format"), ["hyperfan-plan"]), ("version", plan.get("version"), [1]), ("kind", plan.get("kind"), kinds),
        ("activation", net.get("activation", {}).get("name"), list(ACTIVATIONS)), ("norm", net.get("norm"), list(NORMS)),
        ("chunk strategy", chunks.get("strategy", "embedding"), ["embedding", "rescale", "per-tensor-scale"]),
        ("chunk distribution", chunks.get("distribution", "uniform"), ["uniform", "normal", "sphere"])]:
        if value not in known: raise ValueError(f"the plan's {what} is {value!r}, and this file knows {known}")

def draw(rng, d, shape):
    if d["type"] == "uniform": return torch.empty(shape).uniform_(d["low"], d["high"], generator=rng)
    if d["type"] == "normal": return torch.empty(shape).normal_(d["mean"], d["std"], generator=rng)
    if d["type"] == "constant": return torch.full(shape, float(d["value"]))
    raise ValueError(f"the plan has a distribution {d['type']!r}, and this file knows uniform, normal and constant")

def linear(weight, bias):
    layer = nn.utils.skip_init(nn.Linear, *weight.T.shape)
    layer.weight, layer.bias = nn.Parameter(weight), None if bias is None else nn.Parameter(bias)
    return layer

class Hypernetwork(nn.Module):
    def __init__(self, plan, seed, conditions=1):
        super().__init__()
        check(plan)
        self.plan, chunks, rng = plan, plan.get("chunks"), torch.Generator().manual_seed(seed)
        layer = lambda p: linear(*[draw(rng, p[key]["distribution"], p[key]["shape"]) if p[key] else None for key in ("weight", "bias")])
        rows = lambda key, *columns: torch.cat([draw(rng, h[key], (h["rows"][1] - h["rows"][0], *columns)) for h in plan["heads"]])
        normal = lambda b: b["mean"] + b["variance"] ** 0.5 * torch.randn(conditions, b["dim"], generator=rng)
        self.inputs = nn.ParameterList([nn.Parameter(normal(block)) for block in plan["input"]["blocks"]])  # a row per condition
        self.hidden = nn.ModuleList([layer(p) for p in plan["hidden"]])
        self.norms = nn.ModuleList([NORMS[plan["hypernet"]["norm"]](linear.out_features) for linear in self.hidden])
        width = self.hidden[-1].out_features if self.hidden else plan["input"]["dim"]
        self.output = layer(plan["output"]) if chunks else linear(rows("weight", width), rows("bias") if plan["heads"][0]["bias"] else None)
        if not chunks: return
        shape = (chunks["conditions"] if chunks["perCondition"] else 1, chunks["count"], chunks["embeddingDim"])
        unit = torch.randn(shape, generator=rng)  # of variance 1, before it is scaled run by run
        if chunks["distribution"] == "uniform": unit = torch.empty(shape).uniform_(-3 ** 0.5, 3 ** 0.5, generator=rng)
        if chunks["distribution"] == "sphere": unit *= shape[-1] ** 0.5 / unit.norm(dim=-1, keepdim=True)
        self.chunks = nn.Parameter(unit * torch.cat([torch.full((run["count"], 1), float(run["std"])) for run in chunks["runs"]]))

    def forward(self, conditions):  # the main network's tensors for a batch of conditions, which is their first dimension
        net, chunks, tensors = self.plan["hypernet"], self.plan.get("chunks"), self.plan.get("heads") or self.plan["tensors"]
        activation, options = ACTIVATIONS[net["activation"]["name"]], [v for key, v in net["activation"].items() if key != "name"]
        x = [embedding[conditions] for embedding in self.inputs]
        if self.training: x = [e + block["noiseStd"] * torch.randn_like(e) for e, block in zip(x, self.plan["input"]["blocks"])]
        if chunks: x = [e[:, None].expand(-1, chunks["count"], -1) for e in x] + [self.chunks[conditions * chunks["perCondition"]]]
        x = torch.cat(x, -1)
        for layer, norm in zip(self.hidden, self.norms): x = F.dropout(activation(norm(layer(x)), *options), net["dropout"], self.training)
        sizes = [torch.Size(t["shape"]).numel() for t in tensors]
        parts = self.output(x).flatten(1)[:, :sum(sizes)].split(sizes, 1)  # without the padding of the last chunk
        return [t.get("offset", 0) + t.get("scale", 1) * part.reshape(-1, *t["shape"]) for t, part in zip(tensors, parts)]
