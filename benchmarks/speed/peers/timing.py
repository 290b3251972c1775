"""The clock that every peer runs on, and the JSON object that it prints."""

import gc
import json
import platform
import resource
import sys
import time
from collections.abc import Callable

import torch
from torch import multiprocessing


def set_up(threads: int, seed: int = 1) -> None:
    """Call before anything is computed. Denormal numbers cost time and change nothing."""
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(seed)


def measure(
    step: Callable[[int], int],
    seconds: float,
    warm_up: float = 2.0,
    ready: Callable[[], object] = lambda: None,
) -> dict[str, float]:
    """Calls `step(i)`, which returns the work it did, for so long.

    A warm-up comes first and is not counted; `ready` is called after it.
    """
    i = 0
    start = time.perf_counter()
    while time.perf_counter() - start < warm_up:
        step(i)
        i += 1
    gc.collect()
    gc.freeze()
    ready()
    work, first = 0, i
    cpu = time.process_time()
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        work += step(i)
        i += 1
    wall = time.perf_counter() - start
    return {
        "work": work,
        "seconds": wall,
        "cpuSeconds": time.process_time() - cpu,
        "steps": i - first,
    }


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
    """Prints what the harness reads: a `Timing`. What else was measured becomes its notes."""
    own = ("work", "seconds", "cpuSeconds")
    notes = {key: value for key, value in measured.items() if key not in own}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    timing = {
        **{key: measured[key] for key in own},
        "versions": {
            "torch": torch.__version__,
            "python": platform.python_version(),
        },
        "notes": {
            "threads": torch.get_num_threads(),
            "rssMiBMost": round(peak),
            **notes,
        },
    }
    json.dump(timing, sys.stdout)
