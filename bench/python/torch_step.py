"""PyTorch, eager: nn.Sequential, cross_entropy, optim.Adam, on one thread."""

import torch
from serve import serve

torch.set_num_threads(1)
ACTIVATIONS = {"relu": torch.nn.ReLU, "sigmoid": torch.nn.Sigmoid, "none": torch.nn.Identity}


def prepare(work):
    layers = []
    for layer in work["layers"]:
        linear = torch.nn.Linear(layer["inputs"], layer["outputs"])
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(layer["weights"]).T)
            linear.bias.zero_()
        layers += [linear, ACTIVATIONS[layer["activation"]]()]
    model = torch.nn.Sequential(*layers)
    optimizer = torch.optim.Adam(model.parameters(), lr=work["learningRate"])
    batches = [(torch.from_numpy(b["inputs"]), torch.from_numpy(b["labels"])) for b in work["batches"]]

    def step(index):
        inputs, labels = batches[index]
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(inputs), labels)
        loss.backward()
        optimizer.step()
        return loss

    return step


serve(prepare)
