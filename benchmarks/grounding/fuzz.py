"""Coverage-guided fuzzing of grounding: whatever the strings, nothing raises and every span is true.

    python -m benchmarks.grounding.fuzz -max_total_time=1800 -max_len=600

Needs `atheris` (`pip install atheris`). Options are libFuzzer's; a failing input is written to the
working folder as `crash-…` and run again by naming it on the command line.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["extractor.grounding"]):
    from extractor.grounding import Grounder, ground

# What breaks offsets in practice: folding that changes length, marks, entities, dashes, edges.
_ALPHABET = (
    "aAbBeEtTsS thenotI'i 0123456789.,:;!?-\"'()[]%$€£&;#x\n\r\t\u00a0\u2009\u202f\u200b\u200d\u00ad\ufeff\u2060\u200e"
    "“”‘’«»„–—−…·ﬁﬂﬀﬃﬅİıßſẞéÅÅK\u0301\u0308\u0327\u0345가각ᄀ\u1161\u11a8שלוםمرحباไทยनमस्ते日本語。「」😀👨👩🏽🇩🇪\ud800\udc00\x00＂＇－５％²½⁄"
)
_PHRASES = (
    "the ", "not ", "a few ", "said ", "that ", "also ", "don't ", "do not ", ", however, ", "...", "… ", "[...] ",
    ", Ryder said, ", '," he said. "', "&amp;", "&nbsp;", "&#39;", "&quot;", "officials ", "official ", "54 ", "45 ",
    "$5 million ",     "will ", "may ",
)  # fmt: skip


def _string(data: atheris.FuzzedDataProvider) -> str:
    parts = []
    for _ in range(data.ConsumeIntInRange(0, 40)):
        way = data.ConsumeIntInRange(0, 7)
        if way < 4:
            parts.append(_PHRASES[data.ConsumeIntInRange(0, len(_PHRASES) - 1)])
        elif way < 7:
            parts.append(_ALPHABET[data.ConsumeIntInRange(0, len(_ALPHABET) - 1)])
        else:
            parts.append(data.ConsumeUnicode(3))
    return "".join(parts)


def _answer(text: str, data: atheris.FuzzedDataProvider) -> str:
    """Something of the text, with something else in it; or something new."""
    if data.ConsumeBool():
        return _string(data)
    start = data.ConsumeIntInRange(0, len(text))
    end = data.ConsumeIntInRange(start, len(text))
    words = text[start:end]
    cut = data.ConsumeIntInRange(0, len(words))
    return words[:cut] + _string(data)[:12] + words[cut + data.ConsumeIntInRange(0, 4) :]


def one_input(raw: bytes) -> None:
    """One text, several answers; raises when a promise is broken."""
    data = atheris.FuzzedDataProvider(raw)
    text = _string(data)
    grounder = Grounder(text)
    for _ in range(3):
        words = _answer(text, data)
        start, end = data.ConsumeIntInRange(-5, 80), data.ConsumeIntInRange(-5, 400)
        near = data.ConsumeIntInRange(-5, 400) if data.ConsumeBool() else None
        language = "en" if data.ConsumeBool() else None
        if data.ConsumeBool():
            got = grounder.ground(words, start, end, near=near, language=language)
        else:
            got = ground(text, words, start, end, near=near, language=language)
        low, high = min(max(start, 0), len(text)), max(0, min(end, len(text)))
        assert (got.verdict == "rejected") == (not got.spans) == (got.reason is not None), got
        assert bool(got.edits) == (got.verdict == "repaired"), got
        previous = low
        for span in got.spans:
            assert text[span.start : span.end] == span.text, got
            assert span.text.strip(), got
            assert previous <= span.start < span.end <= high, got
            previous = span.end
        for span in grounder.near_misses(words, start, end):
            assert text[span.start : span.end] == span.text, span


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
