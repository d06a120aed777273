"""The documentation is true: its examples run, its commands and options exist, its reference is the code's."""

from __future__ import annotations

import importlib
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor.testing import FakeModel
from tests.support.articles import FOLDER as ARTICLES

ROOT = Path(__file__).parents[1]
MADE = "reference-"
PAGES = [
    ROOT / "README.md",
    *(path for path in sorted((ROOT / "docs").glob("*.md")) if not path.name.startswith(MADE)),
]
#: Pages whose examples run elsewhere: as tests below, in a test of their own, on a cluster that
#: tests/integrations/ starts.
ELSEWHERE = {"testing.md", "your-own-questions.md", "scale.md"}
_BLOCK = re.compile(r"^```python\n(.*?)^```", re.M | re.S)
#: What examples name as a file or a folder of the reader's own.
FILES = ("article.txt", "a.txt", "b.txt")


def examples(page: Path) -> list[str]:
    """The Python of a page, in its order."""
    return _BLOCK.findall(page.read_text(encoding="utf-8"))


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A reader's folder with an article in it; a fake model answers wherever an example connects."""
    article = (ARTICLES / "wire-ferry-grounding.txt").read_text(encoding="utf-8")
    for name in FILES:
        (tmp_path / name).write_text(article, encoding="utf-8")
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "ferry", "text": article}), encoding="utf-8")
    (tmp_path / "my.json").write_bytes((ROOT / "extractor" / "confidence" / "calibration.small.json").read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("extractor.llm.connect", lambda *args, **kwargs: FakeModel(answer, "smollm2"))
    return tmp_path


def answer(messages: Any, form: Any) -> dict[str, Any]:
    """A fake answer of the form asked for: nothing for most, one sentence for a summary."""
    if "sentences" in form.model_fields:
        return {"sentences": [{"text": "A ferry ran aground.", "support": [1]}]}
    asked = messages[-1]["content"]
    count = max(1, len(re.findall(r"^\d+\. ", asked, re.M)))
    return {
        name: ["unknown" if name == "kinds" else ""] * count if name != "claims" else [] for name in form.model_fields
    }


@pytest.mark.parametrize("page", [page for page in PAGES if page.name not in ELSEWHERE], ids=lambda page: page.name)
def test_examples_run(page: Path, reader: Path) -> None:
    """Every Python example of a page runs, one after another."""
    namespace: dict[str, Any] = {"__name__": page.stem}
    for number, code in enumerate(examples(page), 1):
        missing = [name for name in re.findall(r"^\s*(?:from|import) (\w+)", code, re.M) if not _is_there(name)]
        if missing:
            pytest.skip(f"example {number} of {page.name} needs {missing[0]}")
        if re.search(r"^\s*(?:async )?(?:await|async for)", code, re.M):
            continue  # shown for readers who are inside a coroutine
        exec(compile(code, f"{page.name}, example {number}", "exec"), namespace)  # noqa: S102 - our own pages


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_import_what_is_there(page: Path) -> None:
    """Whatever an example imports from the product is there."""
    for code in examples(page):
        for module, names in re.findall(r"^from (extractor[\w.]*) import ([\w, ]+)", code, re.M):
            found = importlib.import_module(module)
            assert all(hasattr(found, name.strip()) for name in names.split(",")), (module, names)


def test_examples_of_tests_pass(pytester: pytest.Pytester) -> None:
    """The examples of the page on testing are tests that pass."""
    fakes, *_ = examples(ROOT / "docs" / "testing.md")
    pytester.makepyfile(fakes)
    run = pytester.runpytest_inprocess("-p", "extractor.testing.plugin", "-p", "no:cacheprovider", "-p", "no:asyncio")
    run.assert_outcomes(passed=len(re.findall(r"^def test_", fakes, re.M)))


def test_the_reference_is_what_the_code_says() -> None:
    """The reference pages are those that `make docs` would write now."""
    checked = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "reference.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        timeout=120,
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link to a file of the project leads to one that is there."""
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (page.parent / target).exists(), target


def _is_there(name: str) -> bool:
    return importlib.util.find_spec(name) is not None
