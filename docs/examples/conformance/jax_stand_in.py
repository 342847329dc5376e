"""NumPy in the place of JAX and Flax: enough to run the pure functions of ../jax/hypernetwork.py where JAX is not installed."""
import importlib.util, math, pathlib, sys, types
import numpy as np

def module(name, **members):
    made = types.ModuleType(name)
    made.__dict__.update(members)
    sys.modules[name] = made
    return made

path = pathlib.Path(__file__).resolve().parent.parent / "numpy" / "hypernetwork.py"
spec = importlib.util.spec_from_file_location("numpy_hypernetwork", path)
in_numpy = importlib.util.module_from_spec(spec)
spec.loader.exec_module(in_numpy)
activations = dict(in_numpy.ACTIVATIONS)
gelu = activations.pop("gelu")

# A key is a tuple of whole numbers, the seed and what was folded in.
rng = np.random.default_rng
random = module(
    "jax.random",
    key=lambda seed: (seed,),
    fold_in=lambda key, data: (*key, data),
    split=lambda key, num=2: [(*key, 0, index) for index in range(num)],
    uniform=lambda key, shape, minval=0.0, maxval=1.0: rng(key).uniform(minval, maxval, shape),
    normal=lambda key, shape: rng(key).normal(size=shape),
    bernoulli=lambda key, p, shape: rng(key).random(shape) < p,
)
nn = module("jax.nn", gelu=lambda z, approximate: gelu(z) if approximate is False else math.nan, **activations)
lax = module("jax.lax", erf=activations["erf"])
sys.modules["jax.numpy"] = np
module("jax", random=random, nn=nn, lax=lax, numpy=np, __version__=None)
linen = module("flax.linen", Module=object, compact=lambda method: method)
module("flax", linen=linen)
