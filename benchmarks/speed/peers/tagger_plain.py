"""The tagger of `tagger_network.py` as it is commonly written: PyTorch's own modules, and a CRF that
autograd goes through step by step, as in pytorch-crf. No trick, and nothing left out.

The words of a batch are spelled once each, padded to the longest of them.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from tagger_corpus import PADDING, Corpus
from tagger_network import CHARACTER_WIDTH, FILTERS, UNITS, WORD_WIDTH


@dataclass
class PlainBatch:
    """Sentences, time-major. T is the longest one's length, U the number of different words."""

    indices: list[int]
    tokens: int
    lengths: Tensor  # [B]
    words: Tensor  # [T, B] rows of the word embedding
    spelling: Tensor  # [T, B] which of the U words
    characters: Tensor  # [U, longest]
    labels: Tensor  # [T, B]
    mask: Tensor  # [T, B] true up to the sentence's end


class PlainCorpus(Corpus):
    """The same corpus, its batches made for `PlainTagger`."""

    def batch(self, split: str, indices: list[int]) -> PlainBatch:
        sentences = [self.splits[split]["sentences"][i] for i in indices]
        lengths = torch.tensor([len(sentence["words"]) for sentence in sentences])

        def padded(name: str) -> Tensor:
            return nn.utils.rnn.pad_sequence([torch.tensor(s[name]) for s in sentences])

        words = padded("words")
        unique, spelling = torch.unique(words, return_inverse=True)
        spelled = [torch.tensor(self.spelled[word]) for word in unique.tolist()]
        return PlainBatch(
            indices=indices,
            tokens=int(lengths.sum()),
            lengths=lengths,
            words=words,
            spelling=spelling,
            characters=nn.utils.rnn.pad_sequence(spelled, batch_first=True, padding_value=PADDING),
            labels=padded("labels"),
            mask=torch.arange(len(words))[:, None] < lengths,
        )


class PlainTagger(nn.Module):
    """`packed` keeps the LSTM from reading padding, which costs more than reading it."""

    def __init__(self, corpus: Corpus, packed: bool) -> None:
        super().__init__()
        labels = len(corpus.labels)
        self.packed = packed
        self.words = nn.Embedding(len(corpus.words), WORD_WIDTH, sparse=True)
        self.characters = nn.Embedding(len(corpus.characters) + 1, CHARACTER_WIDTH, PADDING)
        self.filters = nn.Conv1d(CHARACTER_WIDTH, FILTERS, 3, padding=1)
        self.lstm = nn.LSTM(WORD_WIDTH + FILTERS, UNITS, bidirectional=True)
        self.emissions = nn.Linear(2 * UNITS, labels)
        self.crf = PlainCrf(labels)
        self.dropout = nn.Dropout(0.5)

    def forward(self, batch: PlainBatch) -> Tensor:
        """Emissions [T, B, K]."""
        characters = self.dropout(self.characters(batch.characters))
        spellings = self.filters(characters.transpose(1, 2)).amax(2)
        x = torch.cat((self.words(batch.words), spellings[batch.spelling]), 2)
        x = self.dropout(x)
        if self.packed:
            states, _ = self.lstm(pack_padded_sequence(x, batch.lengths, enforce_sorted=False))
            states, _ = pad_packed_sequence(states)
        else:
            states, _ = self.lstm(x)
        return self.emissions(self.dropout(states))

    def loss(self, batch: PlainBatch) -> Tensor:
        """Mean over the tokens."""
        return self.crf(self(batch), batch.labels, batch.mask) / batch.tokens

    @torch.inference_mode()
    def tag(self, batch: PlainBatch) -> list[list[int]]:
        """The best label ids of each sentence."""
        return self.crf.decode(self(batch), batch.mask)


class PlainCrf(nn.Module):
    """A linear-chain CRF; follows pytorch-crf 0.7.2 (MIT), `_compute_score` to `_viterbi_decode`."""

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.start = nn.Parameter(torch.empty(labels).uniform_(-0.1, 0.1))
        self.end = nn.Parameter(torch.empty(labels).uniform_(-0.1, 0.1))
        self.transitions = nn.Parameter(torch.empty(labels, labels).uniform_(-0.1, 0.1))

    def forward(self, emissions: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """Negative log-likelihood, summed over the sentences."""
        return (self.normalizer(emissions, mask) - self.score(emissions, labels, mask)).sum()

    def score(self, emissions: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        columns = torch.arange(labels.shape[1])
        weight = mask.float()
        score = self.start[labels[0]] + emissions[0, columns, labels[0]]
        for t in range(1, len(labels)):
            score = score + self.transitions[labels[t - 1], labels[t]] * weight[t]
            score = score + emissions[t, columns, labels[t]] * weight[t]
        last = labels[mask.long().sum(0) - 1, columns]
        return score + self.end[last]

    def normalizer(self, emissions: Tensor, mask: Tensor) -> Tensor:
        score = self.start + emissions[0]
        for t in range(1, len(emissions)):
            through = score[:, :, None] + self.transitions + emissions[t][:, None]
            score = torch.where(mask[t][:, None], torch.logsumexp(through, 1), score)
        return torch.logsumexp(score + self.end, 1)

    def decode(self, emissions: Tensor, mask: Tensor) -> list[list[int]]:
        score = self.start + emissions[0]
        history = []
        for t in range(1, len(emissions)):
            best, before = (score[:, :, None] + self.transitions + emissions[t][:, None]).max(1)
            score = torch.where(mask[t][:, None], best, score)
            history.append(before)
        score = score + self.end
        paths = []
        for column, length in enumerate(mask.long().sum(0).tolist()):
            path = [int(score[column].argmax())]
            for before in reversed(history[: length - 1]):
                path.append(int(before[column][path[-1]]))
            paths.append(path[::-1])
        return paths
