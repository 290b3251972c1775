"""Trains the tagger of `tagger_train.py` for some epochs and writes what it predicts after each.

python tagger_quality.py --corpus FILE --epochs 10 --seed 1 --out predicted.json

The file holds `{ seed, epochs: [{ epoch, loss, predicted: [[label ids], ...] }] }`, the sentences of
dev in the corpus's order, for one scorer to read both contenders. The F1 printed here, strict and
over spans, is for the eye.
"""

import argparse
import json
import sys
from pathlib import Path

from torch.optim import SGD, Adam, Optimizer, SparseAdam

from tagger_corpus import Batch, Corpus
from tagger_network import Tagger
from timing import set_up

SGD_RATE = 0.015
ADAM_RATE = 1e-3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--batch", type=int, default=10)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--optimizer", choices=["adam", "lazy-adam", "sgd"], default="adam")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    set_up(options.threads, options.seed)

    corpus = Corpus(options.corpus)
    batches = corpus.batches("train", options.batch)
    network = Tagger(corpus, sparse=options.optimizer != "adam")
    optimizers = optimizers_of(network, options.optimizer)
    dev = corpus.splits["dev"]["sentences"]
    dev_batches = corpus.batches("dev", 32)
    epochs = []
    for epoch in range(1, options.epochs + 1):
        network.train()
        loss = sum(step(network, optimizers, batch) for batch in batches)
        network.eval()
        predicted: list[list[int]] = [[] for _ in dev]
        for batch in dev_batches:
            for index, path in zip(batch.indices, network.tag(batch)):
                predicted[index] = path
        score = f1([sentence["labels"] for sentence in dev], predicted, corpus.labels)
        epochs.append({"epoch": epoch, "loss": loss / len(batches), "predicted": predicted})
        print(f"epoch {epoch}: loss {loss / len(batches):.4f}, F1 {score:.4f}", file=sys.stderr)
    Path(options.out).write_text(json.dumps({"seed": options.seed, "epochs": epochs}))


def optimizers_of(network: Tagger, name: str) -> list[Optimizer]:
    """`lazy-adam` moves the words of a batch only, and their moments with them."""
    words = [network.words.weight]
    rest = [parameter for parameter in network.parameters() if parameter is not words[0]]
    if name == "sgd":
        return [SGD(words, SGD_RATE), SGD(rest, SGD_RATE, fused=True)]
    if name == "lazy-adam":
        return [SparseAdam(words, ADAM_RATE), Adam(rest, ADAM_RATE, fused=True)]
    return [Adam([*words, *rest], ADAM_RATE, fused=True)]


def step(network: Tagger, optimizers: list[Optimizer], batch: Batch) -> float:
    for optimizer in optimizers:
        optimizer.zero_grad()
    loss = network.loss(batch)
    loss.backward()
    for optimizer in optimizers:
        optimizer.step()
    return loss.item()


def f1(gold: list[list[int]], predicted: list[list[int]], labels: list[str]) -> float:
    wanted, found = spans(gold, labels), spans(predicted, labels)
    return 2 * len(wanted & found) / max(len(wanted) + len(found), 1)


def spans(sentences: list[list[int]], labels: list[str]) -> set[tuple[int, int, int, str]]:
    """Sentence, start, end and type of each entity of legal BIOES sequences."""
    result = set()
    for number, sentence in enumerate(sentences):
        start = 0
        for at, label in enumerate(labels[i] for i in sentence):
            if label[0] in "BS":
                start = at
            if label[0] in "ES":
                result.add((number, start, at, label[2:]))
    return result


if __name__ == "__main__":
    main()
