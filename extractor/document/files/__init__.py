"""Press releases as they are sent: PDF and word-processor files, known by their bytes, as text."""

from __future__ import annotations

from extractor.document.files.reading import FileKind, Read, file_kind, read_file

__all__ = ["FileKind", "Read", "file_kind", "read_file"]
