"""Fitting a calibration on gold, and what it prints, writes and draws."""

from __future__ import annotations

import json
import random
import xml.etree.ElementTree as ET
from dataclasses import asdict, replace

import pytest

from extractor.confidence import Evidence, read_calibration
from extractor.errors import UsageError
from extractor.evaluation import calibration
from extractor.evaluation.calibration_fit import fit, solve
from extractor.evaluation.calibration_labels import Judged, judge
from extractor.evaluation.calibration_measures import (
    Forecast,
    accuracy_at,
    auroc,
    bins,
    brier,
    calibration_error,
    wilson,
)
from extractor.evaluation.command import Options, evaluate_files
from extractor.evaluation.gold import Article
from extractor.evaluation.predictions import Prediction, to_line
from extractor.evaluation.systems import from_result
from tests.evaluation.made import HARBOUR, claim, gold_row, hop, result, said, write

CREDITED, NARRATED = Evidence("rule", "verb", lemma="say", verb="speech"), Evidence("rule", "narrated", "narrated")
BRANDT = said("harbour master Ilse Brandt", "said", "“The quay is safe,”", "“Nobody has to worry.”")
SUND = said("TV Sund", "reported", "that pilots believe the storm may last until Sunday")
RIGHT = claim(
    "“The quay is safe,”", "“Nobody has to worry.”", hops=[hop("harbour master Ilse Brandt", "said")], speech="direct"
)
OTHER_SOURCE = claim("pilots believe the storm may last until Sunday", hops=[hop("Radio Fenn", "reported")])
SPURIOUS = claim("Ferry to stay in port", hops=[hop("Radio Fenn", "refused")])
OWN_VOICE = claim("Ferry to stay in port.", speech="narrated")
SWALLOWED = claim("TV Sund reported that pilots believe the storm may last until Sunday.", speech="narrated")


def forecasts(*pairs: tuple[float, int]) -> list[Forecast]:
    """Forecasts from probabilities and outcomes."""
    return [Forecast(probability, bool(right)) for probability, right in pairs]


def predicted(id: str, *claims, evidence: list[Evidence]) -> Prediction:
    """A prediction with the evidence of its claims."""
    found = from_result(Article(id, HARBOUR), result(*claims))
    return replace(found, evidence=tuple(asdict(known) for known in evidence), model="qwen2.5-coder-1.5b-instruct")


def verdicts(*claims, gold=(BRANDT, SUND)) -> list[Judged]:
    """How gold judges claims."""
    evidence = [CREDITED if one.attribution else NARRATED for one in claims]
    return list(judge(Article("a", HARBOUR, gold), predicted("a", *claims, evidence=evidence), "outermost"))


def test_right_is_found_with_its_source() -> None:
    """A claim is right with content and source; another source or a spurious claim is wrong."""
    assert [one.right for one in verdicts(RIGHT, OTHER_SOURCE, SPURIOUS)] == [True, False, False]


def test_a_narrated_claim_is_wrong_where_it_swallows_an_attribution() -> None:
    """There is no gold for the reporter's own voice, only for what was overlooked in it."""
    assert [(one.right, one.narrated) for one in verdicts(OWN_VOICE, SWALLOWED)] == [(True, True), (False, True)]


def test_what_is_not_speech_counts_only_in_all() -> None:
    """A claim that pairs with a gold attribution without a verb of reporting is out of the speech numbers."""
    quiet = replace(SUND, speech_cue=False)
    assert [one.speech for one in verdicts(RIGHT, OTHER_SOURCE, SPURIOUS, gold=(BRANDT, quiet))] == [True, False, True]


def test_a_fit_finds_the_rates_it_was_given() -> None:
    """Shares of 90% and 20% come back as probabilities, and a signal that says nothing stays near 0."""
    rows = [{"good": float(n % 2), "idle": float(n % 3 == 0)} for n in range(1200)]
    right = [n // 6 % 10 < (9 if n % 2 else 2) for n in range(1200)]
    weights = fit(rows, right)
    assert weights.probability({"good": 1, "idle": 0}) == pytest.approx(0.9, abs=0.02)
    assert weights.probability({"good": 0, "idle": 0}) == pytest.approx(0.2, abs=0.02)
    assert abs(weights.coefficients["idle"]) < 0.1


def test_the_penalty_keeps_rare_signals_small() -> None:
    """Three claims, all right, do not make a signal certain."""
    rows = [{"rare": float(n < 3)} for n in range(60)]
    right = [n < 3 or n % 2 == 0 for n in range(60)]
    assert 0.5 < fit(rows, right).probability({"rare": 1}) < 0.8
    with pytest.raises(ValueError, match="no claims"):
        fit([], [])


def test_equations_are_solved() -> None:
    """A system whose first pivot is 0."""
    assert solve([[0, 2], [1, 1]], [4, 5]) == [3, 2]


def test_calibration_error_of_equal_bins() -> None:
    """0 where probabilities come true; the shift where all are off by it."""
    true = forecasts(*[(0.75, n % 4 > 0) for n in range(600)])
    assert calibration_error(true) == pytest.approx(0, abs=1e-9)
    assert calibration_error(forecasts(*[(0.95, n % 4 > 0) for n in range(600)])) == pytest.approx(0.2)
    assert sum(b.count for b in bins(true[:7])) == 7


def test_brier_ranking_and_coverage() -> None:
    """Each against a case counted by hand."""
    made = forecasts((0.9, 1), (0.8, 0), (0.8, 1), (0.1, 0))
    assert brier(made) == pytest.approx((0.01 + 0.64 + 0.04 + 0.01) / 4)
    assert auroc(made) == pytest.approx((1 + 1 + 0.5 + 1) / 4)
    assert auroc(forecasts((0.9, 1))) is None
    assert accuracy_at(made, 0.25) == 1
    assert accuracy_at(made, 1.0) == 0.5


def test_wilson_interval() -> None:
    """8 of 10, as Wilson's formula gives it; nothing is known of nothing."""
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def gold_and_predictions(tmp_path, articles: int) -> tuple:
    """A gold file, and predictions of it in which guesses are mostly wrong and narrated claims mostly right."""
    chance = random.Random(3)  # noqa: S311 - made data
    rows, lines = [], []
    brandt = gold_row("harbour master Ilse Brandt", "said", "“The quay is safe,”", "“Nobody has to worry.”")
    sund = gold_row("TV Sund", "reported", "that pilots believe the storm may last until Sunday")
    for number in range(articles):
        rows.append({"id": f"x/{number}", "text": HARBOUR, "attributions": [brandt, sund]})
        good = chance.random() < 0.9
        claims = [RIGHT if good else OTHER_SOURCE, SPURIOUS, SWALLOWED if number % 5 == 0 else OWN_VOICE]
        evidence = [CREDITED, replace(CREDITED, proposed="guess"), replace(NARRATED, reporting=number % 5 == 0)]
        lines.append(to_line(predicted(f"x/{number}", *claims, evidence=evidence), HARBOUR))
    path = tmp_path / "p.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return write(tmp_path / "attribution.x.dev.jsonl", *rows), path


def test_one_command_fits_measures_and_draws(tmp_path) -> None:
    """`--calibrate` prints error, ranking, coverage and promises, and writes the map and its picture."""
    gold, found = gold_and_predictions(tmp_path, 40)
    target, numbers = tmp_path / "c.json", tmp_path / "o.json"
    heard: list[str] = []
    options = Options(gold=(gold,), from_predictions=(found,), calibrate=target, output=numbers)
    markdown, failed = evaluate_files(options, heard.append)
    assert not failed
    for title in ("ECE", "Brier", "AUROC", "right at 50% coverage", "high, at least 90%"):
        assert title in markdown
    assert "Cross-validated by article: 40 articles in 5 folds" in markdown
    made = read_calibration(target)
    assert (made.profile, made.fitted, made.origin["gold"][0]["articles"]) == ("small", True, 40)
    assert made.attributed.coefficients["proposed.guess"] < -1
    assert made.narrated.coefficients["narrated.reporting"] < -1
    assert made.priors["proposed.both"] == "no data: half of proposed.guess, by judgement"
    assert ET.fromstring((tmp_path / "c.svg").read_text(encoding="utf-8")).tag.endswith("svg")  # noqa: S314 - our own
    assert json.loads(numbers.read_text(encoding="utf-8"))["confidence"]["credited"]["claims"] == 80
    assert any("picture" in line for line in heard)


def test_the_same_gold_gives_the_same_map(tmp_path) -> None:
    """Folds and fit have no chance in them that is not fixed."""
    gold, found = gold_and_predictions(tmp_path, 20)
    written = []
    for name in ("one.json", "two.json"):
        evaluate_files(Options(gold=(gold,), from_predictions=(found,), calibrate=tmp_path / name), lambda line: None)
        written.append((tmp_path / name).read_text(encoding="utf-8"))
    assert written[0] == written[1]


def test_no_article_is_forecast_by_a_map_that_saw_it(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each claim's probability comes from the four folds without its article."""
    gold, found = gold_and_predictions(tmp_path, 15)
    seen: list[set[str]] = []
    real = calibration._fitted

    def spy(claims, profile):
        seen.append({one.article for one in claims})
        return real(claims, profile)

    monkeypatch.setattr(calibration, "_fitted", spy)
    evaluate_files(Options(gold=(gold,), from_predictions=(found,), calibrate=tmp_path / "c.json"), lambda line: None)
    whole, *held_out = seen
    assert len(whole) == 15
    assert sorted(article for fold in held_out for article in whole - fold) == sorted(whole)


def test_a_calibration_can_be_checked_on_other_gold(tmp_path) -> None:
    """`--calibration` prints what a given map is worth, and says that it is not cross-validated."""
    gold, found = gold_and_predictions(tmp_path, 20)
    target = tmp_path / "c.json"
    evaluate_files(Options(gold=(gold,), from_predictions=(found,), calibrate=target), lambda line: None)
    markdown, _ = evaluate_files(
        Options(gold=(gold,), from_predictions=(found,), calibration=target), lambda line: None
    )
    assert "Calibration of profile small, as given" in markdown


@pytest.mark.parametrize(("articles", "said_so"), [(4, "too few for a calibration"), (12, "hold no evidence")])
def test_what_cannot_be_calibrated_is_refused(tmp_path, articles: int, said_so: str) -> None:
    """Too few articles, and predictions of an older version."""
    gold, found = gold_and_predictions(tmp_path, articles)
    if articles == 12:
        rows = [json.loads(line) for line in found.read_text(encoding="utf-8").splitlines()]
        found.write_text("".join(json.dumps({**row, "evidence": []}) + "\n" for row in rows), encoding="utf-8")
    with pytest.raises(UsageError, match=said_so):
        evaluate_files(
            Options(gold=(gold,), from_predictions=(found,), calibrate=tmp_path / "c.json"), lambda line: None
        )
