"""Runs every shell command of README.md, the way of a newcomer.

    python .ci/readme.py CLONE BIN

CLONE: a fresh clone of the project; it becomes the working folder. BIN: the folder with the
installed `extractor`. Each block in ```sh is run as one script, in order, and stops at the first
failure. Lines with `make` and `pip install` are left out: .ci/run itself does what they do.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

#: Seconds for one block: a handful of extractions on two cores.
LIMIT = 900
_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.M | re.S)
_DONE_BY_CI = re.compile(r"^(?:make|pip install) ", re.M)


def main(clone: Path, programs: Path) -> int:
    """Run the blocks. Returns how many commands there were, or ends with the failure's status."""
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        environment.pop(name, None)
    blocks = _BLOCK.findall((clone / "README.md").read_text(encoding="utf-8"))
    if not blocks:
        print("README.md has no commands", file=sys.stderr)
        return 1
    for block in blocks:
        lines = [line for line in block.splitlines() if line.strip() and not _DONE_BY_CI.match(line)]
        if not lines:
            continue
        began = time.monotonic()
        # A service left running in the background ends with its block.
        script = "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\nset -euo pipefail\n" + "\n".join(lines)
        ran = subprocess.run(["bash", "-c", script], cwd=clone, env=environment, timeout=LIMIT, check=False)
        print(f"\n-- {ran.returncode} after {time.monotonic() - began:.0f} s: {lines[0]} …", flush=True)
        if ran.returncode:
            return ran.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
