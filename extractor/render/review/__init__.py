"""The review page: a document beside what was found in it, in one HTML file that needs no network.

    page = review_page([Reviewed(result, document.text)])

`review_shell` gives the parts of an empty page, for a server that adds results as they come.
"""

from __future__ import annotations

from extractor.render.review.file import Reviewed, page_end, page_entry, page_start, review_page
from extractor.render.review.shell import ReviewShell, review_shell

__all__ = ["ReviewShell", "Reviewed", "page_end", "page_entry", "page_start", "review_page", "review_shell"]
