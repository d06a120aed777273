"""Versioned prompt templates: where they are, what they say, and their identity.

A template is a file `<task>.<version>.jinja` with a front matter (TOML between `---` lines) and two
blocks, `system` and `user`. Worked examples stand beside it in `<task>.<version>.examples.jsonl`, one
`{"input": {…}, "answer": {…}}` a line, and are sent as earlier turns. The beginning of every prompt
of a task is the same, so that a server can cache it.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import UsageError

if TYPE_CHECKING:
    from jinja2 import Template

Message = dict[str, str]
#: Hexadecimal digits of a prompt's hash that are shown: enough to tell versions apart.
HASH_DIGITS = 16
_NAME = re.compile(r"(?P<task>[a-z][a-z0-9_-]*)\.(?P<version>v[0-9]+)\.jinja")
#: Control tokens of chat templates (`<|im_start|>`, `<<SYS>>`, `[INST]`, `<start_of_turn>` …): servers
#: read them in a message's text as the end of the turn.
_CONTROL = re.compile(r"<(?=[|/]|start_of_turn|end_of_turn|<SYS|bos>|eos>|s>)|\[(?=/?INST\]|/?SYSTEM)|(?<=\|)>", re.I)
_JOINER = "\u2060"


@dataclass(frozen=True)
class Prompt:
    """One version of one template."""

    task: str
    version: str
    path: Path
    source: str = field(repr=False)
    examples: tuple[dict[str, Any], ...] = field(default=(), repr=False)

    @property
    def name(self) -> str:
        return f"{self.task}.{self.version}"

    @cached_property
    def hash(self) -> str:
        """Identity of template and examples together."""
        canonical = self.source + "\n" + json.dumps(self.examples, ensure_ascii=False, sort_keys=True)
        return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()[:HASH_DIGITS]

    @cached_property
    def about(self) -> dict[str, Any]:
        """The front matter."""
        return _split(self.source)[0]

    @cached_property
    def _template(self) -> Template:
        from jinja2 import StrictUndefined
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        environment = ImmutableSandboxedEnvironment(
            undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
        )
        environment.filters["fence"] = fence
        environment.filters["harmless"] = harmless
        return environment.from_string(_split(self.source)[1])

    def _block(self, name: str, variables: Mapping[str, Any]) -> str:
        context = self._template.new_context(dict(variables))
        return "".join(self._template.blocks[name](context)).strip()

    def messages(self, variables: Mapping[str, Any], *, examples: bool = True) -> list[Message]:
        """The conversation that asks: system, worked examples as earlier turns, the question."""
        conversation = [{"role": "system", "content": self._block("system", variables)}]
        for example in self.examples if examples else ():
            answer = json.dumps(example["answer"], ensure_ascii=False, separators=(",", ":"))
            conversation.append({"role": "user", "content": self._block("user", example["input"])})
            conversation.append({"role": "assistant", "content": answer})
        conversation.append({"role": "user", "content": self._block("user", variables)})
        return conversation

    def again(self, conversation: Sequence[Message], answer: str, variables: Mapping[str, Any]) -> list[Message]:
        """The conversation that asks once more, for what could not be used of `answer`."""
        asked = {"role": "user", "content": self._block("again", variables)}
        return [*conversation, {"role": "assistant", "content": answer}, asked]


def harmless(text: str) -> str:
    """`text` with the control tokens of chat templates broken by an invisible joiner.

    The model sees the same words; offsets are not touched, since answers are grounded in the
    document's own text, where the joiner is not.
    """
    return _CONTROL.sub(lambda match: match.group() + _JOINER, text)


def fence(text: str) -> str:
    """Document text between marks it cannot forge: they carry a digest of the text itself."""
    token = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:4]
    return f"<text {token}>\n{harmless(text)}\n</text {token}>"


def _split(source: str) -> tuple[dict[str, Any], str]:
    if not source.startswith("---\n"):
        return {}, source
    head, _, body = source[4:].partition("\n---\n")
    return tomllib.loads(head), body


@cache
def directory() -> Path:
    """Where the templates are: inside the installed package, or beside it in a checkout.

    Raises `UsageError` when neither is there.
    """
    package = Path(__file__).parent
    for place in (package / "_prompts", package.parent / "prompts"):
        if place.is_dir():
            return place
    msg = "the prompt templates are missing from this installation; install claim-extractor again"
    raise UsageError(msg)


@cache
def load(name: str) -> Prompt:
    """The prompt called `<task>.<version>`, such as `claims.v1`. Raises `UsageError` for an unknown one."""
    path = directory() / f"{name}.jinja"
    match = _NAME.fullmatch(path.name)
    if match is None or not path.is_file():
        known = ", ".join(prompt.name for prompt in catalog())
        msg = f"there is no prompt {name!r}; there are: {known}"
        raise UsageError(msg)
    beside = path.with_name(f"{name}.examples.jsonl")
    lines = beside.read_text(encoding="utf-8").splitlines() if beside.is_file() else []
    examples = tuple(json.loads(line) for line in lines if line.strip())
    return Prompt(match["task"], match["version"], path, path.read_text(encoding="utf-8"), examples)


def catalog() -> Iterator[Prompt]:
    """Every prompt there is, by name."""
    for path in sorted(directory().glob("*.jinja")):
        if _NAME.fullmatch(path.name):
            yield load(path.name.removesuffix(".jinja"))
