"""A result as Markdown (CommonMark with GitHub's tables), for notes and pull requests.

The document's words are data: what Markdown, HTML or GitHub would read as markup is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.render.account import account_lines, run_line, status_line
from extractor.render.answers import answer_lines, asked_for
from extractor.render.chain import NARRATED, chain, names_of
from extractor.render.visible import one_line
from extractor.schema import Claim, Result, Source

# `$` starts mathematics and `@` a mention on GitHub; `|` ends a table's cell; `!` before `[` an image.
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in r"\`*_{}[]|~$@!^"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# What GitHub turns into a link without being asked.
_AUTOLINKS = re.compile(r"\b(https?|ftp|mailto|xmpp)(:)|\b(www)(\.)", re.IGNORECASE)
# A line that begins so is a heading, a list, a quotation's or a heading's underline.
_OPENERS = re.compile(r"^([#+\-=:]|\d{1,9}(?=[.)]))")


def as_markdown(result: Result) -> str:
    """The whole result: summary, claims with their words, sources, report."""
    blocks = [f"# {escape(result.document.title or result.document.id)}"]
    if asked_for(result):
        blocks += _summary(result)
        blocks.append(f"## Claims ({len(result.claims)})")
        names = names_of(result)
        claims = "\n".join(_claim(number, claim, names) for number, claim in enumerate(result.claims, 1))
        blocks.append(claims or "None.")
        blocks.append(f"## Sources ({len(result.sources)})")
        blocks.append("\n".join(_sources(result.sources)) if result.sources else "None.")
    for task, answer in (result.answers or {}).items():
        blocks.append(f"## {escape(task)}")
        blocks.append("\n".join(_answer(answer)) if answer is not None else "Not answered.")
    blocks.append("## Report")
    account = [status_line(result), *account_lines(result.report), run_line(result.run)]
    blocks.append("\n".join(f"- {escape(line)}" for line in account))
    return "\n\n".join(blocks) + "\n"


def escape(text: str) -> str:
    """`text` on one line, such that Markdown shows exactly its characters."""
    line = one_line(text)
    line = line.translate(_MARKS)
    line = _AUTOLINKS.sub(lambda found: f"{found[1] or found[3]}\\{found[2] or found[4]}", line)
    return _OPENERS.sub(lambda found: found[1] + "\\" if found[1].isdigit() else "\\" + found[1], line)


def _summary(result: Result) -> Iterator[str]:
    yield "## Summary"
    if not result.summary.sentences:
        yield escape(result.summary.text) or "None."
    for sentence in result.summary.sentences:
        yield escape(sentence.text)
        support = [f"> {escape(passage.text)}" for passage in sentence.support]
        if support:
            yield "\n>\n".join(support)


def _claim(number: int, claim: Claim, names: dict[str, str]) -> str:
    who = chain(claim, names)
    who = f"*{NARRATED}*" if who == NARRATED else f"**{escape(who)}**"
    sureness = f"{claim.certainty.level}; confidence {claim.confidence.level} ({claim.confidence.score:.2f})"
    words = " … ".join(escape(piece.text) for piece in claim.content)
    return f"{number}. {who}: {escape(claim.text)}\n   <br>{sureness}; {claim.grounding}: “{words}”"


def _answer(answer: object) -> Iterator[str]:
    """A user's own task as a nested list."""
    for line in answer_lines(answer):
        remark = f" *({line.remark})*" if line.remark else ""
        yield f"{'  ' * line.level}- {escape(line.field)}:{' ' if line.value else ''}{escape(line.value)}{remark}"


def _sources(sources: list[Source]) -> Iterator[str]:
    yield "| source | kind | role | why they speak | mentions |"
    yield "|---|---|---|---|---|"
    for source in sources:
        why = escape(source.justification.text) if source.justification else ""
        cells = [escape(source.name), source.kind, escape(source.role or ""), why, str(len(source.mentions))]
        yield f"| {' | '.join(cells)} |"
