"""A linear-chain CRF over batches of sentences of different lengths.

Scores carry one label more than there are labels: "ended", the last one. A sentence goes into it
after its last token and stays, so that no step needs a mask. In `transitions` [K + 1, K + 1] row K
holds the scores of beginning with a label, column K of ending with one.
"""

import numpy as np
import torch
from torch import Tensor
from torch.autograd.function import FunctionCtx, once_differentiable
from torch.nn import functional

IMPOSSIBLE = -1e4


def extend(emissions: Tensor, inside: Tensor) -> Tensor:
    """[T, B, K] to [T + 1, B, K + 1]: "ended" is impossible inside a sentence and certain after it."""
    ended = emissions.new_full((emissions.shape[2] + 1,), IMPOSSIBLE)
    ended[-1] = 0
    wide = functional.pad(emissions, (0, 1, 0, 0, 0, 1), value=IMPOSSIBLE)
    return torch.where(inside, wide, ended)


class _NegativeLogLikelihood(torch.autograd.Function):
    """Forward-backward with probabilities scaled to sum to one at each step (Rabiner 1989, V.A).

    The gradients are the marginals less the gold, so nothing goes through autograd step by step,
    and each step is one small matrix product instead of a logsumexp over [B, K, K].
    """

    @staticmethod
    def forward(
        ctx: FunctionCtx, scores: Tensor, transitions: Tensor, gold: Tensor, steps: Tensor
    ) -> Tensor:
        time, count, _ = scores.shape
        peaks = torch.logsumexp(scores, 2, keepdim=True)
        emit = (scores - peaks).exp_()
        begin, move = transitions[-1].exp(), transitions.exp()
        move[-1] = 0
        move[-1, -1] = 1
        alpha, scale = torch.empty_like(emit), emit.new_empty(time, count, 1)
        emits, alphas, scales = emit.unbind(), alpha.unbind(), scale.unbind()
        for t in range(time):
            if t == 0:
                torch.mul(emits[0], begin, out=alphas[0])
            else:
                torch.mm(alphas[t - 1], move, out=alphas[t]).mul_(emits[t])
            torch.sum(alphas[t], 1, keepdim=True, out=scales[t])
            alphas[t].div_(scales[t])
        ctx.save_for_backward(emit, move, alpha, scale, gold, steps)
        score = scores.view(-1)[gold].sum() + transitions.view(-1)[steps].sum()
        return scale.log().sum() + peaks.sum() - score

    @staticmethod
    @once_differentiable
    def backward(ctx: FunctionCtx, grad: Tensor) -> tuple[Tensor, Tensor, None, None]:
        emit, move, alpha, scale, gold, steps = ctx.saved_tensors
        time, _, labels = emit.shape
        beta, ahead = torch.empty_like(emit), torch.empty_like(emit)
        betas, aheads, scaled = beta.unbind(), ahead.unbind(), emit.div_(scale).unbind()
        back = move.t()
        betas[-1].fill_(1)
        for t in range(time - 1, 0, -1):
            torch.mul(scaled[t], betas[t], out=aheads[t])
            torch.mm(aheads[t], back, out=betas[t - 1])
        pairs = torch.mm(alpha[:-1].view(-1, labels).t(), ahead[1:].view(-1, labels)).mul_(move)
        marginals = alpha.mul_(beta)
        torch.sum(marginals[0], 0, out=pairs[-1])
        marginals.view(-1).index_add_(0, gold, emit.new_full(gold.shape, -1))
        pairs.view(-1).index_add_(0, steps, emit.new_full(steps.shape, -1))
        return marginals.mul_(grad), pairs.mul_(grad), None, None


def negative_log_likelihood(
    scores: Tensor, transitions: Tensor, gold: Tensor, steps: Tensor
) -> Tensor:
    """Summed over the sentences. `gold` and `steps` are flat places, as `Batch` holds them."""
    return _NegativeLogLikelihood.apply(scores, transitions, gold, steps)


def decode(scores: Tensor, transitions: Tensor) -> np.ndarray:
    """The best labels [T + 1, B] (Viterbi).

    NumPy's calls cost less than torch's for arrays as small as these. Only the best score of each
    label is kept on the way; its predecessor is found again on the way back, for one label a
    sentence instead of all.
    """
    first, *rest = scores.numpy()
    table = transitions.numpy()
    move = table.copy()
    move[-1] = IMPOSSIBLE
    move[-1, -1] = 0
    arriving = np.ascontiguousarray(move.T)
    best = [first + table[-1]]
    for emit in rest:
        best.append((best[-1][:, :, None] + move).max(1) + emit)
    label = best[-1].argmax(1)
    path = [label]
    for score in reversed(best[:-1]):
        label = (score + arriving[label]).argmax(1)
        path.append(label)
    path.reverse()
    return np.stack(path)


def scheme(labels: list[str]) -> Tensor:
    """What BIOES allows, as `transitions` has it: 0, or `IMPOSSIBLE`."""
    within = [label[0] in "BI" for label in labels] + [False]
    continues = [label[0] in "IE" for label in labels] + [False]
    types = [label[2:] for label in labels] + [""]
    rows = range(len(types))
    allowed = [
        [within[a] == continues[b] and (not within[a] or types[a] == types[b]) for b in rows]
        for a in rows
    ]
    return torch.where(torch.tensor(allowed), 0.0, IMPOSSIBLE)
