"""An endpoint's answer may come packed, and is unpacked within the bound that holds for any answer."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable

import pytest

from extractor import Document, Extractor
from extractor.llm.endpoint import BODY_LIMIT
from extractor.schema import Result
from tests.security.loopback import answering

ANSWER = json.dumps({"choices": [{"finish_reason": "stop", "message": {"content": '{"claims": []}'}}]}).encode()
BOMB = b" " * (BODY_LIMIT * 3)


def _result(body: bytes, packing: str) -> Result:
    headers = {
        "Content-Type": "application/json",
        "Content-Encoding": packing,
        "Content-Length": str(len(body)),
    }
    with answering(body, headers) as address, Extractor("m", base_url=f"{address}/v1", api_key="none") as extractor:
        return extractor.extract(Document.from_text("The wall was rebuilt, Ana Ruiz said.", id="d"))


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_a_packed_answer_is_read(pack: Callable[[bytes], bytes]) -> None:
    """As gateways send it."""
    packing = "gzip" if pack is gzip.compress else "deflate"
    warnings = " ".join(_result(pack(ANSWER), packing).report.warnings)
    assert "pack" not in warnings
    assert "window 0" not in warnings


@pytest.mark.parametrize(
    ("body", "packing", "said"),
    [
        (gzip.compress(BOMB), "gzip", "larger than 8 MB"),
        (zlib.compress(BOMB), "deflate", "larger than 8 MB"),
        (ANSWER, "gzip", "cannot be unpacked"),
        (ANSWER, "br", "packed in a way"),
        (gzip.compress(gzip.compress(ANSWER)), "gzip, gzip", "packed in a way"),
    ],
)
def test_a_bomb_ends_at_the_limit(body: bytes, packing: str, said: str) -> None:
    """A megabyte that unpacks to a gigabyte costs a window, not the machine."""
    report = _result(body, packing).report
    assert report.windows.failed == report.windows.sent > 0
    assert any(said in warning for warning in report.warnings)
