"""One way of asking about many articles, in a process of its own, for `benchmarks.bulk peers`.

    python -m benchmarks.bulk_peers extractor|instructor|langextract IN.jsonl URL AT_ONCE

Prints {"questions", "seconds", "cpu"} of the run without its imports. The peers ask one question an
article, ours as many as it needs; so what is compared is the cost of a question, and how near each
comes to so many questions in flight.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen


def texts_in(source: str) -> list[str]:
    """The texts of an input file."""
    return [json.loads(line)["text"] for line in Path(source).read_text(encoding="utf-8").splitlines()]


def count(url: str) -> int:
    """Questions the endpoint was asked so far."""
    with urlopen(f"{url.removesuffix('/v1')}/count") as answer:  # noqa: S310
        return int(answer.read())


def through_extractor(source: str, url: str, at_once: int) -> Any:
    """`extractor.bulk.run`, with its journal."""
    from extractor.bulk import BulkOptions, FileOutput, Journal, read_records, run
    from extractor.pipeline import Extractor

    async def work(records: Any, folder: str) -> None:
        async with Extractor("fake", base_url=url, api_key="k") as extractor:
            with Journal(f"{folder}/journal", FileOutput(f"{folder}/out.jsonl")) as journal:
                await run(records, extractor, BulkOptions(concurrency=at_once), journal)

    def once(limit: int | None) -> None:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(work(list(read_records([source]))[:limit], folder))

    return once


def through_instructor(source: str, url: str, at_once: int) -> Any:
    """`instructor` and `asyncio.gather`, as its documentation shows it: the whole schema in one question."""
    import instructor
    from openai import AsyncOpenAI
    from pydantic import BaseModel

    class Claim(BaseModel):
        source: str
        cue: str
        content: list[str]

    class Claims(BaseModel):
        claims: list[Claim]

    texts = texts_in(source)

    async def work(some: list[str]) -> None:
        client = instructor.from_openai(AsyncOpenAI(base_url=url, api_key="k"), mode=instructor.Mode.JSON_SCHEMA)
        gate = asyncio.Semaphore(at_once)

        async def ask(text: str) -> Any:
            async with gate:
                messages: list[Any] = [{"role": "user", "content": f"<text 0>\n{text}\n</text 0>"}]
                return await client.chat.completions.create(
                    model="fake", response_model=Claims, messages=messages, max_retries=1
                )

        await asyncio.gather(*(ask(text) for text in some))

    return lambda limit: asyncio.run(work(texts[:limit]))


def through_langextract(source: str, url: str, at_once: int) -> Any:
    """`langextract` with as many workers; its own endpoint format, one example."""
    import langextract as lx
    from langextract.providers.openai import OpenAILanguageModel

    example = lx.data.ExampleData(
        text="Anna Sollis said that no contract had been signed.",
        extractions=[lx.data.Extraction(extraction_class="source", extraction_text="Anna Sollis")],
    )
    texts = texts_in(source)

    def once(limit: int | None) -> None:
        model = OpenAILanguageModel(model_id="fake", base_url=url, api_key="k", max_workers=at_once)
        documents = [lx.data.Document(text=text) for text in texts[:limit]]
        lx.extract(
            text_or_documents=documents,
            prompt_description="Who says what.",
            examples=[example],
            model=model,
            max_workers=at_once,
            batch_length=at_once,
            show_progress=False,
        )

    return once


def main() -> None:
    """Warm up, measure, print."""
    way, source, url, at_once = sys.argv[1:5]
    once = globals()[f"through_{way}"](source, url, int(at_once))
    once(2)
    before, cpu, began = count(url), time.process_time(), time.monotonic()
    once(None)
    told = {"seconds": time.monotonic() - began, "cpu": time.process_time() - cpu, "questions": count(url) - before}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
