"""Reading gold files."""

from __future__ import annotations

import pytest

from extractor.errors import UsageError
from extractor.evaluation.read import choose, read_gold
from tests.evaluation.made import HARBOUR, at, gold_row, pieces, write

BRANDT = gold_row("harbour master Ilse Brandt", "said", "“The quay is safe,”", "“Nobody has to worry.”")


def article(id: str = "x/a", **more):
    return {"id": id, "text": HARBOUR, "attributions": [BRANDT], **more}


def test_an_attribution_file(tmp_path) -> None:
    """Roles are offsets, in as many pieces as the file has."""
    gold = read_gold(write(tmp_path / "g.jsonl", article()))

    assert gold.form == "attribution"
    assert len(gold.sha256) == 64
    assert gold.articles[0].attributions[0].content == pieces("“The quay is safe,”", "“Nobody has to worry.”")


def test_a_role_in_parts(tmp_path) -> None:
    """A source in two parts is the parts and not what lies between them."""
    row = gold_row("Ilse Brandt", "said", "“The quay is safe,”")
    (a, b), (c, d) = at("Ilse"), at("Friday")
    row["source"] = {"start": a, "end": d, "text": "", "parts": [{"start": a, "end": b}, {"start": c, "end": d}]}
    gold = read_gold(write(tmp_path / "g.jsonl", article(attributions=[row])))

    assert gold.articles[0].attributions[0].source == ((a, b), (c, d))


def test_image_credits_are_left_out_unless_asked_for(tmp_path) -> None:
    """`credit: true` is dropped by default."""
    credit = gold_row("TV Sund", None, "Ferry", credit=True)
    path = write(tmp_path / "g.jsonl", article(attributions=[BRANDT, credit]))

    assert len(read_gold(path).articles[0].attributions) == 1
    assert len(read_gold(path, credits_too=True).articles[0].attributions) == 2


def test_several_annotators(tmp_path) -> None:
    """A file of agreement keeps each annotator's view."""
    row = {"id": "x/a", "text": HARBOUR, "annotations": {"one": [BRANDT], "two": []}}
    gold = read_gold(write(tmp_path / "g.jsonl", row))

    assert gold.form == "agreement"
    assert [len(view) for view in gold.articles[0].annotators] == [1, 0]


def chain_row(doc: str):
    def one(words):
        start, end = at(words)
        return {"start": start, "end": end}

    hop = {"mention": one("pilots"), "cue": one("believe"), "kind": "group", "named": False, "resolved": None}
    return {
        "doc": doc,
        "content": [one("the storm may last until Sunday")],
        "hops": [hop],
        "certainty": "hedged",
        "markers": [one("may")],
        "kind_of_speech": "indirect",
    }


def test_chains_take_their_texts_from_the_folder(tmp_path) -> None:
    """Chain rows name articles of the attribution files beside them."""
    write(tmp_path / "attribution.x.dev.jsonl", article(), article("x/b"))
    gold = read_gold(write(tmp_path / "chains.dev.jsonl", chain_row("x/a"), chain_row("x/a")))

    assert gold.form == "chains"
    assert [a.id for a in gold.articles] == ["x/a"]
    assert gold.articles[0].text == HARBOUR
    assert len(gold.chains) == 2
    assert gold.chains[0].hops[0].mention == pieces("pilots")


def test_chains_without_their_texts_say_what_is_missing(tmp_path) -> None:
    """The error names the first article and what to do."""
    path = write(tmp_path / "chains.dev.jsonl", chain_row("x/a"))

    with pytest.raises(UsageError, match=r"no text for 1 of its articles, first x/a; put the attribution files"):
        read_gold(path)


def test_rated_sentences(tmp_path) -> None:
    """Each sentence is an article of its own."""
    gold = read_gold(
        write(tmp_path / "g.jsonl", {"id": "x/1", "text": "It may rain.", "certainty": 2.5, "aspects": {}})
    )

    assert gold.form == "certainty"
    assert gold.articles[0].text == "It may rain."
    assert gold.ratings[0].certainty == 2.5


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"id": "a", "claims": []}\n', r"gold form not known by its fields \(id, claims\)"),
        ("", "no rows"),
        ('{"id": "a", "text": "", "attributions": []}\nnot json\n', "g.jsonl:2: not a JSON object"),
        ("[1]\n", "g.jsonl:1: not a JSON object"),
        ('{"id": "a", "text": "x", "attributions": [{"source": null}]}\n', "does not hold what the form 'attribution'"),
    ],
)
def test_what_is_no_gold_file_is_said_in_one_line(tmp_path, content, message) -> None:
    """The error names the file and what is wrong with it."""
    path = tmp_path / "g.jsonl"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(UsageError, match=message) as caught:
        read_gold(path)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path) -> None:
    """A missing file is wrong use."""
    with pytest.raises(UsageError, match=r"nowhere\.jsonl: cannot be read"):
        read_gold(tmp_path / "nowhere.jsonl")


def test_some_articles_only(tmp_path) -> None:
    """Articles are chosen by id, with or without the corpus, and by number."""
    gold = read_gold(write(tmp_path / "g.jsonl", article("x/a"), article("x/b"), article("x/c")))

    assert [a.id for a in choose(gold, ["b", "x/c"]).articles] == ["x/b", "x/c"]
    assert [a.id for a in choose(gold, [], 2).articles] == ["x/a", "x/b"]
