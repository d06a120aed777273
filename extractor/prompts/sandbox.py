"""The sandbox templates are rendered in: bounded in what they write and repeat, and without files.

A template comes from whoever wrote a task, not only from this package: it may show what it is given,
decide and loop, and nothing else. `include`, `import` and `extends` are refused: a template is one
file, so that its hash says everything it asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from typing_extensions import override

from extractor.errors import UsageError
from extractor.prompts.fence import fence, harmless

#: Characters one message may have: above any passage, below what hurts.
MOST_CHARACTERS = 400_000
#: Turns of all loops of one rendering together.
MOST_TURNS = 20_000
#: Characters of a template file.
MOST_SOURCE = 200_000
#: What makes long strings out of short ones.
_LENGTHENING = frozenset(
    "ljust rjust center zfill expandtabs format format_map replace translate join to_bytes".split()
)
_FILTERS_OUT = ("center", "indent", "format", "xmlattr", "pprint", "wordwrap", "replace", "batch", "slice", "random")
_GLOBALS_OUT = ("lipsum", "cycler", "joiner", "namespace", "dict")
#: Numbers that `range` may give in one rendering.
MOST_NUMBERS = 100_000
#: Bits of a number that is reckoned with: a product of products grows as lists of lists do.
MOST_BITS = 64
#: Other files, and names that could double what they hold line by line.
_OUT: dict[type[nodes.Node], str] = {
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "import",
    nodes.Extends: "extends",
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.With: "with",
    nodes.Concat: "~",
}


class _Turns:
    """Counts the turns of all loops of one rendering, and the numbers of all its ranges."""

    def __init__(self) -> None:
        self.left = MOST_TURNS
        self.numbers = MOST_NUMBERS

    def range(self, *bounds: int) -> range:
        numbers = range(*bounds)
        try:
            self.numbers -= len(numbers)
        except OverflowError:
            self.numbers = -1
        if self.numbers < 0:
            msg = f"counts more than {MOST_NUMBERS:,} numbers"
            raise SecurityError(msg)
        return numbers

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self.left -= 1
            if self.left < 0:
                msg = f"loops more than {MOST_TURNS} times"
                raise SecurityError(msg)
            yield item


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    @override
    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or not all(isinstance(side, (int, float)) for side in (left, right)):
            msg = f"uses {operator} on something else than two numbers"
            raise SecurityError(msg)
        if any(isinstance(side, int) and side.bit_length() > MOST_BITS for side in (left, right)):
            msg = f"reckons with numbers of more than {MOST_BITS} bits"
            raise SecurityError(msg)
        return super().call_binop(context, operator, left, right)

    @override
    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, (str, bytes, int)) and attr in _LENGTHENING:
            return False
        return super().is_safe_attribute(obj, attr, value)

    @override
    def wrap_str_format(self, value: Any) -> None:
        """Nothing: `format` is an attribute like the others, and refused; "{:>999999999}" is a gigabyte."""


def compiled(body: str, place: str) -> Template:
    """A template made ready. `place` names it in errors. Raises `UsageError`."""
    if len(body) > MOST_SOURCE:
        msg = f"{place}: the template is longer than {MOST_SOURCE:,} characters"
        raise UsageError(msg)
    environment = _Sandbox(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)
    environment.filters["fence"] = fence
    environment.filters["harmless"] = harmless
    environment.filters["join"] = _join
    environment.filters["tojson"] = _tojson
    for name in _FILTERS_OUT:
        environment.filters.pop(name, None)
    for name in _GLOBALS_OUT:
        environment.globals.pop(name, None)
    try:
        tree = environment.parse(body)
        refused = next(tree.find_all(tuple(_OUT)), None)
        if refused is not None:
            msg = (
                f"{place}, line {refused.lineno}: {_OUT[type(refused)]} is not available: "
                "a template is one file that shows, decides and loops"
            )
            raise UsageError(msg)
        _refuse_doubling(tree, place)
        _refuse_repeating(tree, place)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Call(nodes.Name("_counted", "load"), [loop.iter], [], None, None, lineno=loop.lineno)
        return environment.from_string(tree)
    except TemplateError as error:
        msg = f"{place}: not a template: {error}"
        raise UsageError(msg) from None
    except (RecursionError, MemoryError, SyntaxError, ValueError, OverflowError):
        msg = f"{place}: not a template: it is nested too deep or holds what cannot be compiled"
        raise UsageError(msg) from None


def _refuse_doubling(tree: nodes.Template, place: str) -> None:
    """Refuse lists made of what a loop goes through: loop within loop they double what they hold."""
    bound = {"loop"} | {
        name.name for loop in tree.find_all(nodes.For) for name in _names(loop.target) if isinstance(name, nodes.Name)
    }
    for made in tree.find_all((nodes.List, nodes.Tuple, nodes.Dict)):
        if getattr(made, "ctx", "load") == "load" and any(name.name in bound for name in made.find_all(nodes.Name)):
            msg = f"{place}, line {made.lineno}: a list of what a loop goes through is not available"
            raise UsageError(msg)


def _refuse_repeating(tree: nodes.Template, place: str) -> None:
    """Refuse what repeats without being a loop that is counted: a loop that calls itself, blocks that show blocks."""
    calling = [loop for loop in tree.find_all(nodes.For) if loop.recursive]
    showing = [name for name in tree.find_all(nodes.Name) if name.name == "self"]
    for node in (*calling, *showing):
        what = "a recursive loop" if node in calling else "self"
        msg = f"{place}, line {node.lineno}: {what} is not available"
        raise UsageError(msg)


def _names(target: nodes.Node) -> Iterator[nodes.Node]:
    """The names a loop gives."""
    yield target
    yield from target.find_all(nodes.Name)


def _join(items: Iterable[Any], between: str = "") -> str:
    """The filter `join`, which may not grow without bounds."""
    parts, size = [], 0
    for item in items:
        parts.append(str(item))
        size += len(parts[-1]) + len(between)
        if size > MOST_CHARACTERS:
            msg = f"writes more than {MOST_CHARACTERS:,} characters"
            raise SecurityError(msg)
    return between.join(parts)


def _tojson(value: Any) -> Any:
    """The filter `tojson` without its indentation, which may be a gigabyte."""
    from jinja2.utils import htmlsafe_json_dumps

    return htmlsafe_json_dumps(value, sort_keys=True)


def rendered(template: Template, block: str | None, variables: Mapping[str, Any], place: str) -> str:
    """The text of one block (None: of the whole template), without white space around it. Raises `UsageError`."""
    turns = _Turns()
    context = template.new_context({**variables, "_counted": turns.counted, "range": turns.range})
    parts: list[str] = []
    size = 0
    try:
        for part in (template.blocks[block] if block else template.root_render_func)(context):
            size += len(part)
            if size > MOST_CHARACTERS:
                msg = f"writes more than {MOST_CHARACTERS:,} characters"
                raise SecurityError(msg)
            parts.append(part)
    except TemplateError as error:
        msg = f"{place}: the template cannot be rendered: it {_said(error)}"
        raise UsageError(msg) from None
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError, MemoryError) as error:
        msg = f"{place}: the template cannot be rendered ({type(error).__name__})"
        raise UsageError(msg) from None
    return "".join(parts).strip()


def _said(error: TemplateError) -> str:
    words = " ".join(str(error.message or type(error).__name__).split())
    return words if isinstance(error, SecurityError) else f"says: {words}"
