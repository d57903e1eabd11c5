"""Writes what the weights of a PyTorch flow do not say of it, for `bijou import --config`."""
import functools
import json


def plain(value):
    if isinstance(value, functools.partial):
        return {"name": value.func.__name__} | {k: plain(v) for k, v in value.keywords.items()}
    if isinstance(value, (bool, int, float, str)):
        return value
    return getattr(value, "__name__", None)


def describe(flow, file):
    modules = {
        name: {"class": type(module).__name__}
        | {key: p for key, value in vars(module).items() if (p := plain(value)) is not None}
        for name, module in flow.named_modules()
    }
    with open(file, "w") as out:
        json.dump({"library": type(flow).__module__.split(".")[0], "modules": modules}, out)
