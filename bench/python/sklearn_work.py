"""scikit-learn's MLPClassifier: partial_fit on one batch is one step."""

import warnings

import numpy as np
from serve import serve
from sklearn.neural_network import MLPClassifier

warnings.filterwarnings("ignore")
ACTIVATIONS = {"relu": "relu", "tanh": "tanh", "sigmoid": "logistic"}


def prepare(work):
    layers, rows = work["layers"], work["rows"]
    classes = np.arange(layers[-1]["outputs"])
    batches = [(b["inputs"], b["labels"]) for b in work["batches"]]
    model = MLPClassifier(
        hidden_layer_sizes=[layer["outputs"] for layer in layers[:-1]],
        activation=ACTIVATIONS[layers[0]["activation"]],
        alpha=0,
        batch_size=rows,
        learning_rate_init=work["learningRate"],
        shuffle=False,
    )
    # The first call makes the network and its optimiser; both are then set back to the common start.
    model.partial_fit(*batches[0], classes=classes)
    for weights, bias, layer in zip(model.coefs_, model.intercepts_, layers):
        weights[:] = layer["weights"]
        bias[:] = 0
    optimizer = model._optimizer
    optimizer.t = 0
    for moment in optimizer.ms + optimizer.vs:
        moment[:] = 0

    def step(index):
        model.partial_fit(*batches[index % len(batches)])
        return model.loss_

    return step


serve(prepare)
