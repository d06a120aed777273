"""From what the user says (or does not say) to a client of one model."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import EndpointUnreachable, UsageError
from extractor.llm.client import LOCAL, TIME_LIMIT, Backend, Client
from extractor.llm.endpoint import CONNECT_TIMEOUT, Endpoint
from extractor.llm.profiles import read_profiles, with_own

if TYPE_CHECKING:
    from extractor.llm.cache import AnswerCache

DEFAULT_URL = "https://api.openai.com/v1"  # where `openai` goes when no base URL is set
DEFAULT_MODEL = "gpt-4.1-mini"  # asked for when an endpoint serves several and none is named
NO_KEY = "no-key"  # servers of one's own ask for none, the `openai` package insists on one
SHOWN_MODELS = 5  # of an endpoint's models in an error message

Progress = Callable[[int, int], None]


def connect(
    model: str | None = None,
    *,
    base_url: str | None = None,
    api_key: str | None = None,
    timeout: float = TIME_LIMIT,
    cache: AnswerCache | None = None,
    progress: Progress | None = None,
    profiles: str | Path | None = None,
) -> Client:
    """A client for a model; nothing starts before the first question.

    model: `"local"` for the embedded model, a path ending in `.gguf` for the embedded engine with
        that file, else the name of a model at the endpoint. `None` means the endpoint's model
        where `base_url`, `api_key`, `OPENAI_BASE_URL` or `OPENAI_API_KEY` is given, else the
        embedded one. An endpoint that serves exactly one model is asked for its name (one quick
        request, here); of several, `DEFAULT_MODEL` is taken.
    timeout: seconds for one question, its repetitions and waits included.
    progress: called with (bytes done, bytes in all) while the embedded model's file is fetched.
    profiles: a file of model profiles that are tried before ours.

    Raises `UsageError` when no model can be chosen, `EndpointUnreachable` or `EndpointRefused`
    when its name has to be asked for and cannot.
    """
    own = read_profiles(profiles) if profiles is not None else ()
    client = _client(model, base_url, api_key, _Options(timeout, cache, progress))
    if own:
        client.adapt(with_own(client.profile, client.model, own))
    return client


@dataclass(frozen=True)
class _Options:
    timeout: float
    cache: AnswerCache | None
    progress: Progress | None


def _client(model: str | None, base_url: str | None, api_key: str | None, options: _Options) -> Client:
    key = api_key or os.environ.get("OPENAI_API_KEY") or ""
    url = base_url or os.environ.get("OPENAI_BASE_URL") or ""
    if model == LOCAL or (model is None and not key and not url):
        return _local(None, options)
    if model is not None and model.lower().endswith(".gguf"):
        return _local(model, options)
    endpoint = Endpoint(
        base_url=url or DEFAULT_URL,
        api_key=key or NO_KEY,
        shown=without_credentials(url or DEFAULT_URL),
        key_from="the key given" if api_key else "OPENAI_API_KEY",
    )
    name = model or (served_model(endpoint) if url else DEFAULT_MODEL)
    return Client(Backend(endpoint), name, timeout=options.timeout, cache=options.cache)


def without_credentials(url: str) -> str:
    """The URL as errors and results show it: no user, password, query or fragment.

    Raises `UsageError` for what is no http(s) URL.
    """
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    unwritable = any(sign.isspace() or not sign.isprintable() for sign in url.strip())
    if not host or unwritable or parts.scheme not in ("http", "https"):
        msg = "the base URL is not an http or https address; write it like http://127.0.0.1:8000/v1"
        raise UsageError(msg)
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def served_model(endpoint: Endpoint) -> str:
    """The one model the endpoint serves, else `DEFAULT_MODEL` if it is among them or they are not told."""
    names = served_models(endpoint)
    if len(names) == 1:
        return names[0]
    if not names or DEFAULT_MODEL in names:
        return DEFAULT_MODEL
    shown = ", ".join(names[:SHOWN_MODELS]) + (" …" if len(names) > SHOWN_MODELS else "")
    msg = f"{endpoint.shown} serves {len(names)} models; name one with --model: {shown}"
    raise UsageError(msg)


def served_models(endpoint: Endpoint, *, timeout: float = CONNECT_TIMEOUT) -> list[str]:
    """Names of the models an endpoint lists; empty where it has no such list.

    Raises `EndpointUnreachable` and, for a wrong key, `EndpointRefused`. `timeout` in seconds.
    """
    import openai

    from extractor.llm.faults import Again, fault_of

    client = openai.OpenAI(api_key=endpoint.api_key, base_url=endpoint.base_url, max_retries=0, timeout=timeout)
    with client:
        try:
            listed: Any = client.models.list()
            return sorted(str(entry.id) for entry in listed.data or ())
        except openai.OpenAIError as error:
            fault = fault_of(error, endpoint)
            if isinstance(error, openai.APIStatusError) and error.status_code not in (401, 403):
                return []
            if isinstance(fault, Again):
                msg = f"{endpoint.shown}: {fault}; {fault.advice}"
                raise EndpointUnreachable(msg) from None
            raise fault from None
        except (AttributeError, TypeError, ValueError):
            return []


def _local(path: str | None, options: _Options) -> Client:
    from extractor.llm.engine import LocalBackend

    backend = LocalBackend(path, progress=options.progress)
    return Client(backend, backend.model, timeout=options.timeout, cache=options.cache)
