"""Lists the shapes of a model's tensors as JSON, for `hyperfan shapes`. Copy the function of your framework."""

import json
import sys


def from_torch(module):
    return {name: list(tensor.shape) for name, tensor in module.state_dict().items()}


def from_keras(model):
    # Keras 2 has no paths; its names tell tensors apart.
    return [{"name": getattr(w, "path", w.name), "shape": list(w.shape), "trainable": bool(w.trainable)} for w in model.weights]


def from_jax(params):
    """Flax, Haiku, Equinox: anything that is a tree of arrays in dictionaries and lists."""
    if isinstance(params, dict):
        return {str(key): from_jax(value) for key, value in params.items()}
    if isinstance(params, (list, tuple)):
        return {str(index): from_jax(value) for index, value in enumerate(params)}
    return list(params.shape)


def from_mlx(module):
    return from_jax(module.parameters())


def from_hypnettorch(network):
    return {"param_shapes": network.param_shapes, "param_shapes_meta": network.param_shapes_meta}


def save(shapes, path):
    with open(path, "w") as file:
        json.dump(shapes, file)


if __name__ == "__main__":
    import torch

    save(from_torch(torch.nn.Sequential(torch.nn.Linear(784, 300), torch.nn.ReLU(), torch.nn.Linear(300, 10))), sys.argv[1])
