"""Reads the corpus that both contenders share and makes its batches into tensors.

The form of the file is described in ../tagger/corpus.ts. Everything here depends on the text alone
and is done before the clock starts: a data loader would do it once and keep it.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

PADDING = 0


@dataclass
class Batch:
    """Sentences, time-major. T is the longest one's length, U the number of different words.

    One position more than T, and one label more than there are: in it a sentence has ended.
    """

    indices: list[int]
    lengths: list[int]
    tokens: int
    words: Tensor  # [T, B] rows of the word embedding
    spelling: Tensor  # [T, B] which of the U words
    characters: Tensor  # [C] all U words one after the other, a padding between them and around
    segments: Tensor  # [2U - 1] lengths of word, padding, word, ...
    backward: Tensor  # [T * B] where each sentence's tokens stand when it is read from its end
    inside: Tensor  # [T + 1, B, 1] true up to the sentence's end
    gold: Tensor  # [N] places of the gold labels in [T + 1, B, K + 1], flat
    steps: Tensor  # [N + B] places of the gold transitions in [K + 1, K + 1], flat


class Corpus:
    """The file, with each word's characters as ids from 1 on."""

    def __init__(self, path: str) -> None:
        content: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
        self.labels: list[str] = content["labels"]
        self.words: list[str] = content["words"]
        self.characters: list[str] = content["characters"]
        self.splits: dict[str, Any] = {
            name: content[name] for name in ("train", "dev") if name in content
        }
        ids = {character: i + 1 for i, character in enumerate(self.characters)}
        self.spelled = [[ids[character] for character in word] for word in self.words]

    def batches(self, split: str, size: int) -> list[Batch]:
        """The split's batches of a size, in the file's order."""
        return [self.batch(split, indices) for indices in self.splits[split]["batches"][str(size)]]

    def batch(self, split: str, indices: list[int]) -> Batch:
        sentences = [self.splits[split]["sentences"][i] for i in indices]
        lengths = [len(sentence["words"]) for sentence in sentences]
        time, count, ended = max(lengths), len(lengths), len(self.labels)
        words = np.full((time, count), sentences[0]["words"][0])
        labels = np.full((time + 1, count), ended)
        steps: list[int] = []
        for column, sentence in enumerate(sentences):
            words[: lengths[column], column] = sentence["words"]
            labels[: lengths[column], column] = sentence["labels"]
            path = [ended, *sentence["labels"], ended]
            steps += [a * (ended + 1) + b for a, b in zip(path, path[1:])]
        unique, spelling = np.unique(words, return_inverse=True)
        characters, segments = [PADDING], []
        for word in unique:
            characters += [*self.spelled[word], PADDING]
            segments += [len(self.spelled[word]), 1]
        at, column = np.arange(time + 1)[:, None], np.arange(count)
        inside = at < lengths
        reading = np.where(inside[:-1], np.array(lengths) - 1 - at[:-1], at[:-1]) * count + column
        places = (at * count + column) * (ended + 1) + labels
        return Batch(
            indices=indices,
            lengths=lengths,
            tokens=sum(lengths),
            words=torch.from_numpy(words),
            spelling=torch.from_numpy(spelling.reshape(time, count)),
            characters=torch.tensor(characters),
            segments=torch.tensor(segments[:-1]),
            backward=torch.from_numpy(reading.reshape(-1)),
            inside=torch.from_numpy(inside[:, :, None]),
            gold=torch.from_numpy(places[inside]),
            steps=torch.tensor(steps),
        )
