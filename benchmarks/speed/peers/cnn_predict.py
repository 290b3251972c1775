"""Times the emotion CNN's predictions: python cnn_predict.py --batch 64 --threads 2.

Traced, frozen and optimized for inference: batch normalisation is folded into the convolutions and
the ReLUs into both, which is faster here than eager mode, folding alone or `torch.compile`.
"""

import argparse
import warnings

import torch

from emotion_cnn import LAYOUTS, emotion_cnn, random_batches
from timing import measure, report, set_up

BATCHES = 16


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--layout", choices=LAYOUTS, default="channels-last")
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    set_up(options.threads)
    warnings.filterwarnings("ignore", category=DeprecationWarning)

    batches = random_batches(BATCHES, options.batch, options.layout)
    with torch.inference_mode():
        traced = torch.jit.trace(emotion_cnn(options.layout).eval(), batches[0][0])
        network = torch.jit.optimize_for_inference(torch.jit.freeze(traced))

    @torch.inference_mode()
    def step(i: int) -> int:
        images, _ = batches[i % BATCHES]
        network(images).softmax(1).numpy()
        return len(images)

    report(measure(step, options.seconds))


if __name__ == "__main__":
    main()
