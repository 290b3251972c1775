"""Tags one sentence, from nothing: python tagger_once.py --corpus FILE --weights FILE.

The corpus stands for a tagger's vocabulary. `--prepare` writes the weights and tags nothing.
"""

import argparse

import torch

from tagger_corpus import Corpus
from tagger_network import Tagger
from timing import set_up


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--weights", required=True)
    parser.add_argument("--prepare", action="store_true")
    options = parser.parse_args()
    set_up(threads=1)
    corpus = Corpus(options.corpus)
    network = Tagger(corpus).eval()
    if options.prepare:
        torch.save(network.state_dict(), options.weights)
        return
    network.load_state_dict(torch.load(options.weights, weights_only=True, mmap=True))
    (path,) = network.tag(corpus.batch("dev", [0]))
    print(" ".join(corpus.labels[label] for label in path))


if __name__ == "__main__":
    main()
