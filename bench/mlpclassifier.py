"""Times scikit-learn on the work of `ogee compare` with eight activations: 8 x 5 folds x 2 repeats = 80 fits of
MLPClassifier, hidden layers 64 and 32, Adam at 0.003, batches of 32, 50 epochs, no early stopping.

    python3 bench/mlpclassifier.py examples/penguins.csv species

MLPClassifier has four activations, so each is taken twice. Columns are prepared as plainly as can be, once for
the whole table: missing numbers get the mean, numbers are standardised, texts are one-hot. The wall time that is
printed counts from the start of Python, imports included."""

import os
import time

STARTED = time.time()
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import csv
import sys
import warnings

import numpy as np
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.neural_network import MLPClassifier

warnings.filterwarnings("ignore")
ACTIVATIONS = ["identity", "logistic", "tanh", "relu"] * 2
MISSING = {"", "NA", "NaN", "nan", "null"}


def read_table(path, target):
    with open(path, newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row[target] not in MISSING]
    columns = [encode([row[name] for row in rows]) for name in rows[0] if name != target]
    labels = np.unique([row[target] for row in rows], return_inverse=True)[1]
    return np.hstack(columns).astype(np.float32), labels


def encode(cells):
    try:
        numbers = np.array([np.nan if cell in MISSING else float(cell) for cell in cells])
    except ValueError:
        levels = sorted(set(cells))
        return np.array([[cell == level for level in levels] for cell in cells], dtype=float)
    numbers = np.where(np.isnan(numbers), np.nanmean(numbers), numbers)
    return ((numbers - numbers.mean()) / (numbers.std() or 1))[:, None]


def main(path, target):
    inputs, labels = read_table(path, target)
    folds = list(RepeatedStratifiedKFold(n_splits=5, n_repeats=2, random_state=0).split(inputs, labels))
    ready = time.time()
    for activation in ACTIVATIONS:
        scores = []
        for seed, (train, test) in enumerate(folds):
            model = MLPClassifier(
                hidden_layer_sizes=(64, 32),
                activation=activation,
                learning_rate_init=0.003,
                batch_size=32,
                max_iter=50,
                early_stopping=False,
                n_iter_no_change=10**9,
                random_state=seed,
            )
            scores.append(model.fit(inputs[train], labels[train]).score(inputs[test], labels[test]))
        print(f"{activation:9} accuracy {np.mean(scores):.4f} +- {np.std(scores):.4f}")
    end = time.time()
    fits = len(ACTIVATIONS) * len(folds)
    print(f"{fits} fits in {end - ready:.2f} s; {end - STARTED:.2f} s with start-up")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python3 bench/mlpclassifier.py FILE.csv TARGET")
    main(sys.argv[1], sys.argv[2])
