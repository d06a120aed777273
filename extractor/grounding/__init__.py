"""From the words of an answer to exact characters of the document, or to a reason why not.

    from extractor.grounding import Grounder, ground
    ground("Ryder said it is over.", "“it is over”").verdict       # "normalized"

`exact`: the same characters. `normalized`: they differ in nothing that changes a word. `repaired`:
small edits, each listed. `rejected`: with the reason.
"""

from __future__ import annotations

from extractor.grounding.verdict import Grounded, Grounder, Verdict, ground, near_misses

__all__ = ["Grounded", "Grounder", "Verdict", "ground", "near_misses"]
