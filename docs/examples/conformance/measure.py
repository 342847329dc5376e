"""
Draws hypernetworks with one of the Python consumers and measures what they generate; ../conformance.ts calls it.

    python3 measure.py pytorch|numpy|jax JOBS.json RESULTS.json
"""
import importlib.util
import json
import pathlib
import sys

import numpy as np

def consumer(backend):
    path = pathlib.Path(__file__).resolve().parent.parent / backend / "hypernetwork.py"
    spec = importlib.util.spec_from_file_location("hypernetwork", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

# Each sample draws one hypernetwork and gives what it generates in training for one of its conditions.

def with_numpy():
    hypernetwork = consumer("numpy")
    def sample(plan, seed, conditions, condition):
        params = hypernetwork.init(plan, seed, conditions)
        return hypernetwork.generate(params, plan, condition, np.random.default_rng([seed, 1]))
    return sample, f"NumPy {np.__version__}"

def with_pytorch():
    import torch
    hypernetwork = consumer("pytorch")
    def sample(plan, seed, conditions, condition):
        net = hypernetwork.Hypernetwork(plan, seed, conditions)
        torch.manual_seed(seed + 10 ** 6)  # of a seed, 32 bits count
        with torch.no_grad():
            return [tensor[condition].numpy() for tensor in net(torch.arange(conditions))]
    return sample, f"PyTorch {torch.__version__}"

def with_jax():
    try:
        import flax, jax
    except ImportError:
        import jax_stand_in, jax
    hypernetwork = consumer("jax")
    def pure(plan, seed, conditions, condition):
        params = hypernetwork.init(jax.random.key(seed), plan, conditions)
        return hypernetwork.generate(params, plan, condition, jax.random.key(seed + 2 ** 31))
    def sample(plan, seed, conditions, condition):
        net = hypernetwork.Hypernetwork(plan, conditions)
        variables = net.init(jax.random.key(seed), 0)
        tensors = net.apply(variables, condition, True, rngs={"dropout": jax.random.key(seed + 2 ** 31)})
        return [np.asarray(tensor) for tensor in tensors]
    if jax.__version__ is None: return pure, f"NumPy {np.__version__} in the place of JAX"
    return sample, f"JAX {jax.__version__}, Flax {flax.__version__}"

def measure(sample, job):
    """Per tensor and network: mean deviation from the predicted mean, and mean square of the deviations."""
    plan, conditions = job["plan"], job["conditions"]
    tensors = plan.get("heads") or plan["tensors"]
    deviations, squares = [[] for _ in tensors], [[] for _ in tensors]
    for seed in range(job["networks"]):
        generated = sample(plan, seed, conditions, conditions - 1)
        assert [list(values.shape) for values in generated] == [tensor["shape"] for tensor in tensors], "the shapes are wrong"
        for position, values in enumerate(generated):
            centred = values.astype(np.float64) - tensors[position]["predicted"]["mean"]
            deviations[position].append(centred.mean())
            squares[position].append((centred ** 2).mean())
    first = sample(plan, job["networks"] - 1, conditions, 0)
    return {
        "deviations": deviations,
        "squares": squares,
        "differs": any(bool((one != other).any()) for one, other in zip(first, generated)),
        "last": [values.ravel().tolist() for values in generated] if job["values"] else None,
    }

def run(sample, job):
    try:
        return measure(sample, job)
    except ValueError as error:
        return {"refused": str(error)}

sample, version = {"numpy": with_numpy, "pytorch": with_pytorch, "jax": with_jax}[sys.argv[1]]()
jobs = json.loads(pathlib.Path(sys.argv[2]).read_text())
results = [run(sample, job) for job in jobs]
pathlib.Path(sys.argv[3]).write_text(json.dumps({"version": version, "results": results}))
