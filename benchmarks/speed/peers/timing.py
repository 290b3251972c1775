"""The clock that every peer in PyTorch runs on."""

from collections.abc import Callable

import torch
from torch import multiprocessing

from clock import measure, print_timing

__all__ = ["measure", "report", "set_up", "together"]


def set_up(threads: int, seed: int = 1) -> None:
    """Call before anything is computed. Denormal numbers cost time and change nothing."""
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(seed)


def together(
    run: Callable[[int, Callable[[], object]], dict[str, float]], workers: int
) -> dict[str, float]:
    """`run(rank, ready)` in so many processes at once, and what they measured as one.

    They share what lies in shared memory and start their clocks when all of them are warm.
    """
    if workers == 1:
        return run(0, lambda: None)
    context = multiprocessing.get_context("fork")
    barrier, results = context.Barrier(workers), context.SimpleQueue()

    def work(rank: int) -> None:
        torch.manual_seed(torch.initial_seed() + rank)
        results.put(run(rank, barrier.wait))

    processes = [context.Process(target=work, args=(rank,)) for rank in range(workers)]
    for process in processes:
        process.start()
    measured = [results.get() for _ in processes]
    for process in processes:
        process.join()
    return {
        **{key: sum(one[key] for one in measured) / workers for key in measured[0]},
        **{key: sum(one[key] for one in measured) for key in ("work", "cpuSeconds", "steps")},
        "seconds": max(one["seconds"] for one in measured),
        "workers": workers,
    }


def report(measured: dict[str, float]) -> None:
    """Prints what the harness reads: a `Timing`."""
    print_timing(measured, {"torch": torch.__version__}, threads=torch.get_num_threads())
