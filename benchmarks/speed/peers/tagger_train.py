"""Times the training of the tagger: python tagger_train.py --corpus FILE --batch 10 --threads 1.

Plain SGD, of the mean loss a token. The words' gradient is sparse: only the rows of a batch change.
With `--workers 2` two processes train the same weights, each on half of the batches and without
locks (Hogwild), which is how PyTorch gets most out of two cores here.
"""

import argparse
from collections.abc import Callable

from torch.optim import SGD, Optimizer

from tagger_corpus import Corpus
from tagger_network import Tagger
from timing import measure, report, set_up, together

RATE = 0.015


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--batch", type=int, default=10)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1, help="processes that share the weights")
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    set_up(options.threads)

    corpus = Corpus(options.corpus)
    batches = corpus.batches("train", options.batch)
    network = Tagger(corpus).train()
    if options.workers > 1:
        network.share_memory()

    def run(rank: int, ready: Callable[[], object]) -> dict[str, float]:
        optimizers = sgd(network)
        own = batches[rank :: options.workers]
        losses: list[float] = []

        def step(i: int) -> int:
            batch = own[i % len(own)]
            for optimizer in optimizers:
                optimizer.zero_grad()
            loss = network.loss(batch)
            loss.backward()
            for optimizer in optimizers:
                optimizer.step()
            losses.append(loss.item())
            return batch.tokens

        measured = measure(step, options.seconds, ready=ready)
        recent = losses[-len(own) :]
        return {**measured, "loss": sum(recent) / len(recent)}

    report(together(run, options.workers))


def sgd(network: Tagger) -> list[Optimizer]:
    words = [network.words.weight]
    rest = [parameter for parameter in network.parameters() if parameter is not words[0]]
    return [SGD(words, RATE), SGD(rest, RATE, fused=True)]


if __name__ == "__main__":
    main()
