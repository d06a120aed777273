"""A template shows what it is given, decides and loops: nothing else, and not without bounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import UsageError
from extractor.prompts import Prompt, fence

PASSAGE = {"text": "A line.", "before": "", "title": "", "language": "en"}


def prompt(source: str) -> Prompt:
    """A template without a file."""
    return Prompt("mine", "v1", None, source)


HOSTILE = {
    "another file": ("{% include 'claims.v1.jinja' %}{{ text }}", "include is not available"),
    "a file above": ("{% extends '../../etc/passwd' %}{{ text }}", "extends is not available"),
    "a macro without end": ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}{{ text }}", "macro is not available"),
    "doubling": ("{% set x = [text, text] %}{{ x }}{{ text }}", "set is not available"),
    "python": ("{{ text.__class__.__mro__[1].__subclasses__() }}{{ text }}", "unsafe|security|undefined|access"),
    "globals": ("{{ self.__init__.__globals__ }}{{ text }}", "self is not available"),
    "blocks that show blocks": (
        "".join(
            f"{{% block b{n} %}}{{{{ self.b{n + 1}() }}}}{{{{ self.b{n + 1}() }}}}{{% endblock %}}" for n in range(40)
        ),
        "self is not available",
    ),
    "a loop that calls itself": (
        "{% for a in [1] recursive %}{% if loop.depth < 40 %}{{ loop([1, 2]) }}{% endif %}{% endfor %}{{ text }}",
        "a recursive loop is not available",
    ),
    "an indentation": ("{{ [[text]] | tojson(indent=1000000000) }}{{ text }}", "cannot be rendered"),
    "a long string": ("{{ 'a' * 1000000000 }}{{ text }}", r"uses \*"),
    "padding": ("{{ 'a'.ljust(1000000000) }}{{ text }}", "cannot be rendered"),
    "a format": ("{{ '%1000000000d' % 1 }}{{ text }}", "uses %"),
    "a power": ("{{ 9 ** 9 ** 9 }}{{ text }}", r"uses \*\*"),
    "loops in loops": (
        "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}{{ text }}",
        "loops",
    ),
    "a long output": ("{% for a in range(9999) %}" + "x" * 99 + "{% endfor %}{{ text }}", "writes more than"),
    "a long join": (
        "{{ range(99999) | join('x' * 1) }}{{ range(99999) | join('----------') }}{{ text }}",
        "uses|writes",
    ),
    "padding of bytes": ("{{ text.encode().ljust(1000000000) }}{{ text }}", "cannot be rendered"),
    "a new format": ("{{ '{:>1000000000}'.format(1) }}{{ text }}", "cannot be rendered"),
    "a format of a mapping": ("{{ '{a:>1000000000}'.format_map({'a': 1}) }}{{ text }}", "cannot be rendered"),
    "a number as bytes": ("{{ (1).to_bytes(1000000000, 'big') }}{{ text }}", "cannot be rendered"),
    "lists of lists": (
        "{% for a in [1] %}{% for b in [[a, a]] %}{% for c in [[b, b]] %}{{ c }}"
        "{% endfor %}{% endfor %}{% endfor %}{{ text }}",
        "a list of what a loop goes through",
    ),
    "products of products": ("{{ (99999999 * 99999999) * (99999999 * 99999999) * 9 }}{{ text }}", "64 bits"),
    "ranges beside each other": ("{{ [range(99999) | list, range(99999) | list] | length }}{{ text }}", "counts more"),
    "a range of ranges": ("{{ range(9223372036854775807, -9223372036854775807, -1) | length }}", "counts more"),
    "a dictionary": ("{{ dict(a=text, b=text) }}{{ text }}", "'dict' is undefined"),
    "an unknown name": ("{{ txet }}{{ text }}", "'txet' is undefined"),
    "no template": ("{% if %}{{ text }}", "not a template"),
    "nesting": ("{% if text %}" * 3000 + "{{ text }}", "not a template"),
    "an unknown filter": ("{{ text | shell }}", "not a template"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_template_may_not_do_is_refused_in_one_line(name: str) -> None:
    """Quickly, with the template's name; nothing is read, run or filled up."""
    source, said = HOSTILE[name]
    with pytest.raises(UsageError, match=said) as refused:
        prompt(source).check(PASSAGE)
    assert "\n" not in str(refused.value)
    assert "prompt mine.v1" in str(refused.value)


def test_conditions_loops_and_filters_work() -> None:
    """What templates are for."""
    source = "{% for n in [1, 2] %}{{ n }}{{ ', ' if not loop.last }}{% endfor %} {{ language|upper }}\n{{ text }}\nNow"
    system, question = prompt(source).messages(PASSAGE)
    assert system["content"].startswith("1, 2 EN\n")
    assert question["content"] == f"{fence('A line.')}\nNow"


def test_the_passage_is_fenced_by_us() -> None:
    """`{{ text }}` is enough, with or without blocks, and `| fence` does not fence it twice."""
    blocks = "{% block system %}s{% endblock %}{% block user %}{{ text }}{% endblock %}"
    for source in ("Who?\n{{ text }}", blocks, blocks.replace("text }}", "text | fence }}")):
        assert prompt(source).messages(PASSAGE)[-1]["content"] == fence("A line.")


def test_worked_examples_come_before_the_question(tmp_path: Path) -> None:
    """As earlier turns, their passages fenced alike."""
    examples = ({"input": {"text": "One."}, "answer": {"a": 1}},)
    turns = Prompt("mine", "v1", tmp_path, "Who?\n{{ text }}", examples).messages(PASSAGE)
    assert [turn["role"] for turn in turns] == ["system", "user", "assistant", "user"]
    assert turns[1]["content"] == fence("One.")
    assert turns[2]["content"] == '{"a":1}'
