"""The service: HTTP around the one pipeline, with limits, keys and jobs; the extra `serve`.

from extractor.service import Settings, create_app
app = create_app(Extractor("local"), Settings())      # an ASGI application
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractor.errors import MissingExtra

if TYPE_CHECKING:
    from extractor.service.app import create_app as create_app
    from extractor.service.settings import Limits as Limits
    from extractor.service.settings import Settings as Settings

_HOME = {"Limits": "settings", "Settings": "settings", "create_app": "app"}

__all__ = ["Limits", "Settings", "create_app"]


def require_service() -> None:
    """Raise `MissingExtra` where the packages of the extra are not installed."""
    try:
        import fastapi  # noqa: F401
        import prometheus_client  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError:
        msg = "the service needs an optional part: pip install 'claim-extractor[serve]'"
        raise MissingExtra(msg) from None


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    require_service()
    return getattr(import_module(f"extractor.service.{_HOME[name]}"), name)
