"""What a document says of itself."""

from __future__ import annotations

import hashlib

import pytest

from extractor import Document

TEXT = """\
Ferry Terminal in Port Alder to Close

By Ann Holt
Published March 4, 2024

The harbour council voted late on Monday to close the old ferry terminal. It was close.

“Nobody wanted this,” said Jo Reed, who heads the council.
"""


def test_title_byline_and_date_are_read_from_the_first_lines() -> None:
    """They are given as the document writes them."""
    document = Document.from_text(TEXT)
    assert (document.title, document.byline, document.published) == (
        "Ferry Terminal in Port Alder to Close",
        "Ann Holt",
        "March 4, 2024",
    )


def test_what_the_document_does_not_say_is_none() -> None:
    """Nothing is guessed."""
    document = Document.from_text("The council voted on Monday. It was close.")
    known = (document.title, document.byline, document.publisher, document.published, document.url)
    assert known == (None,) * 5


def test_what_the_caller_knows_binds() -> None:
    """Given values stand over what the text says."""
    document = Document.from_text(
        TEXT, title="A", byline="B", publisher="C", published="D", url="E", language="fr", id="F"
    )
    info = document.info()
    assert (info.title, info.byline, info.publisher, info.published, info.url) == tuple("ABCDE")
    assert (info.language, info.id) == ("fr", "F")


def test_a_given_title_is_found_in_the_text() -> None:
    """The line that repeats the title is no story, also with a full stop."""
    document = Document.from_text("Ferry to close.\n\nThe council voted. It was close.", title="Ferry to Close")
    assert [sentence.title for sentence in document.sentences] == [True, False, False]


@pytest.mark.parametrize(
    "first",
    [
        "The council voted on Monday.",
        "“Nobody wanted this",
        "The council said:",
        "The council, which met late on Monday in the old town hall above the harbour of Port Alder, voted to close "
        "the ferry terminal in spite of protests by the people who work there",
    ],
)
def test_a_sentence_is_no_title(first: str) -> None:
    """A first line that ends like a sentence, opens a quotation or is long belongs to the story."""
    document = Document.from_text(f"{first}\n\nNobody else spoke. The mayor left.")
    assert document.title is None
    assert document.story[0].start == 0


def test_story_is_neither_title_nor_furniture() -> None:
    """The sentences asked about are those of the story."""
    document = Document.from_text(TEXT)
    assert [TEXT[s.start : s.end] for s in document.story] == [
        "The harbour council voted late on Monday to close the old ferry terminal.",
        "It was close.",
        "“Nobody wanted this,” said Jo Reed, who heads the council.",
    ]


def test_identity() -> None:
    """The hash is of the text as UTF-8; it names a document that has no name."""
    document = Document.from_text("Café.")
    assert document.sha256 == hashlib.sha256("Café.".encode()).hexdigest()
    assert document.id == document.sha256[:12]


def test_a_lone_surrogate_can_be_hashed_and_read() -> None:
    """Broken text from elsewhere is a document too."""
    document = Document.from_text("One \ud800 came. Two came.")
    assert len(document.sentences) == 2


def test_info_counts() -> None:
    """Characters are code points; words stand between white space."""
    info = Document.from_text("One 😀 came.\nTwo came.").info()
    assert (info.characters, info.words) == (21, 5)


def test_the_text_is_not_in_the_repr() -> None:
    """A logged document does not spill its text."""
    assert "council voted" not in repr(Document.from_text("The council voted on Monday. It was close."))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The council voted on Monday to close the terminal, and the mayor said that it was not his fault."),
        (
            "de",
            "Der Rat hat am Montag für die Schließung des Hafens gestimmt, und der Bürgermeister ist nicht zufrieden.",
        ),
        ("fr", "Le conseil a voté lundi pour la fermeture du terminal, et le maire dit que ce n’est pas sa faute."),
        ("es", "El consejo votó el lunes por el cierre de la terminal, y el alcalde dijo que no es su culpa."),
        (
            "it",
            "Il consiglio ha votato lunedì per la chiusura del terminale, e il sindaco ha detto che non è colpa sua.",
        ),
        (
            "nl",
            "De raad heeft maandag voor de sluiting van de terminal gestemd, en de burgemeester is niet blij.",
        ),
        (
            "pt",
            "O conselho votou na segunda-feira para o encerramento do terminal, e o autarca disse que não é culpa sua.",
        ),
        ("zh", "市议会星期一投票决定关闭码头。"),
        ("ja", "市議会は月曜日にターミナルの閉鎖を決めた。"),
        ("ko", "시의회는 월요일에 터미널 폐쇄를 결정했다."),
        ("ar", "صوت المجلس يوم الاثنين على إغلاق الميناء."),
        ("he", "המועצה הצביעה ביום שני על סגירת הנמל."),
        ("el", "Το συμβούλιο ψήφισε τη Δευτέρα το κλείσιμο του λιμανιού."),
    ],
)
def test_languages_that_are_known(language: str, text: str) -> None:
    """A sentence or two of news are enough."""
    assert Document.from_text(text).language == language


@pytest.mark.parametrize(
    "text",
    [
        "Rada zagłosowała w poniedziałek za zamknięciem terminalu, a burmistrz nie jest zadowolony.",
        "Rådet stemte mandag for at lukke terminalen, og borgmesteren er ikke tilfreds.",
        "Совет проголосовал в понедельник за закрытие терминала.",
        "Reykjavik 12 Oslo 5",
        "12345",
    ],
)
def test_languages_that_are_not_sure(text: str) -> None:
    """A language that is not listed, or too little text, gives None."""
    assert Document.from_text(text).language is None
