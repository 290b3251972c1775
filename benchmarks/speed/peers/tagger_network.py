"""The tagger: character CNN and word embedding into a BiLSTM, scored by a CRF (Ma & Hovy 2016)."""

import torch
from torch import Tensor, nn
from torch.nn import functional

import crf
from dropout import drop_half
from tagger_corpus import PADDING, Batch, Corpus

WORD_WIDTH = 100
CHARACTER_WIDTH = 30
FILTERS = 30
UNITS = 100


class Tagger(nn.Module):
    """Dropout of one half on the characters' embeddings, the LSTM's input and its output."""

    def __init__(self, corpus: Corpus, sparse: bool = True) -> None:
        super().__init__()
        labels = len(corpus.labels)
        self.words = nn.Embedding(len(corpus.words), WORD_WIDTH, sparse=sparse)
        self.characters = nn.Embedding(len(corpus.characters) + 1, CHARACTER_WIDTH, PADDING)
        self.filters = nn.Linear(3 * CHARACTER_WIDTH, FILTERS)
        self.forwards = nn.LSTM(WORD_WIDTH + FILTERS, UNITS)
        self.backwards = nn.LSTM(WORD_WIDTH + FILTERS, UNITS)
        self.emissions = nn.Linear(2 * UNITS, labels)
        self.transitions = nn.Parameter(torch.zeros(labels + 1, labels + 1))
        self.register_buffer("scheme", crf.scheme(corpus.labels))
        for embedding in (self.words, self.characters):
            bound = (3 / embedding.embedding_dim) ** 0.5
            nn.init.uniform_(embedding.weight, -bound, bound)
        with torch.no_grad():
            self.characters.weight[PADDING] = 0

    def drop(self, x: Tensor) -> Tensor:
        return drop_half(x) if self.training else x

    def spell(self, batch: Batch) -> Tensor:
        """[U, filters]: convolution of width 3 along the words, its maximum over each.

        The words stand one after the other, so nothing is spent on padding them to one length.
        """
        x = self.drop(self.characters(batch.characters))
        x = self.filters(torch.cat((x[:-2], x[1:-1], x[2:]), 1))
        segments = torch.segment_reduce(x, "max", lengths=batch.segments, unsafe=True)
        return segments[::2]

    def scores(self, batch: Batch) -> Tensor:
        """[T + 1, B, K + 1], for the CRF.

        Each direction is an LSTM of its own over sentences that begin at the first step, so that
        oneDNN's LSTM can be used and no padding is ever read before a token; packed sequences would
        take autograd through every step.
        """
        spellings = functional.embedding(batch.spelling, self.spell(batch))
        x = self.drop(torch.cat((self.words(batch.words), spellings), 2))
        ahead = self.forwards(x)[0]
        back = turn(self.backwards(turn(x, batch))[0], batch)
        states = self.drop(torch.cat((ahead, back), 2))
        return crf.extend(self.emissions(states), batch.inside)

    def loss(self, batch: Batch) -> Tensor:
        """Mean over the tokens."""
        scores = self.scores(batch)
        transitions = self.transitions + self.scheme
        total = crf.negative_log_likelihood(scores, transitions, batch.gold, batch.steps)
        return total / batch.tokens

    @torch.inference_mode()
    def tag(self, batch: Batch) -> list[list[int]]:
        """The best label ids of each sentence."""
        paths = crf.decode(self.scores(batch), self.transitions + self.scheme).T.tolist()
        return [path[:length] for path, length in zip(paths, batch.lengths)]


def turn(x: Tensor, batch: Batch) -> Tensor:
    """Each sentence's tokens from last to first, its padding still behind them."""
    return x.flatten(0, 1).index_select(0, batch.backward).view_as(x)
