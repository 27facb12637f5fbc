"""Numbers of PyTorch's convolutions and poolings, with gradients: /usr/bin/python3 windowed.py > windowed.json, with PyTorch 1.13"""

import json

import torch
import torch.nn.functional as F


def numbers(shape, factor, modulus):
    """Fractions that float32 adds and multiplies exactly."""
    count = torch.Size(shape).numel()
    values = [(i * factor % modulus - modulus // 2) / 4 for i in range(count)]
    return torch.tensor(values, requires_grad=True).reshape(shape)


CONVOLUTIONS = [
    ("conv2d", [2, 2, 5, 4], [3, 2, 3, 2], {}),
    ("conv2d", [1, 2, 6, 5], [2, 2, 3, 3], {"stride": 2, "padding": 1}),
    ("conv2d", [2, 1, 7, 6], [2, 1, 3, 2], {"dilation": [2, 3], "padding": [2, 1]}),
    ("conv2d", [1, 4, 4, 4], [6, 2, 2, 2], {"groups": 2}),
    ("conv2d", [1, 3, 4, 5], [3, 1, 3, 3], {"groups": 3, "padding": 1}),
    ("conv2d", [2, 3, 3, 3], [2, 3, 1, 1], {}),
    ("conv2d", [1, 2, 5, 5], [1, 2, 2, 2], {"stride": [3, 2]}),
    ("conv2d", [1, 1, 5, 6], [2, 1, 4, 3], {"padding": "same"}),
    ("conv2d", [1, 2, 3, 3], [2, 2, 3, 3], {"padding": 3}),
    ("conv2d", [8, 2, 4, 3], [2, 2, 3, 3], {"padding": 1}),
    ("conv1d", [2, 3, 9], [2, 3, 4], {"stride": 2, "padding": 2, "dilation": 2}),
    ("conv1d", [1, 2, 5], [2, 2, 5], {}),
]

POOLINGS = [
    ("max_pool2d", [2, 2, 6, 4], 2, {}),
    ("max_pool2d", [1, 2, 7, 5], 3, {"stride": 2, "padding": 1}),
    ("max_pool2d", [1, 1, 7, 7], [2, 3], {"stride": 1, "dilation": 2}),
    ("max_pool1d", [2, 2, 8], 3, {"stride": 3}),
    ("avg_pool2d", [2, 2, 6, 5], 2, {}),
    ("avg_pool2d", [1, 2, 5, 6], 3, {"stride": 2, "padding": 1}),
    ("avg_pool2d", [1, 2, 5, 6], 3, {"stride": 2, "padding": 1, "count_include_pad": False}),
    ("avg_pool1d", [1, 2, 7], 4, {"stride": 3, "padding": 2}),
    ("adaptive_avg_pool2d", [2, 3, 4, 6], 1, {}),
    ("adaptive_avg_pool2d", [1, 2, 4, 6], [2, 3], {}),
]


def flat(tensor):
    return [round(value, 7) for value in tensor.detach().flatten().tolist()]


def backwards(y):
    (y * numbers(y.shape, 5, 9)).sum().backward()


def convolution(name, x_shape, weight_shape, options):
    leaves = [
        numbers(x_shape, 7, 11),
        numbers(weight_shape, 5, 13),
        numbers(weight_shape[:1], 3, 7),
    ]
    for leaf in leaves:
        leaf.retain_grad()
    x, weight, bias = leaves
    y = getattr(F, name)(x, weight, bias, **options)
    backwards(y)
    slopes = {"dx": flat(x.grad), "dweight": flat(weight.grad), "dbias": flat(bias.grad)}
    return {"name": name, "x": x_shape, "weight": weight_shape, "options": options, "shape": list(y.shape), "y": flat(y), **slopes}


def distinct(shape):
    """Without ties, whose gradients frameworks give to different elements."""
    count = torch.Size(shape).numel()
    return torch.tensor([(i * 37 % 113) / 8 - 5 for i in range(count)], requires_grad=True).reshape(shape)


def pooling(name, x_shape, size, options):
    x = distinct(x_shape)
    x.retain_grad()
    y = getattr(F, name)(x, size, **options)
    backwards(y)
    return {"name": name, "x": x_shape, "size": size, "options": options, "shape": list(y.shape), "y": flat(y), "dx": flat(x.grad)}


print(json.dumps({"convolutions": [convolution(*case) for case in CONVOLUTIONS], "poolings": [pooling(*case) for case in POOLINGS]}))
