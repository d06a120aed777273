"""German, where the verb stands second: one line a case, as in the English tables."""
# ruff: noqa: E501

from __future__ import annotations

import pytest

from tests.attribution.reads import reads

GERMAN: list[tuple[str, list[str]]] = [
    ("Orlo sagte, der Damm sei sicher.", ["Orlo | sagte | der Damm sei sicher"]),
    ("Der Damm sei sicher, sagte Orlo.", ["Orlo | sagte | Der Damm sei sicher"]),
    ("„Der Damm ist sicher“, sagte Orlo.", ["Orlo | sagte | „Der Damm ist sicher“"]),
    ("Orlo sagte: „Der Damm ist sicher.“", ["Orlo | sagte | „Der Damm ist sicher.“"]),
    ("Gestern erklärte Orlo, dass der Damm sicher sei.", ["Orlo | erklärte | dass der Damm sicher sei"]),
    ("Der Damm sei alt, teilte das Ministerium mit.", ["das Ministerium | teilte | Der Damm sei alt"]),
    ("Orlo teilte mit, dass der Damm sicher sei.", ["Orlo | teilte | dass der Damm sicher sei"]),
    ("Er wies darauf hin, dass der Damm alt sei.", ["Er | wies | dass der Damm alt sei"]),
    ("Die Ministerin, die seit Mai im Amt ist, warnte, der Fluss könne steigen.", ["Die Ministerin | warnte | der Fluss könne steigen"]),
    ("Der Minister Karl Osk (NPF) warf der Firma vor, den Brief gefälscht zu haben.", ["Der Minister Karl Osk (NPF) | warf | den Brief gefälscht zu haben"]),
    ("Laut dem Ministerium ist der Damm sicher.", ["dem Ministerium | Laut | ist der Damm sicher"]),
    ("Nach Angaben der Polizei wurden drei Menschen verletzt.", ["Angaben der Polizei | Nach | wurden drei Menschen verletzt"]),
    ("Augenzeugen zufolge fuhr der Wagen zu schnell.", ["Augenzeugen | zufolge | fuhr der Wagen zu schnell"]),
    ("Wie das Ministerium mitteilte, ist der Damm sicher.", ["das Ministerium | mitteilte | ist der Damm sicher"]),
    ("Der Damm ist sicher, wie das Ministerium am Montag bekannt gab.", ["das Ministerium | gab | Der Damm ist sicher"]),
    ("Der Damm ist sicher, so Orlo.", ["Orlo | so | Der Damm ist sicher"]),
    ("Orlo bezeichnete den Plan als „schlechten Witz“.", ["Orlo | bezeichnete | „schlechten Witz“"]),
    ("Der Plan wurde von Orlo kritisiert.", ["Orlo | wurde von Orlo kritisiert | Der Plan wurde von Orlo kritisiert"]),
    ("Es wird befürchtet, dass der Fluss steigt.", ["? | wird befürchtet | dass der Fluss steigt | unsure"]),
    ("Der Damm sei im Mai geprüft worden.", ["? |  | Der Damm sei im Mai geprüft worden | unsure"]),
    ("Der Angeklagte soll den Brief geschrieben haben.", ["? |  | Der Angeklagte soll den Brief geschrieben haben | unsure"]),
    ("Am Freitag soll ein Film gezeigt werden.", []),
    ("Er tat, als ob er krank sei.", []),
    ("Die Aktie fiel um drei Prozent.", []),
    ("Am 18. September wurde gewählt.", []),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), GERMAN, ids=lambda value: value if isinstance(value, str) else "")
def test_german_is_read(sentence: str, expected: list[str]) -> None:
    """Cue, source and content are read from clauses; a subjunctive without a cue goes on with what was said before."""
    assert reads(sentence, "de") == expected
