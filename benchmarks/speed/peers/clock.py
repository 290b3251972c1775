"""What the peers time with, and the JSON object that they print; needs no peer to be there."""

import gc
import json
import platform
import resource
import sys
import time
from collections.abc import Callable


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


def print_timing(
    measured: dict[str, float], versions: dict[str, str], **notes: float
) -> None:
    """Prints what the harness reads: a `Timing`. What else was measured becomes its notes."""
    own = ("work", "seconds", "cpuSeconds")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    timing = {
        **{key: measured[key] for key in own},
        "versions": {**versions, "python": platform.python_version()},
        "notes": {
            **notes,
            "rssMiBMost": round(peak),
            **{key: value for key, value in measured.items() if key not in own},
        },
    }
    json.dump(timing, sys.stdout)
