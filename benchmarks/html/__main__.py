"""`python -m benchmarks.html`."""

from __future__ import annotations

import sys

from benchmarks.html.score import main

if __name__ == "__main__":
    sys.exit(main())
