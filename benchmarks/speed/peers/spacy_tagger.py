"""Times spaCy's entity recogniser (its tok2vec, hashed embeddings and a CNN of width 96) on the
sentences that all contenders share: python spacy_tagger.py --corpus FILE --batch 32 [--train].

Sentences come as words, so that its tokenizer isn't timed. To tag, it is trained first, for a pass or
so: what its transitions cost depends on what it finds.
"""

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.training.iob_utils import biluo_tags_to_spans

from clock import measure, print_timing

BILUO = {"S": "U", "E": "L"}
TRAIN_SECONDS = 20
DROPOUT = 0.1


class Corpus:
    """The file described in ../tagger/corpus.ts."""

    def __init__(self, path: str) -> None:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        words, labels = content["words"], content["labels"]
        split = content["train"]
        self.batches: dict[str, list[list[int]]] = split["batches"]
        self.words = [[words[i] for i in one["words"]] for one in split["sentences"]]
        self.tags = [[biluo(labels[i]) for i in one["labels"]] for one in split["sentences"]]

    def examples(self, nlp: Language, indices: list[int]) -> list[Example]:
        made = []
        for i in indices:
            gold = Doc(nlp.vocab, words=self.words[i])
            gold.ents = biluo_tags_to_spans(gold, self.tags[i])
            made.append(Example(Doc(nlp.vocab, words=self.words[i]), gold))
        return made


def biluo(label: str) -> str:
    return label if label == "O" else BILUO.get(label[0], label[0]) + label[1:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--batch", default="32")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--train", action="store_true")
    options = parser.parse_args()

    corpus = Corpus(options.corpus)
    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    every = corpus.examples(nlp, list(range(len(corpus.words))))
    optimizer = nlp.initialize(lambda: every)
    batches = corpus.batches[options.batch]

    def learn(i: int) -> int:
        indices = batches[i % len(batches)]
        examples = corpus.examples(nlp, indices)
        nlp.update(examples, sgd=optimizer, drop=DROPOUT)
        return sum(len(corpus.words[j]) for j in indices)

    if options.train:
        measured = measure(learn, options.seconds)
    else:
        measure(learn, TRAIN_SECONDS, warm_up=0)
        measured = measure(tagging(nlp, corpus, batches, options), options.seconds)
    print_timing(measured, {"spacy": spacy.__version__}, threads=options.threads)


def tagging(nlp: Language, corpus: Corpus, batches: list[list[int]], options):
    def tag(i: int) -> int:
        indices = batches[i % len(batches)]
        docs = [Doc(nlp.vocab, words=corpus.words[j]) for j in indices]
        for _ in nlp.pipe(docs, batch_size=len(docs)):
            pass
        return sum(map(len, docs))

    def tag_all(_: int) -> int:
        docs: Iterator[Doc] = (Doc(nlp.vocab, words=words) for words in corpus.words)
        piped = nlp.pipe(docs, batch_size=int(options.batch), n_process=options.processes)
        return sum(map(len, piped))

    return tag if options.processes == 1 else tag_all


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
