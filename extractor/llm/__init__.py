"""Asking models: the client, model profiles, usage, the embedded engine and its model file.

from extractor.llm import connect
async with connect("local") as client:
    answer = await client.ask(messages, AnswerModel)

Modules load when a name is first used, since `openai` and `instructor` take a second.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.llm.answer import Answer as Answer
    from extractor.llm.cache import AnswerCache as AnswerCache
    from extractor.llm.choice import connect as connect
    from extractor.llm.client import Client as Client
    from extractor.llm.doctor import diagnose as diagnose
    from extractor.llm.models import ensure_model as ensure_model
    from extractor.llm.models import find_model as find_model
    from extractor.llm.models import list_models as list_models
    from extractor.llm.models import model_path as model_path
    from extractor.llm.profiles import Profile as Profile
    from extractor.llm.profiles import profile_for as profile_for

_HOME = {
    "Answer": "answer",
    "AnswerCache": "cache",
    "Client": "client",
    "Profile": "profiles",
    "connect": "choice",
    "diagnose": "doctor",
    "ensure_model": "models",
    "find_model": "models",
    "list_models": "models",
    "model_path": "models",
    "profile_for": "profiles",
}

__all__ = sorted(_HOME)  # noqa: PLE0605, RUF100


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(f"extractor.llm.{_HOME[name]}"), name)
    globals()[name] = value
    return value
