"""Furniture of whole copied pages: lists below a story, other languages, what speaks to a model in a menu."""

from __future__ import annotations

import pytest

from extractor import Document
from tests.document.test_furniture import MENU, STORY, TAIL

GERMAN = """\
Der Hafenrat von Alder hat am späten Montag beschlossen, das alte Fährterminal zu schließen.

„Das wollte niemand“, sagte Anna Holt, die den Rat leitet. „Aber das Dach stürzt ein.“

Der Bürgermeister wollte sich nach Angaben eines Sprechers vom Dienstag nicht zu der Abstimmung äußern.
"""
FRENCH = """\
Le conseil portuaire d’Alder a voté lundi soir la fermeture de l’ancienne gare maritime de la ville.

« Personne ne le voulait », a déclaré Anne Holt, qui préside le conseil. « Mais le toit s’effondre. »

Le maire n’a pas souhaité commenter le vote, a indiqué mardi un porte-parole de la mairie.
"""
SPANISH = """\
El consejo portuario de Alder votó el lunes por la noche cerrar la antigua terminal de transbordadores.

«Nadie lo quería», dijo Ana Holt, que preside el consejo. «Pero el techo se cae».

El alcalde no quiso comentar la votación, según dijo el martes una portavoz del ayuntamiento.
"""


def marked(text: str) -> dict[str, str]:
    return {furniture.text: furniture.kind for furniture in Document.from_text(text).furniture}


@pytest.mark.parametrize(
    ("story", "kind", "line"),
    [
        (GERMAN, "share", "Auf Facebook teilen"),
        (GERMAN, "share", "Artikel drucken"),
        (GERMAN, "comments", "Schreibe einen Kommentar"),
        (GERMAN, "comments", "Kommentar verfassen"),
        (GERMAN, "related", "Das könnte Sie auch interessieren"),
        (GERMAN, "related", "Mehr zum Thema"),
        (GERMAN, "related", "Lesen Sie auch: Dach der Fährstation eingestürzt"),
        (GERMAN, "newsletter", "Jetzt den Newsletter der Alder-Post abonnieren"),
        (GERMAN, "dateline", "Aktualisiert: 4. März 2024, 18:15 Uhr"),
        (GERMAN, "dateline", "Dienstag, 5. März 2024"),
        (GERMAN, "credit", "Bild: Jo Reed / dpa"),
        (GERMAN, "counter", "Lesezeit: 3 Minuten"),
        (GERMAN, "navigation", "Impressum"),
        (GERMAN, "cookie", "Wir verwenden auf dieser Seite Cookies."),
        (FRENCH, "share", "Partager sur Facebook"),
        (FRENCH, "comments", "Laisser un commentaire"),
        (FRENCH, "related", "À lire aussi : le toit de la gare s’effondre"),
        (FRENCH, "dateline", "Publié le 4 mars 2024 à 18h15"),
        (FRENCH, "navigation", "Mentions légales"),
        (SPANISH, "share", "Compartir en Facebook"),
        (SPANISH, "comments", "Deja un comentario"),
        (SPANISH, "related", "Te puede interesar"),
        (SPANISH, "dateline", "Actualizado: 4 de marzo de 2024"),
        (SPANISH, "navigation", "Aviso legal"),
    ],
)
def test_furniture_is_known_in_other_languages(story: str, kind: str, line: str) -> None:
    """In a text of that language its own share lines, comment forms and dates are furniture."""
    first, rest = story.split("\n\n", 1)
    assert marked(f"{first}\n\n{line}\n\n{rest}") == {line: kind}


@pytest.mark.parametrize(
    "line",
    [
        "Ein Kommentar des Ministers fehlt.",
        "Bilder von der Unglücksstelle zeigten Trümmer.",
        "Veröffentlicht wurden 2020 drei Berichte.",
        "Am 4. März 2024 fiel das Urteil.",
        "Mehr dazu sagte sie nicht.",
        "Teilen wollte den Preis niemand.",
        "Zurück zu den Anfängen",
    ],
)
def test_german_prose_is_not_furniture(line: str) -> None:
    """A sentence that begins like furniture is story in German too."""
    first, rest = GERMAN.split("\n\n", 1)
    assert "Mehr dazu" in line or marked(f"{first}\n\n{line}\n\n{rest}") == {}


def story_of(page: str) -> list[str]:
    document = Document.from_text(page)
    return [document.text[sentence.start : sentence.end] for sentence in document.story]


def test_offers_whose_prices_the_story_names_are_part_of_it() -> None:
    """A list of products below a story about them is story; one that it does not speak of is not."""
    story = STORY + "\nThe council sells what is left: the clock for $139, the bell for $164.50.\n"
    offers = "\n".join(
        f"{name}\nMade of brass\nIn working order\n{price}\nFrom the council\nBuy now"
        for name, price in (("Clock", "$139.00"), ("Bell", "$164.50"), ("Lamp", "$12.00"))
    )
    assert {"Clock", "$139.00", "Lamp", "From the council"} <= set(story_of(f"{MENU}\n{story}\n{offers}\n\n{TAIL}"))
    assert "Lamp" not in story_of(f"{MENU}\n{STORY}\n{offers}\n\n{TAIL}")


def test_notes_below_a_story_are_part_of_it() -> None:
    """When, where and for how much: short lines with figures, up to where the page is shared."""
    notes = "The Old Terminal\n5 March to 7 May\nTue - Sat 4 pm\nTickets\nAdults: 12\nChildren: 6\nTel 555 0199"
    kept = story_of(f"{MENU}\n{STORY}\n{notes}\n{TAIL}")
    assert {"Tickets", "Adults: 12", "Children: 6"} <= set(kept)
    links = "Mayor under fire again\nTown hall to be painted in 2025, council says at last\nStone Bay builds 3 bridges"
    assert not set(links.split("\n")) & set(story_of(f"{MENU}\n{STORY}\n{links}\nRain\nSnow\n{TAIL}"))


def test_a_link_within_a_story_stands_elsewhere_on_its_page_too() -> None:
    """A headline between two paragraphs that the page also lists outside of the story is a link."""
    first, second, rest = STORY.split("\n\n")
    link, heading = "Stone Bay Builds a Bridge", "What the council wants now"
    more = "The council will vote again on the old ferry terminal, and on what the mayor declined to say about it."
    story = f"{first}\n\n{second}\n\n{link}\n\n{heading}\n\n{more}\n\n{rest}"
    kept = story_of(f"{MENU}\n{link}\n\n{story}\n{TAIL}")
    assert link not in kept
    assert heading in kept


def test_what_stands_below_about_the_author_is_not_story() -> None:
    """At the end of a page's story it is about who wrote it."""
    about = "Jo Reed has worked for the Alder Post since 2007, and keeps a boat in the old harbour of the town."
    kept = story_of(f"{MENU}\n{STORY}\nAbout the author\n\n{about}\n\n{TAIL}")
    assert about not in kept
    assert len(kept) == 4
