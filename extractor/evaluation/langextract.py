"""The peer langextract on the same model, where it is installed; run as it was for the published table.

Its own alignment places the contents; sources and cues are looked up near them.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import time
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from extractor.errors import MissingExtra
from extractor.evaluation.gold import Article, Attribution
from extractor.evaluation.peers import Answer, nearest, prediction, remembered
from extractor.evaluation.predictions import Prediction
from extractor.evaluation.systems import ModelChoice

_MOST_OUTPUT_TOKENS = 1200  # langextract has no limit unless one is set
_CHUNK = 1000  # characters of text in one question, its own default

_ASK = """Extract attributions from a news article: every claim, statement, thought or quotation that the text \
attributes to a source (a person, an organisation, a document, a poll), in order of appearance.
- attribution: the words of the claim itself, copied exactly from the text, without the source and \
without the verb of saying.
- attribute source: the words that name who says it, copied exactly from the text (a pronoun if the text has a pronoun).
- attribute cue: the verb or phrase of saying, such as "said" or "according to", copied exactly from the text.
Statements of the article itself, without a source, are not extracted. One sentence can hold several attributions. \
If there is none, return an empty list."""

_SHOWN: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "The mayor will resign in May, her spokesman John Smith told reporters. The city has three bridges.",
        (("The mayor will resign in May", "her spokesman John Smith", "told"),),
    ),
    (
        "Although Lee refused to comment, the BBC reported, citing two aides, that the talks may collapse. "
        "“We are ready to sign,” she added. “It is up to them.”",
        (
            ("that the talks may collapse", "the BBC", "reported"),
            ("“We are ready to sign,”", "she", "added"),
            ("“It is up to them.”", "she", "added"),
        ),
    ),
    (
        "There are signs that the bank was hacked, according to police chief Ana Ruiz. "
        "A poll found that most customers want their money back.",
        (
            ("There are signs that the bank was hacked", "police chief Ana Ruiz", "according to"),
            ("that most customers want their money back", "A poll", "found"),
        ),
    ),
    (
        "Residents fear the dam will break. Work on it began in 1994, and it was never finished. "
        "The ministry denied that it knew of the cracks.",
        (("the dam will break", "Residents", "fear"), ("that it knew of the cracks", "The ministry", "denied")),
    ),
)


class LangextractSystem:
    """`langextract.extract` through its OpenAI provider."""

    name = "langextract"

    def __init__(self, choice: ModelChoice) -> None:
        if find_spec("langextract") is None:
            msg = "--against langextract: not installed; run `pip install 'langextract[openai]'`"
            raise MissingExtra(msg)
        import langextract  # noqa: F401 - here, so that loading it is not counted as the first article's time

        from extractor.llm import connect

        self._choice = choice
        self._client = connect(
            choice.model, base_url=choice.base_url, api_key=choice.api_key, timeout=choice.timeout, cache=choice.cache
        )
        self.model = self._client.model

    async def read(self, article: Article) -> Prediction:
        """What langextract finds and can place in the text."""
        request = {"peer": self.name, "model": self.model, "ask": _ASK, "text": article.text}
        answer = await remembered(self._choice, self._client.scope, request, lambda: self._ask(article))
        found = [_attribution(article.text, row) for row in answer["found"] if row["span"]]
        return prediction(article, self.name, self.model, answer, found)

    async def aclose(self) -> None:
        """Close the model."""
        await self._client.aclose()

    async def _ask(self, article: Article) -> Answer:
        wire = await self._client.start()
        # its own loop is synchronous
        return await asyncio.to_thread(self._extract, article.text, wire.endpoint.base_url, wire.endpoint.api_key)

    def _extract(self, text: str, base_url: str, api_key: str) -> Answer:
        import langextract as lx
        import openai.resources.chat.completions as completions

        began = time.monotonic()
        usage = {"calls": 0, "input_tokens": 0, "output_tokens": 0}
        found: list[dict[str, Any]] = []
        error = None
        with _counted(completions.Completions, usage), _quiet():
            try:
                # settings given beside config= are ignored (langextract 1.7.1), so they go inside;
                # the provider is named because it is guessed from the model's name otherwise
                config = lx.factory.ModelConfig(
                    model_id=self.model,
                    provider="OpenAILanguageModel",
                    provider_kwargs={
                        "api_key": api_key,
                        "base_url": base_url,
                        "temperature": 0.0,
                        "max_workers": 1,
                        "max_output_tokens": _MOST_OUTPUT_TOKENS,
                        "format_type": lx.data.FormatType.JSON,
                    },
                )
                document: Any = lx.extract(
                    text_or_documents=text,
                    prompt_description=_ASK,
                    examples=[_example(lx, *shown) for shown in _SHOWN],
                    config=config,
                    max_char_buffer=_CHUNK,
                    extraction_passes=1,
                    show_progress=False,
                    fetch_urls=False,
                )
                found = [_row(extraction) for extraction in document.extractions or ()]
            except Exception as fault:  # its errors quote the article
                error = type(fault).__name__
        return {"found": found, "usage": usage, "error": error, "seconds": time.monotonic() - began}


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep what it prints out of our tables, and its advice out of standard error."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _counted(completions: Any, usage: dict[str, int]) -> Iterator[None]:
    """Count calls and tokens of a library that does not tell them."""
    create = completions.create

    def counting(*args: Any, **kwargs: Any) -> Any:
        response = create(*args, **kwargs)
        spent = getattr(response, "usage", None)
        usage["calls"] += 1
        usage["input_tokens"] += getattr(spent, "prompt_tokens", 0) or 0
        usage["output_tokens"] += getattr(spent, "completion_tokens", 0) or 0
        return response

    completions.create = counting
    try:
        yield
    finally:
        completions.create = create


def _example(lx: Any, text: str, rows: tuple[tuple[str, str, str], ...]) -> Any:
    extractions = [
        lx.data.Extraction(
            extraction_class="attribution", extraction_text=content, attributes={"source": source, "cue": cue}
        )
        for content, source, cue in rows
    ]
    return lx.data.ExampleData(text=text, extractions=extractions)


def _row(extraction: Any) -> dict[str, Any]:
    interval = extraction.char_interval
    placed = interval is not None and interval.start_pos is not None
    attributes = extraction.attributes or {}
    return {
        "span": [interval.start_pos, interval.end_pos] if placed else None,
        "source": _words(attributes.get("source")),
        "cue": _words(attributes.get("cue")),
    }


def _words(value: Any) -> str:
    return value if isinstance(value, str) else " ".join(map(str, value or ()))


def _attribution(text: str, row: dict[str, Any]) -> Attribution:
    content = (row["span"][0], row["span"][1])
    return Attribution(
        source=nearest(text, row["source"], content), cue=nearest(text, row["cue"], content), content=(content,)
    )
