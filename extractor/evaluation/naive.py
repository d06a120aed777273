"""The one-big-question baseline: the whole article and the whole schema in one call, with instructor.

What a newcomer would write in ten minutes, on the same model, so that the worth of everything
else here is a number. Words are looked up as they are; an answer that is not in the text is dropped.
"""

from __future__ import annotations

import time
from typing import Any

from pydantic import BaseModel, Field

from extractor.evaluation.gold import Article, Attribution
from extractor.evaluation.peers import Answer, nearest, prediction, remembered
from extractor.evaluation.predictions import Prediction
from extractor.evaluation.systems import ModelChoice

_MOST_OUTPUT_TOKENS = 2000
_RETRIES = 2
#: What models write as the speaker where the article itself speaks.
_NARRATORS = frozenset({"author", "the author", "narrator", "article", "the article", ""})

_ASK = """You extract claims from news articles. For every statement, thought or quotation that the article \
attributes to a person, an organisation or a document, give
- quote: the words of the claim, copied word for word from the article, without the speaker and the verb of saying
- speaker: who makes the claim, copied word for word from the article; empty if the article itself makes the claim
- cue: the verb or phrase of saying, such as "said" or "according to", copied word for word from the article; \
empty if none
- claim: the claim in one sentence that can be understood on its own
Also give a summary of the article in two sentences and the list of the sources. Reply with JSON."""


class NaiveClaim(BaseModel):
    quote: str = Field(
        description="the words of the claim, copied word for word, without the speaker and the verb of saying"
    )
    speaker: str = Field(description="who makes the claim, copied word for word; empty if the article itself does")
    cue: str = Field(description="the verb or phrase of saying, copied from the article; empty if none")
    claim: str = Field(description="the claim in one sentence that can be understood on its own")


class NaiveSource(BaseModel):
    name: str
    description: str


class NaiveArticle(BaseModel):
    summary: str = Field(description="two sentences")
    claims: list[NaiveClaim]
    sources: list[NaiveSource]


class NaiveSystem:
    """One call an article with `instructor`."""

    name = "naive"

    def __init__(self, choice: ModelChoice) -> None:
        import instructor  # noqa: F401 - here, so that loading it is not counted as the first article's time
        import openai  # noqa: F401

        from extractor.llm import connect

        self._choice = choice
        self._client = connect(
            choice.model, base_url=choice.base_url, api_key=choice.api_key, timeout=choice.timeout, cache=choice.cache
        )
        self.model = self._client.model

    async def read(self, article: Article) -> Prediction:
        """What the model answers, as far as its words are in the text."""
        request = {"peer": self.name, "model": self.model, "ask": _ASK, "text": article.text}
        answer = await remembered(self._choice, self._client.scope, request, lambda: self._ask(article))
        found = [a for claim in answer["claims"] if (a := _attribution(article.text, claim)) is not None]
        return prediction(article, self.name, self.model, answer, found)

    async def aclose(self) -> None:
        """Close the model."""
        await self._client.aclose()

    async def _ask(self, article: Article) -> Answer:
        import instructor
        import openai

        wire = await self._client.start()
        began = time.monotonic()
        usage = {"calls": 0, "input_tokens": 0, "output_tokens": 0}

        def count(response: Any) -> None:
            spent = getattr(response, "usage", None)
            usage["calls"] += 1
            usage["input_tokens"] += getattr(spent, "prompt_tokens", 0) or 0
            usage["output_tokens"] += getattr(spent, "completion_tokens", 0) or 0

        async with openai.AsyncOpenAI(
            base_url=wire.endpoint.base_url, api_key=wire.endpoint.api_key, timeout=self._choice.timeout
        ) as client:
            asking: Any = instructor.from_openai(client, mode=instructor.Mode.JSON_SCHEMA)
            asking.on("completion:response", count)
            claims: list[Any] = []
            error = None
            try:
                article_read = await asking.chat.completions.create(
                    model=self.model,
                    temperature=0,
                    max_tokens=_MOST_OUTPUT_TOKENS,
                    max_retries=_RETRIES,
                    response_model=NaiveArticle,
                    messages=[{"role": "system", "content": _ASK}, {"role": "user", "content": article.text}],
                )
                claims = [claim.model_dump() for claim in article_read.claims]
            except Exception as fault:  # instructor's own errors hold the article; only their names are kept
                error = type(fault).__name__
        return {"claims": claims, "usage": usage, "error": error, "seconds": time.monotonic() - began}


def _attribution(text: str, claim: dict[str, str]) -> Attribution | None:
    speaker = claim["speaker"].strip()
    start = text.find(claim["quote"]) if claim["quote"].strip() else -1
    if start < 0 or speaker.casefold() in _NARRATORS:
        return None
    content = (start, start + len(claim["quote"]))
    return Attribution(
        source=nearest(text, speaker, content), cue=nearest(text, claim["cue"].strip(), content), content=(content,)
    )
