"""Times the training of the tagger: python tagger_train.py --corpus FILE --batch 10 --threads 1.

Plain SGD, of the mean loss a token. The words' gradient is sparse: only the rows of a batch change.
There are three ways to more cores: `--threads 2` inside the operations; `--parts 2` (see
in_parts.py); `--workers 2`, processes that train the same weights, each on its share of the batches
and without locks (Hogwild), which is the fastest but another algorithm. `--network plain` is the
tagger as it is commonly written, `packed` the same with packed sequences.
"""

import argparse
from collections.abc import Callable

from torch import nn
from torch.optim import SGD, Optimizer

from in_parts import Gradients
from tagger_forms import FORMS, form
from timing import measure, report, set_up, together

RATE = 0.015


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--batch", type=int, default=10)
    parser.add_argument("--network", choices=FORMS, default="tuned")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--parts", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    set_up(options.threads)

    corpus, network = form(options.network, options.corpus)
    network.train()
    if options.workers > 1:
        network.share_memory()

    def run(rank: int, ready: Callable[[], object]) -> dict[str, float]:
        indices = corpus.splits["train"]["batches"][str(options.batch)][rank :: options.workers]
        batches = [
            [
                corpus.batch("train", batch[part :: options.parts])
                for part in range(min(options.parts, len(batch)))
            ]
            for batch in indices
        ]
        optimizers = sgd(network)
        gradients = Gradients(network, options.parts)
        losses: list[float] = []

        def step(i: int) -> int:
            parts = batches[i % len(batches)]
            losses.append(gradients(parts))
            for optimizer in optimizers:
                optimizer.step()
            return sum(part.tokens for part in parts)

        measured = measure(step, options.seconds, ready=ready)
        recent = losses[-len(batches) :]
        return {**measured, "loss": sum(recent) / len(recent)}

    measured = together(run, options.workers)
    report({**measured, "parts": options.parts})


def sgd(network: nn.Module) -> list[Optimizer]:
    words: list[nn.Parameter] = [network.words.weight]
    rest = [parameter for parameter in network.parameters() if parameter is not words[0]]
    return [SGD(words, RATE), SGD(rest, RATE, fused=True)]


if __name__ == "__main__":
    main()
