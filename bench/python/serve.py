"""The Python side of a measured system: reads a work from the first line of standard input, then trains as many
steps as each further line says, and answers each with the loss of the last step."""

import base64
import json
import sys

import numpy as np


def serve(prepare):
    work = json.loads(sys.stdin.readline())
    for layer in work["layers"]:
        layer["weights"] = _array(layer["weights"], np.float32).reshape(layer["inputs"], layer["outputs"])
    for batch in work["batches"]:
        batch["inputs"] = _array(batch["inputs"], np.float32).reshape(work["rows"], -1)
        batch["labels"] = _array(batch["labels"], np.int32).astype(np.int64)
    step = prepare(work)
    print("ready", flush=True)
    done = 0
    for line in sys.stdin:
        for _ in range(int(line)):
            loss = step(done % len(work["batches"]))
            done += 1
        print(float(loss), flush=True)


def _array(text, dtype):
    return np.frombuffer(base64.b64decode(text), dtype=dtype).copy()
