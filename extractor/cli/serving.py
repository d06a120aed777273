"""From the options of `extractor serve` to a running service, its log and its first lines."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractor.cli.fetching import FetchLines
from extractor.cli.session import LOCAL, ModelChoice
from extractor.cli.streams import say
from extractor.render.visible import one_line

if TYPE_CHECKING:
    from extractor.service.settings import Settings

#: The embedded engine answers one question at a time; more documents would only wait until their time is over.
IN_FLIGHT_LOCAL = 4
FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"


@dataclass(frozen=True)
class Wanted:
    """Where to listen, how many documents at once (None: as the model can take), what to log."""

    host: str
    port: int
    in_flight: int | None
    log_level: str


def run(choice: ModelChoice, settings: Settings, wanted: Wanted) -> None:
    """Serve until told to stop. Raises a `ModelError` or a `UsageError`."""
    from extractor.pipeline import Extractor
    from extractor.service.server import listen, serve
    from extractor.service.settings import LOOPBACK_NAMES

    _log_to_stderr(wanted.log_level)
    listening = listen(wanted.host, wanted.port)
    with listening:
        extractor = Extractor(
            choice.model,
            base_url=choice.base_url,
            window=choice.window,
            progress=FetchLines(),
            **choice.questions.options(),
            **choice.trust.options(),
        )
        if wanted.in_flight is None and extractor.endpoint == LOCAL:
            settings = replace(settings, limits=replace(settings.limits, in_flight=IN_FLIGHT_LOCAL))
        if not settings.keys:
            settings = replace(settings, allowed_hosts=(*LOOPBACK_NAMES, *settings.allowed_hosts))
        announcement = choice.announcement(extractor)
        if announcement is not None:
            say(announcement)
        host, port = listening.getsockname()[:2]
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        keys = f"{len(settings.keys)} keys" if settings.keys else "no keys: this machine only"
        serve(extractor, settings, listening, announce=lambda: say(f"listening on {address} ({keys}); Ctrl-C stops it"))


class _OneLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return one_line(super().format(record))


def _log_to_stderr(level: str) -> None:
    log = logging.getLogger("extractor")
    log.setLevel(level.upper())
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OneLine(FORM))
    log.handlers = [handler]
    log.propagate = False
