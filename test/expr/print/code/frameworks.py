"""Runs printed code in a framework: reads a request from the standard input, writes values and gradients."""

import json
import math
import sys


def run_pytorch(function, xs, precision):
    x = torch.tensor(xs, dtype=getattr(torch, precision), requires_grad=True)
    y = function(x)
    (gradient,) = torch.autograd.grad(y.sum(), x) if y.requires_grad else (torch.zeros_like(x),)
    return y.tolist(), gradient.tolist()


def run_jax(function, xs, precision):
    x = jnp.asarray(xs, dtype=precision)
    return function(x).tolist(), jax.vmap(jax.grad(lambda x: 1.0 * function(x)))(x).tolist()


def plain(numbers):
    return [x if math.isfinite(x) else str(x) for x in numbers]


request = json.load(sys.stdin)
if request["target"] == "pytorch":
    import torch

    run = run_pytorch
else:
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    run = run_jax
xs = [float(x) for x in request["xs"]]
results = {}
for name, code in request["codes"].items():
    scope = {}
    exec(code, scope)
    for precision in request["precisions"]:
        try:
            value, gradient = run(scope["printed"], xs, precision)
        except Exception:
            print(code, file=sys.stderr)
            raise
        result = {"value": plain(value), "gradient": plain(gradient)}
        results.setdefault(name, {})[precision] = result
json.dump(results, sys.stdout)
