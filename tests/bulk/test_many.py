"""`extract_many` and `aextract_many`: many documents in memory."""

from __future__ import annotations

import pytest

from extractor import Document
from extractor.errors import EndpointUnreachable, ModelError
from tests.bulk.corpus import Model, text_of


def documents(count: int) -> list[Document]:
    return [Document.from_text(text_of(n), id=f"d{n}") for n in range(count)]


def test_results_come_in_order() -> None:
    """Every document has its result, in the order given, and they are taken only as they are needed."""
    taken: list[str] = []

    def given() -> object:
        for document in documents(10):
            taken.append(document.id)
            yield document

    results = Model().extractor.extract_many(given(), concurrency=3)  # type: ignore[arg-type]
    assert next(results).document.id == "d0"
    assert len(taken) <= 4
    assert [result.document.id for result in results] == [f"d{n}" for n in range(1, 10)]


async def test_one_fault_does_not_lose_the_others() -> None:
    """A document that is not answered has a failed result; the others are complete."""
    model = Model(faults={"number 4 ": EndpointUnreachable("answers 503")})
    found = [result async for result in model.extractor.aextract_many(documents(9), concurrency=3, order="done")]
    assert sorted(result.report.status for result in found) == ["complete"] * 8 + ["failed"]
    failed = next(result for result in found if result.report.status == "failed")
    assert (failed.document.id, failed.report.warnings) == ("d4", ["answers 503"])


async def test_a_dead_model_raises() -> None:
    """When nobody answers any more the fault is raised, not one failed result after another."""
    model = Model(faults={"ferry": EndpointUnreachable("no connection")})
    with pytest.raises(ModelError, match="no connection"):
        _ = [result async for result in model.extractor.aextract_many(documents(50), concurrency=3)]
    assert model.asked < 20
