"""PyTorch on the CPU, as most people write it: nn.Sequential, cross_entropy, optim.Adam. The first argument is the
number of threads; a second one, `compile`, compiles what it can."""

import sys

import torch
import torch.nn.functional as F
from serve import ANSWERED, serve

torch.set_num_threads(int(sys.argv[1]))
COMPILED = sys.argv[2:] == ["compile"]
ACTIVATIONS = {
    "relu": torch.nn.ReLU,
    "sigmoid": torch.nn.Sigmoid,
    "tanh": torch.nn.Tanh,
    "none": torch.nn.Identity,
}
FUNCTIONS = {
    "linear": torch.nn.Identity(),
    "relu": torch.relu,
    "relu6": F.relu6,
    "leakyRelu": lambda x: F.leaky_relu(x, 0.01),
    "prelu": lambda x: F.leaky_relu(x, 0.25),
    "elu": F.elu,
    "celu": F.celu,
    "selu": F.selu,
    "sigmoid": torch.sigmoid,
    "logSigmoid": F.logsigmoid,
    "hardSigmoid": F.hardsigmoid,
    "tanh": torch.tanh,
    "hardTanh": F.hardtanh,
    "tanhShrink": F.tanhshrink,
    "softShrink": F.softshrink,
    "hardShrink": F.hardshrink,
    "softsign": F.softsign,
    "softplus": F.softplus,
    "silu": F.silu,
    "hardSilu": F.hardswish,
    "gelu": F.gelu,
    "geluTanh": lambda x: F.gelu(x, approximate="tanh"),
    "mish": F.mish,
    "exponential": torch.exp,
    "sine": torch.sin,
    "cosine": torch.cos,
    "arctan": torch.atan,
}


def network(layers):
    modules = []
    for layer in layers:
        linear = torch.nn.Linear(layer["inputs"], layer["outputs"])
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(layer["weights"]).T)
            linear.bias.zero_()
        modules += [linear, ACTIVATIONS[layer["activation"]]()]
    return torch.nn.Sequential(*modules)


def compiled(function):
    return torch.compile(function) if COMPILED else function


def training(work):
    model = network(work["layers"])
    optimizer = torch.optim.Adam(model.parameters(), lr=work["learningRate"])
    batches = [(torch.from_numpy(b["inputs"]), torch.from_numpy(b["labels"])) for b in work["batches"]]
    loss_of = compiled(lambda inputs, labels: F.cross_entropy(model(inputs), labels))

    def step(index):
        inputs, labels = batches[index % len(batches)]
        optimizer.zero_grad()
        loss = loss_of(inputs, labels)
        loss.backward()
        optimizer.step()
        return loss.detach

    return step


def product(work):
    size = work["size"]
    a, b = (torch.from_numpy(work[name]).reshape(size, size) for name in ("a", "b"))
    c = torch.empty(size, size)

    def step(_):
        torch.mm(a, b, out=c)
        return lambda: c[0].mean()

    return step


def elementwise(work):
    x = torch.from_numpy(work["x"])
    function = compiled(FUNCTIONS[work["activation"]])

    def step(_):
        y = function(x)
        return lambda: y[:ANSWERED].abs().mean()

    return step


def prediction(work):
    model = torch.nn.Sequential(network(work["layers"]), torch.nn.Softmax(dim=1))
    model = compiled(model.eval())
    inputs = torch.from_numpy(work["inputs"]).reshape(work["rows"], -1)

    def step(_):
        with torch.inference_mode():
            y = model(inputs)
        return lambda: y[:, 0].mean()

    return step


WORKS = {"training": training, "product": product, "elementwise": elementwise, "prediction": prediction}
serve(lambda work: WORKS[work["kind"]](work))
