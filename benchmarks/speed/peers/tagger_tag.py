"""Times tagging with the network of `tagger_train.py`, untrained: it costs the same.

python tagger_tag.py --corpus FILE --batch 32 --threads 1; batch 1 is one sentence at a time.
"""

import argparse

from tagger_corpus import Corpus
from tagger_network import Tagger
from timing import measure, report, set_up


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    set_up(options.threads)

    corpus = Corpus(options.corpus)
    batches = corpus.batches("train", options.batch)
    network = Tagger(corpus).eval()

    def step(i: int) -> int:
        batch = batches[i % len(batches)]
        network.tag(batch)
        return batch.tokens

    report(measure(step, options.seconds))


if __name__ == "__main__":
    main()
