"""How many processor cores this process may really use."""

from __future__ import annotations

import os
from pathlib import Path

_TOPOLOGY = "/sys/devices/system/cpu/cpu{}/topology/thread_siblings_list"
_CGROUP_LIMIT = Path("/sys/fs/cgroup/cpu.max")


def usable_cores() -> int:
    """Physical cores this process may run on, within the limit of its container; at least 1.

    Two threads on one core slow llama.cpp down, and so does more threads than the container is
    given time for.
    """
    return max(1, min(_physical_cores(), _container_cores()))


def _physical_cores() -> int:
    try:
        logical = os.sched_getaffinity(0)
    except AttributeError:  # macOS and Windows have no affinity to ask for
        return os.cpu_count() or 1
    # Processors that share a core name the same set of siblings.
    cores = set()
    for processor in logical:
        try:
            cores.add(Path(_TOPOLOGY.format(processor)).read_text(encoding="ascii").strip())
        except OSError:
            cores.add(str(processor))
    return len(cores)


def _container_cores() -> int:
    """The share of processor time given to this container (cgroup v2), in whole cores."""
    unlimited = os.cpu_count() or 1
    try:
        quota, period = _CGROUP_LIMIT.read_text(encoding="ascii").split()
        return max(1, int(quota) // int(period))
    except (OSError, ValueError):
        return unlimited
