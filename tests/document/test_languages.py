"""Languages: detected offline, cut into sentences, shown in examples; one that nobody prepared still works."""

from __future__ import annotations

import json
from typing import Any

import pytest

from extractor import Document, Extractor
from extractor.prompts import load
from tests.support.fake_client import FakeClient

TEXTS = {
    "en": "The minister said on Tuesday that the bridge was safe. The opposition did not believe it.",
    "de": "Der Minister sagte am Dienstag, dass die Brücke sicher ist. Die Opposition glaubt es nicht.",
    "fr": "Le ministre a déclaré mardi que le pont était sûr. L’opposition ne le croit pas dans cette affaire.",
    "es": "El ministro dijo el martes que el puente es seguro. La oposición no lo cree por la falta de datos.",
    "it": "Il ministro ha detto martedì che il ponte è sicuro. L’opposizione non lo crede per la mancanza di dati.",
    "nl": "De minister zei dinsdag dat de brug veilig is. De oppositie gelooft het niet en wil nog een onderzoek.",
    "pt": "O ministro disse na terça-feira que a ponte é segura. A oposição não acredita e pede mais dados ao governo.",
    "ja": "大臣は火曜日、橋は安全だと述べた。野党は信じていない。",
    "zh": "部长星期二表示，大桥是安全的。反对派不相信。",
    "ar": "قال الوزير يوم الثلاثاء إن الجسر آمن. المعارضة لا تصدق ذلك.",
    "el": "Ο υπουργός είπε την Τρίτη ότι η γέφυρα είναι ασφαλής. Η αντιπολίτευση δεν το πιστεύει.",
}
UNPREPARED = "Ministeri sanoi tiistaina, että silta on turvallinen. Oppositio ei usko sitä ja vaatii lisää tietoja."


@pytest.mark.parametrize("language", TEXTS)
def test_a_language_is_detected_and_cut_into_sentences(language: str) -> None:
    """Two sentences of news are enough to know the language; both are found."""
    document = Document.from_text(TEXTS[language])
    assert document.language == language
    assert len(document.sentences) == 2


def test_examples_of_the_claims_prompt_are_in_four_languages() -> None:
    """English, German, Spanish and French; and every answer copies its passage."""
    examples = load("claims.v1").examples
    cues = {claim["cue"] for example in examples for claim in example["answer"]["claims"]}
    assert cues >= {"told", "sagte", "Según", "a déclaré"}
    for example in examples:
        for claim in example["answer"]["claims"]:
            words = [claim["cue"], *claim["content"], claim["source"], *claim.get("citing", {}).values()]
            assert all(word in example["input"]["text"] for word in words), json.dumps(claim)


def _answer(_messages: Any, asked: Any) -> dict[str, Any]:
    """A fake model that finds the one speaker of the text below."""
    if asked.__name__ == "ClaimsAnswer":
        claim = {"source": "Ministeri", "cue": "sanoi", "content": ["silta on turvallinen"]}
        return {"claims": [claim] if "Ministeri" in _messages[-1]["content"] else []}
    if asked.__name__ == "SummaryAnswer":
        return {"sentences": [{"text": "Silta on turvallinen.", "support": [1]}]}
    (name, field), *_ = asked.model_fields.items()
    return {name: ["person"] * next(part.min_length for part in field.metadata if hasattr(part, "min_length"))}


@pytest.mark.parametrize("model", ["qwen2.5-coder-1.5b-instruct", "fake"])
def test_a_language_nobody_prepared_works_with_a_warning(model: str) -> None:
    """No rules, no word list: the model alone finds the claims, and the report says so."""
    document = Document.from_text(UNPREPARED)
    assert document.language is None
    with Extractor.with_client(FakeClient(_answer, model)) as extractor:  # type: ignore[arg-type]
        result = extractor.extract(document)
    assert [span.text for claim in result.claims if claim.attribution for span in claim.content] == [
        "silta on turvallinen"
    ]
    assert result.sources[0].name == "Ministeri"
    assert any("no rules for language unknown" in warning for warning in result.report.warnings)
