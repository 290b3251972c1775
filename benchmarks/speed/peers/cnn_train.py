"""Times the training of the emotion CNN: python cnn_train.py --batch 64 --threads 2.

SGD with momentum; the batches lie in memory, so that nothing but the network is timed.
"""

import argparse

from torch.nn.functional import cross_entropy
from torch.optim import SGD

from emotion_cnn import LAYOUTS, emotion_cnn, random_batches
from timing import measure, report, set_up

RATE = 0.01
MOMENTUM = 0.9
BATCHES = 16


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--layout", choices=LAYOUTS, default="channels-last")
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    set_up(options.threads)

    network = emotion_cnn(options.layout).train()
    optimizer = SGD(network.parameters(), RATE, MOMENTUM, fused=True)
    batches = random_batches(BATCHES, options.batch, options.layout)
    losses: list[float] = []

    def step(i: int) -> int:
        images, classes = batches[i % BATCHES]
        optimizer.zero_grad()
        loss = cross_entropy(network(images), classes)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        return len(images)

    report({**measure(step, options.seconds), "loss": losses[-1]})


if __name__ == "__main__":
    main()
