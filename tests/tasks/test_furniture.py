"""Doubtful lines of a copied page: asked about once, and only where a line is doubtful."""

from __future__ import annotations

from typing import Any

from extractor import Document, Extractor
from extractor.errors import AnswerTimeout
from tests.support.fake_client import FakeClient

MENU = "\n".join("Home News Sport Weather Travel Food Science Business Letters Jobs Shop Search".split())
FIRST = "The harbour council of Port Alder voted late on Monday to close the old ferry terminal for good."
SECOND = "The mayor declined to comment on the vote of the council, a spokesman said on Tuesday evening."
HEADING = "Rosie the Robot counts boats"
TEASER = "Every morning at seven we bring you what the county talks about, from five towns at once."
PAGE = (
    f"{MENU}\n{FIRST}\n{SECOND}\nShare on Facebook\n{HEADING}\n{FIRST}\n{SECOND}\nNewsletter\nTwitter\n{MENU}\n{TEASER}"
)


def _client(lines: Any) -> FakeClient:
    """A fake model: where lines belong, and nothing else."""

    def answer(_messages: Any, asked: Any) -> Any:
        if asked.__name__ == "Places":
            return lines
        if asked.__name__ == "SummaryAnswer":
            return {"sentences": [{"text": "The council voted.", "support": [1]}]}
        (name, field), *_ = asked.model_fields.items()
        count = next((part.min_length for part in field.metadata if hasattr(part, "min_length")), 0)
        return {name: ["unknown" if name == "kinds" else ""] * count}

    return FakeClient(answer, "qwen2.5-coder-1.5b-instruct")


def _result(client: FakeClient, document: Document) -> Any:
    with Extractor.with_client(client) as extractor:  # type: ignore[arg-type]
        return extractor.extract(document)


def _asked(client: FakeClient) -> list[str]:
    return [messages[-1]["content"] for messages in client.asked if "copied as plain text" in messages[0]["content"]]


def test_a_doubtful_line_is_placed_by_the_model() -> None:
    """A short line beside a share link is furniture or a heading, as the model says; one question for all."""
    document = Document.from_text(PAGE)
    assert [document.text[start:end] for start, end in document.unsure] == [HEADING]
    for place, marked in (("page", True), ("story", False)):
        client = _client({"lines": [place]})
        result = _result(client, document)
        assert (HEADING in [furniture.text for furniture in result.document.furniture]) is marked
        assert len(_asked(client)) == 1
        assert f"1. {HEADING}" in _asked(client)[0]
        assert "furniture" in result.run.prompts
        windows = result.report.windows
        assert windows.sent == windows.answered == len(client.asked)


def test_no_question_is_asked_where_no_line_is_doubtful() -> None:
    """An article with little around it costs nothing, and --keep-furniture turns the question off."""
    for document in (Document.from_text(f"{FIRST}\n\n{SECOND}"), Document.from_text(PAGE, keep_furniture=True)):
        client = _client({"lines": []})
        assert document.unsure == ()
        _result(client, document)
        assert _asked(client) == []


def test_a_question_that_fails_leaves_what_the_rules_say() -> None:
    """The line stays where it was, and the report counts the failure."""
    document = Document.from_text(PAGE)
    result = _result(_client(AnswerTimeout("too slow")), document)
    assert result.document.furniture == list(document.furniture)
    assert result.report.status == "partial"


def test_a_sentence_outside_can_be_brought_back() -> None:
    """`settled` takes a mark away as well as it sets one, and asks no more."""
    document = Document.from_text(PAGE)
    places = {(furniture.start, furniture.end): False for furniture in document.furniture[-1:]}
    assert document.settled(places).furniture == document.furniture[:-1]
    assert document.settled(places).unsure == ()
