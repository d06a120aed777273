"""A whole evaluation: read, score, write."""

from __future__ import annotations

import asyncio
import io
import json

import pytest

from extractor.errors import AnswerTimeout, EndpointUnreachable, UsageError
from extractor.evaluation import mistakes, systems
from extractor.evaluation.command import Options, evaluate_files
from extractor.evaluation.gold import Article
from extractor.evaluation.peers import nearest
from extractor.evaluation.predictions import Cost, Prediction, read_predictions, text_sha256, to_line
from extractor.evaluation.progress import Progress, duration
from extractor.evaluation.run import read_articles
from extractor.evaluation.systems import from_result
from tests.evaluation.made import HARBOUR, at, claim, gold_row, hop, result, said, write

BRANDT = gold_row("harbour master Ilse Brandt", "said", "“The quay is safe,”", "“Nobody has to worry.”")
SUND = gold_row("TV Sund", "reported", "that pilots believe the storm may last until Sunday")
SHE = gold_row("She", "told", "the ferry was old")


class FakeSystem:
    """Answers from a table; what is an exception there is raised."""

    name = "fake"
    model = "fake-model"

    def __init__(self, answers) -> None:
        self.answers = answers
        self.closed = False

    async def read(self, article):
        answer = self.answers[article.id]
        if isinstance(answer, Exception):
            raise answer
        return from_result(article, answer, self.name)

    async def aclose(self) -> None:
        self.closed = True


def predictions(path, *found):
    path.write_text("".join(to_line(p, HARBOUR) + "\n" for p in found), encoding="utf-8")
    return path


def own(id: str, *claims) -> Prediction:
    return from_result(Article(id, HARBOUR), result(*claims))


def gold_file(tmp_path, *ids: str):
    rows = [{"id": i, "text": HARBOUR, "attributions": [BRANDT, SUND, SHE]} for i in ids]
    return write(tmp_path / "attribution.x.dev.jsonl", *rows)


SPEAKER = hop("harbour master Ilse Brandt", "said")
RIGHT = claim("“The quay is safe,”", "“Nobody has to worry.”", hops=[SPEAKER])
WRONG_SOURCE = claim("pilots believe the storm may last until Sunday", hops=[hop("pilots", "reported")])
INVENTED = claim("Ferry to stay in port", hops=[hop("Radio Fenn", "refused")])


def run(tmp_path, *found, said_to=None, **changed):
    options = Options(
        gold=(gold_file(tmp_path, "x/a"),),
        from_predictions=(predictions(tmp_path / "p.jsonl", *found),),
        output=tmp_path / "o.json",
        **changed,
    )
    markdown, failed = evaluate_files(options, said_to or (lambda line: None))
    return markdown, failed, json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))


def test_numbers_come_as_a_table_and_as_json(tmp_path) -> None:
    """Two of three found, one with the right source: the same in both forms, with the run they came from."""
    markdown, failed, data = run(tmp_path, own("x/a", RIGHT, WRONG_SOURCE))
    scores = data["gold"][0]["scores"]["attribution, all"]["extractor"]

    assert not failed
    assert scores["content R"]["value"] == pytest.approx(2 / 3)
    assert scores["content+source P"]["value"] == pytest.approx(1 / 2)
    assert "| content P / R / F1 | 1.00 / .67 / **.80** |" in markdown
    assert data["run"]["systems"]["extractor"]["prompts"] == {"claims": "v1 sha256:0"}
    assert data["run"]["systems"]["extractor"]["model"] == "fake"
    assert data["gold"][0]["sha256"][:16] in markdown
    assert "model fake; prompts claims v1 sha256:0" in markdown


def test_cost_is_told_an_article(tmp_path) -> None:
    """Calls, tokens and seconds come from the results' own reports, and so do rejected answers."""
    _, _, data = run(tmp_path, own("x/a", RIGHT))
    cost = data["gold"][0]["scores"]["cost"]["extractor"]

    assert cost["calls an article"]["value"] == 2
    assert cost["output tokens an article"]["value"] == 40
    assert cost["seconds an article"]["value"] == pytest.approx(1.5)
    assert cost["answers rejected"]["value"] == pytest.approx(0.25)
    assert cost["US dollars an article"]["value"] is None


def test_a_failed_article_counts_as_empty_and_is_listed(tmp_path) -> None:
    """Its gold attributions are missed, its error stands in the table and the exit tells."""
    failed_one = Prediction("x/a", "extractor", text_sha256(HARBOUR), Cost(), error="AnswerTimeout: no answer")
    markdown, failed, data = run(tmp_path, failed_one)

    assert failed
    assert data["gold"][0]["scores"]["attribution, all"]["extractor"]["content R"]["value"] == 0
    assert "extractor failed on 1, counted as empty: x/a (AnswerTimeout: no answer)" in markdown


def test_articles_that_were_not_read_are_not_scored_and_said(tmp_path) -> None:
    """Scoring part of a file says how many articles are missing."""
    options = Options(
        gold=(gold_file(tmp_path, "x/a", "x/b"),),
        from_predictions=(predictions(tmp_path / "p.jsonl", own("x/a", RIGHT)),),
    )
    markdown, _ = evaluate_files(options, lambda line: None)

    assert "1 articles of the file were not read" in markdown


def test_predictions_on_another_text_are_refused(tmp_path) -> None:
    """Offsets of one text are never scored on another."""
    other = Prediction("x/a", "extractor", "0" * 64, Cost())

    with pytest.raises(UsageError, match="x/a: predicted on another text"):
        run(tmp_path, other)


def test_systems_stand_side_by_side(tmp_path) -> None:
    """A peer's attributions are scored in the same table."""
    peer = Prediction(
        "x/a", "naive", text_sha256(HARBOUR), Cost(calls=1), peer=(said("TV Sund", "reported", "Sunday"),)
    )
    markdown, _, data = run(tmp_path, own("x/a", RIGHT), peer)

    assert "| attribution, all | extractor | naive |" in markdown
    assert data["gold"][0]["scores"]["attribution, all"]["naive"]["content P"]["value"] == 0


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"ids": "x/z"}, "--ids: 1 in none of the gold files, first x/z"),
        ({"ids": "@nowhere.txt"}, "--ids @nowhere.txt: cannot be read"),
    ],
)
def test_wrong_use_is_one_line(tmp_path, changed, message) -> None:
    """What cannot be used is named with its option."""
    with pytest.raises(UsageError, match=message):
        run(tmp_path, own("x/a", RIGHT), **changed)


def test_predictions_survive_the_file(tmp_path) -> None:
    """What is written is read back the same; a later line replaces an earlier one."""
    peer = Prediction(
        "x/a", "naive", text_sha256(HARBOUR), Cost(1, 2, 0, 3, 4.5, 0.01), peer=(said("She", "told", "old"),)
    )
    path = predictions(tmp_path / "p.jsonl", own("x/a"), own("x/a", RIGHT), peer)
    found = read_predictions([path])

    assert found["naive"]["x/a"] == peer
    assert found["extractor"]["x/a"].result == result(RIGHT)


def test_what_is_no_prediction_is_said_with_its_line(tmp_path) -> None:
    """A broken line is named by file and number."""
    path = tmp_path / "p.jsonl"
    path.write_text('{"id": "a"}\n', encoding="utf-8")

    with pytest.raises(UsageError, match=r"p\.jsonl:1: not a prediction"):
        read_predictions([path])


def read(system, *ids: str):
    heard = []
    articles = [Article(i, HARBOUR) for i in ids]
    found = asyncio.run(read_articles(system, articles, lambda p, a: heard.append(a.id)))
    return found, heard


def test_one_fault_does_not_end_a_run() -> None:
    """An article whose extraction raises is an empty prediction; the others are read and the model closed."""
    system = FakeSystem({"a": result(RIGHT), "b": AnswerTimeout("no answer"), "c": ValueError("a bug"), "d": result()})
    found, heard = read(system, "a", "b", "c", "d")

    assert heard == ["a", "b", "c", "d"]
    assert found["b"].error == "AnswerTimeout: no answer"
    assert found["c"].error is not None
    assert found["c"].error.startswith("ValueError at test_run.py:")
    assert found["b"].attributions(HARBOUR, "outermost") == []
    assert system.closed


def test_a_model_that_is_not_there_ends_the_run() -> None:
    """Where the first article meets no model, the run stops instead of counting every article as empty."""
    system = FakeSystem({"a": EndpointUnreachable("nobody there"), "b": result()})

    with pytest.raises(EndpointUnreachable):
        read(system, "a", "b")
    assert system.closed


def test_a_result_on_another_text_is_refused() -> None:
    """A pipeline that changes the text cannot be scored."""
    system = FakeSystem({"a": result(text="Another text.")})

    with pytest.raises(UsageError, match="offsets cannot be compared"):
        read(system, "a")


def test_an_unknown_peer_is_named() -> None:
    """`--against` knows its systems."""
    with pytest.raises(UsageError, match="--against best: not known; there are naive, langextract"):
        systems.open_system("best", systems.ModelChoice())


def listed(*claims, gold=(BRANDT, SUND, SHE)):
    from extractor.evaluation.convert import attributions
    from extractor.evaluation.read import attribution

    article = Article("x/a", HARBOUR, tuple(attribution(row) for row in gold))
    return mistakes.mistakes(article, attributions(result(*claims), HARBOUR))


def test_errors_are_listed_by_kind_with_their_sentence() -> None:
    """Missed, spurious and wrongly credited attributions stand in the order of the text, both sides on the line."""
    found = listed(RIGHT, WRONG_SOURCE, INVENTED)

    assert [m.kind for m in found] == ["SPUR/free", "SOURCE/inside", "MISS/none"]
    assert "gold: TV Sund | reported | that pilots" in found[1].line
    assert "pred: pilots | reported | pilots believe" in found[1].line
    assert found[1].line.endswith("> TV Sund reported that pilots believe the storm may last until Sunday.")
    assert all("\n" not in m.line for m in found)


def test_a_short_answer_is_shown_once_beside_its_gold() -> None:
    """A prediction that holds too little is a short miss, not also a spurious one."""
    found = listed(claim("“The quay is safe,”", hops=[SPEAKER]), gold=(BRANDT,))

    assert [m.kind for m in found] == ["MISS/short"]


def test_the_listing_counts_its_kinds() -> None:
    """The counts come first, the articles after them."""
    text = mistakes.listing([Article("x/a", HARBOUR, (said("She", "told", "the ferry was old"),))], {}, title="x")

    assert text.startswith("# Errors x\n\n| kind | count |\n|---|---|\n| MISS/none | 1 |\n")
    assert "## x/a: 1" in text


def test_words_are_looked_up_nearest_to_the_content() -> None:
    """Of two occurrences of a peer's words the one beside the content is meant."""
    text = "Orlo came. The dam is safe, Orlo said."

    assert nearest(text, "Orlo", (11, 26)) == (at("Orlo", text, 1),)
    assert nearest(text, "Brill", (11, 26)) == ()
    assert nearest(text, "", (11, 26)) == ()


def test_progress_tells_the_time_left() -> None:
    """Where standard error is a file, a line comes only now and then, and one at the end."""
    times = iter([0.0, 10.0, 40.0, 60.0])
    stream = io.StringIO()
    progress = Progress("extractor", 3, stream, lambda: next(times))
    for _ in range(3):
        progress.step()

    assert stream.getvalue().splitlines() == [
        "extractor: 2/3 articles, 20.0 s each, 20 s left",
        "extractor: 3/3 articles, 20.0 s each, 0 s left",
    ]


@pytest.mark.parametrize(("seconds", "words"), [(45, "45 s"), (720, "12 min"), (7500, "2 h 05 min")])
def test_durations_are_short(seconds: float, words: str) -> None:
    """A time is shown in the unit that fits it."""
    assert duration(seconds) == words


def test_the_command_prints_and_exits(tmp_path, capsys) -> None:
    """`extractor eval` puts the table on standard output; a failed article makes the status 1."""
    from extractor.cli import main

    gold = gold_file(tmp_path, "x/a")
    good = predictions(tmp_path / "good.jsonl", own("x/a", RIGHT))
    bad = predictions(
        tmp_path / "bad.jsonl", Prediction("x/a", "extractor", text_sha256(HARBOUR), Cost(), error="E: e")
    )

    assert main(["eval", str(gold), "--from-predictions", str(good)]) == 0
    assert "## attribution.x.dev.jsonl: 1 articles" in capsys.readouterr().out
    assert main(["eval", str(gold), "--from-predictions", str(bad)]) == 1
    assert main(["eval", str(tmp_path / "none.jsonl")]) == 2
