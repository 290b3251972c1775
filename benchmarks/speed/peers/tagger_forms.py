"""The ways the tagger is written in PyTorch, each with the corpus as it reads it."""

from tagger_corpus import Corpus
from tagger_network import Tagger
from tagger_plain import PlainCorpus, PlainTagger

FORMS = ("tuned", "plain", "packed")


def form(name: str, path: str) -> tuple[Corpus, Tagger | PlainTagger]:
    if name == "tuned":
        corpus = Corpus(path)
        return corpus, Tagger(corpus)
    plain = PlainCorpus(path)
    return plain, PlainTagger(plain, packed=name == "packed")
