"""From our claims to the attributions that corpora annotate."""

from __future__ import annotations

from extractor.evaluation.convert import attributions, rule_for
from extractor.evaluation.gold import Article, GoldFile
from tests.evaluation.made import HARBOUR, at, claim, hop, pieces, result, said, source


def words(found: list, role: str = "content") -> list[str]:
    return [" … ".join(HARBOUR[a:b] for a, b in getattr(one, role)) for one in found]


def test_a_claim_with_one_hop_stays_as_it_is() -> None:
    """Source, cue and content of a plain claim are those of its only hop."""
    one = claim("the ferry was old", hops=[hop("She", "told")])

    assert attributions(result(one), HARBOUR) == [said("She", "told", "the ferry was old")]


def test_reporters_voice_is_no_attribution() -> None:
    """A claim without a hop is not compared."""
    assert attributions(result(claim("Ferry to stay in port", speech="narrated")), HARBOUR) == []


def test_outermost_cued_hop_owns_the_content_with_the_hops_inside() -> None:
    """*TV Sund reported that pilots believe X* is TV Sund's, and *pilots believe* is part of what it reported."""
    chain = claim("the storm may last until Sunday", hops=[hop("TV Sund", "reported"), hop("pilots", "believe")])
    found = attributions(result(chain), HARBOUR, "outermost")

    assert words(found, "source") == ["TV Sund"]
    assert words(found) == ["pilots believe the storm may last until Sunday"]


def test_a_channel_without_a_cue_is_no_source() -> None:
    """*She told Radio Fenn* is hers: the outlet has no cue."""
    chain = claim("the ferry was old", hops=[hop("Radio Fenn"), hop("She", "told")])
    found = attributions(result(chain), HARBOUR, "outermost")

    assert words(found, "source") == ["She"]
    assert words(found) == ["the ferry was old"]


def test_every_gives_each_cued_hop_its_own() -> None:
    """Where a corpus nests, the inner speaker has the inner content and the outer speaker all of it."""
    chain = claim("the storm may last until Sunday", hops=[hop("TV Sund", "reported"), hop("pilots", "believe")])
    found = attributions(result(chain), HARBOUR, "every")

    assert words(found, "source") == ["TV Sund", "pilots"]
    assert words(found) == ["pilots believe the storm may last until Sunday", "the storm may last until Sunday"]


def test_nearest_and_origin_take_one_hop_and_leave_the_content() -> None:
    """The two plain rules differ in the source alone."""
    chain = claim("the storm may last until Sunday", hops=[hop("TV Sund", "reported"), hop("pilots", "believe")])

    assert words(attributions(result(chain), HARBOUR, "nearest"), "source") == ["TV Sund"]
    assert words(attributions(result(chain), HARBOUR, "origin"), "source") == ["pilots"]
    assert words(attributions(result(chain), HARBOUR, "nearest")) == ["the storm may last until Sunday"]


def test_one_cue_is_one_attribution() -> None:
    """Two claims under one cue are joined, in the order of the text, around their source and cue."""
    speaker = hop("harbour master Ilse Brandt", "said")
    second = claim("“Nobody has to worry.”", hops=[speaker])
    first = claim("“The quay is safe,”", hops=[speaker])
    found = attributions(result(second, first), HARBOUR)

    assert [one.content for one in found] == [pieces("“The quay is safe,”", "“Nobody has to worry.”")]


def test_an_inner_hop_in_another_paragraph_is_left_out() -> None:
    """The words of a hop named a paragraph before do not stretch the content."""
    chain = claim(
        "pilots believe the storm may last until Sunday", hops=[hop("TV Sund", "reported"), hop("Ilse Brandt")]
    )
    found = attributions(result(chain), HARBOUR, "outermost")

    assert found[0].content == (at("pilots believe the storm may last until Sunday"),)


def test_a_file_that_keeps_to_sentences_is_compared_sentence_by_sentence(tmp_path) -> None:
    """Where the gold's contents end with the sentence of their cue, what a quotation goes on with is left out."""
    inner = said("pilots", "believe", "the storm may last until Sunday", nested=True)
    gold = GoldFile(tmp_path / "g.jsonl", "", "attribution", (Article("a", HARBOUR, (inner,)),))
    both = result(claim("“The quay is safe,”", "“Nobody has to worry.”", hops=[hop("Ilse Brandt", "said")]))

    assert rule_for(gold, "auto") == "sentence"
    assert words(attributions(both, HARBOUR, "sentence")) == ["“The quay is safe,”"]
    assert words(attributions(both, HARBOUR, "every")) == ["“The quay is safe,” … “Nobody has to worry.”"]


def test_a_word_that_shows_hearsay_is_a_cue_without_a_source() -> None:
    """Our claims have it as the mention of an unknown source, corpora as the cue of nobody."""
    shown = claim("the storm", "last until Sunday", hops=[hop("may")])
    found = attributions(result(shown, sources=[source("s1", "may", "unknown", named=False)]), HARBOUR)

    assert [(one.source, one.cue) for one in found] == [((), pieces("may"))]


def test_auto_follows_the_gold_file(tmp_path) -> None:
    """A file that nests attributions asks for every hop, another one for the outermost."""
    plain = said("TV Sund", "reported", "pilots believe the storm may last until Sunday")
    inner = said("pilots", "believe", "the storm may last until Sunday", nested=True)
    runs_on = said("Ilse Brandt", "said", "“The quay is safe,”", "“Nobody has to worry.”")

    def file(*rows):
        return GoldFile(tmp_path / "g.jsonl", "", "attribution", (Article("a", HARBOUR, rows),))

    assert rule_for(file(plain), "auto") == "outermost"
    assert rule_for(file(plain, inner, runs_on), "auto") == "every"
    assert rule_for(file(plain, inner), "origin") == "origin"
