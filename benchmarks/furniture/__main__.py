"""`python -m benchmarks.furniture`."""

from __future__ import annotations

import sys

from benchmarks.furniture.score import main

if __name__ == "__main__":
    sys.exit(main())
