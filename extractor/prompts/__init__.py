"""Versioned prompt templates: where they are, what they say, and their identity.

A template is a file `<task>.<version>.jinja` with a front matter (TOML between `---` lines) and two
blocks, `system` and `user`. Worked examples stand beside it in `<task>.<version>.examples.jsonl`, one
`{"input": {…}, "answer": {…}}` a line, and are sent as earlier turns: those of a `"language"` for
documents in it. The beginning of every prompt of a task in one language is the same, so that a server
can cache it.
"""

from __future__ import annotations

from extractor.prompts.fence import Fenced, fence, harmless, known_marks
from extractor.prompts.front import Front
from extractor.prompts.shelf import Prompts, catalog, directory, load, read, read_examples
from extractor.prompts.template import HASH_DIGITS, Message, Prompt

__all__ = [
    "HASH_DIGITS",
    "Fenced",
    "Front",
    "Message",
    "Prompt",
    "Prompts",
    "catalog",
    "directory",
    "fence",
    "harmless",
    "known_marks",
    "load",
    "read",
    "read_examples",
]
