"""Times tagging with the network of `tagger_train.py`, untrained: it costs the same.

python tagger_tag.py --corpus FILE --batch 32 --threads 1; batch 1 is one sentence at a time.
`--network plain` is the tagger as it is commonly written, `packed` the same with packed sequences.
"""

import argparse
from collections.abc import Callable

from tagger_forms import FORMS, form
from timing import measure, report, set_up, together


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--network", choices=FORMS, default="tuned")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1, help="processes, each with its sentences")
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    set_up(options.threads)

    corpus, network = form(options.network, options.corpus)
    batches = corpus.batches("train", options.batch)
    network.eval()

    def run(rank: int, ready: Callable[[], object]) -> dict[str, float]:
        own = batches[rank :: options.workers]

        def step(i: int) -> int:
            batch = own[i % len(own)]
            network.tag(batch)
            return batch.tokens

        return measure(step, options.seconds, ready=ready)

    report(together(run, options.workers))


if __name__ == "__main__":
    main()
