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


def image_network(work):
    size = work["size"]
    modules = [torch.nn.Unflatten(1, (1, size, size))]
    for layer in work["convolutions"]:
        inputs, outputs = layer["inputs"], layer["outputs"]
        convolution = torch.nn.Conv2d(inputs, outputs, 3)
        with torch.no_grad():
            weights = torch.from_numpy(layer["weights"]).reshape(3, 3, inputs, outputs)
            convolution.weight.copy_(weights.permute(3, 2, 0, 1))
            convolution.bias.zero_()
        modules += [convolution, torch.nn.ReLU(), torch.nn.MaxPool2d(2)]
        size = (size - 2) // 2
    head = dict(work["head"], weights=channels_first(work["head"]["weights"], size, outputs))
    return torch.nn.Sequential(*modules, torch.nn.Flatten(), network([head]))


def channels_first(weights, size, channels):
    """Rows of height × width × channels in the order in which PyTorch flattens an image."""
    return weights.reshape(size, size, channels, -1).transpose(2, 0, 1, 3).reshape(size * size * channels, -1)


def training(work):
    model = image_network(work) if work["kind"] == "images" else network(work["layers"])
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


WORKS = {"training": training, "images": training, "product": product, "elementwise": elementwise, "prediction": prediction}
serve(lambda work: WORKS[work["kind"]](work))
