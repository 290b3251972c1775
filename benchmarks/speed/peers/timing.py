"""The clock that every peer runs on, and the JSON object that it prints."""

import gc
import json
import platform
import resource
import sys
import time
from collections.abc import Callable

import torch


def set_up(threads: int, seed: int = 1) -> None:
    """Call before anything is computed. Denormal numbers cost time and change nothing."""
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(seed)


def measure(step: Callable[[int], int], seconds: float, warm_up: float = 2.0) -> dict[str, float]:
    """Calls `step(i)`, which returns the work it did, for so long, after a warm-up that is not counted."""
    i = 0
    start = time.perf_counter()
    while time.perf_counter() - start < warm_up:
        step(i)
        i += 1
    gc.collect()
    gc.freeze()
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


def report(measured: dict[str, float], **notes: float) -> None:
    """Prints what the harness reads: a `Timing`."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    timing = {
        "work": measured["work"],
        "seconds": measured["seconds"],
        "cpuSeconds": measured["cpuSeconds"],
        "versions": {
            "torch": torch.__version__,
            "python": platform.python_version(),
        },
        "notes": {
            "threads": torch.get_num_threads(),
            "steps": measured["steps"],
            "rssMiBMost": round(peak),
            **notes,
        },
    }
    json.dump(timing, sys.stdout)
