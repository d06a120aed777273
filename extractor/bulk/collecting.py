"""Python's collector of cycles during a run: the documents in work are no garbage, so it looks less often."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: New objects before the collector looks: those of some twenty documents. Python's 700 are looked through again
#: and again while their documents wait for answers, which takes a tenth of a run.
NEW_OBJECTS = 20_000


@contextmanager
def seldom() -> Iterator[None]:
    """Look less often meanwhile; a program that has its collector off or set higher keeps it so."""
    first, *others = gc.get_threshold()
    if not 0 < first < NEW_OBJECTS:
        yield
        return
    gc.set_threshold(NEW_OBJECTS, *others)
    try:
        yield
    finally:
        gc.set_threshold(first, *others)
