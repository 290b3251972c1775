"""The gradients of a batch, on several cores: each thread takes a part, and the parts are summed.

They are those of the whole batch, dropout's draws aside. For layers as small as a tagger's this
beats threads inside the operations; it works because torch leaves Python's lock while it computes.
"""

from concurrent.futures import ThreadPoolExecutor

import torch
from torch import Tensor

from tagger_corpus import Batch
from tagger_network import Tagger


class Gradients:
    """Call it with the parts of a batch: sets `grad` of each parameter, returns the loss."""

    def __init__(self, network: Tagger, parts: int) -> None:
        self.network = network
        self.parameters = list(network.parameters())
        self.pool = ThreadPoolExecutor(max(parts - 1, 1))

    def __call__(self, parts: list[Batch]) -> float:
        if len(parts) == 1:
            self.network.zero_grad()
            loss = self.network.loss(parts[0])
            loss.backward()
            return loss.item()
        tokens = sum(part.tokens for part in parts)
        others = [self.pool.submit(self.of, part, tokens) for part in parts[1:]]
        total, gradients = self.of(parts[0], tokens)
        for other in others:
            share, more = other.result()
            total += share
            gradients = [a + b if a.is_sparse else a.add_(b) for a, b in zip(gradients, more)]
        for parameter, gradient in zip(self.parameters, gradients):
            parameter.grad = gradient
        return total

    def of(self, part: Batch, tokens: int) -> tuple[float, list[Tensor]]:
        loss = self.network.loss(part) * (part.tokens / tokens)
        return loss.item(), list(torch.autograd.grad(loss, self.parameters))
