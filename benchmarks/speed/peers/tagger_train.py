"""Times the training of the tagger: python tagger_train.py --corpus FILE --batch 10 --threads 1.

Plain SGD, of the mean loss a token. The words' gradient is sparse: only the rows of a batch change.
"""

import argparse

from torch.optim import SGD

from tagger_corpus import Corpus
from tagger_network import Tagger
from timing import measure, report, set_up

RATE = 0.015


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--batch", type=int, default=10)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    set_up(options.threads)

    corpus = Corpus(options.corpus)
    batches = corpus.batches("train", options.batch)
    network = Tagger(corpus).train()
    words = [network.words.weight]
    rest = [parameter for parameter in network.parameters() if parameter is not words[0]]
    optimizers = [SGD(words, RATE), SGD(rest, RATE, fused=True)]
    losses: list[float] = []

    def step(i: int) -> int:
        batch = batches[i % len(batches)]
        for optimizer in optimizers:
            optimizer.zero_grad()
        loss = network.loss(batch)
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
        losses.append(loss.item())
        return batch.tokens

    measured = measure(step, options.seconds)
    recent = losses[-len(batches) :]
    report(measured, loss=sum(recent) / len(recent))


if __name__ == "__main__":
    main()
