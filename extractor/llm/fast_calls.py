"""Calls through `aiohttp`, for runs of many documents: an eighth of the CPU of the usual way, the same faults.

The package reads HTTP in C, and finds a free connection without looking through all of them. It is the
extra `fast`; where it is missing, or a proxy or a login in the URL is to be used, calls go the usual way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from extractor.errors import EndpointRefused
from extractor.llm.endpoint import CONNECT_TIMEOUT, Endpoint, certificates, check_size
from extractor.llm.faults import Again, Said, status_fault

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession

ENCODINGS = "gzip, deflate"  # what every installation can unpack
GOOD = range(200, 300)


def can_call_fast(endpoint: Endpoint) -> bool:
    """Whether calls to this endpoint can go through `aiohttp` and mean the same."""
    parts = urlsplit(endpoint.base_url)
    if parts.scheme not in ("http", "https") or parts.username or (endpoint.use_proxies and getproxies()):
        return False
    return find_spec("aiohttp") is not None


class FastCalls:
    """Posts bodies to one URL. Belongs to one event loop.

    headers: sent with every call, the key among them. timeout: seconds without a byte.
    """

    def __init__(self, endpoint: Endpoint, url: str, headers: Mapping[str, str], timeout: float) -> None:
        self._endpoint = endpoint
        self._url = url
        self._session = _session(headers, timeout)

    async def post(self, body: dict[str, Any]) -> str:
        """The answer to a body. Raises what `faults.fault_of` and `faults.status_fault` give, and `AnswerInvalid`."""
        import aiohttp

        data = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        try:
            async with self._session.post(self._url, data=data.encode()) as response:
                content = await _content(response)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise Again("no connection", connected=False) from None
        except aiohttp.ServerTimeoutError:
            raise Again("the call timed out") from None
        except (aiohttp.InvalidURL, aiohttp.TooManyRedirects) as error:
            name = type(error).__name__
            msg = f"{self._endpoint.shown}: the request cannot be sent ({name}); check the base URL"
            raise EndpointRefused(msg) from None
        except (aiohttp.ClientError, ConnectionError):
            raise Again("the connection was dropped") from None
        if response.status not in GOOD:
            raise status_fault(Said.of(response.status, response.headers, content), self._endpoint)
        return content

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()


def _session(headers: Mapping[str, str], timeout: float) -> ClientSession:
    import aiohttp

    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, ssl=certificates()),  # the pace limits what is in flight
        headers={**headers, "Accept-Encoding": ENCODINGS},
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=min(timeout, CONNECT_TIMEOUT), sock_read=timeout),
    )


async def _content(response: ClientResponse) -> str:
    """The body, read no further than an answer may be long."""
    size, chunks = 0, []
    async for chunk in response.content.iter_any():
        size += len(chunk)
        check_size(size)
        chunks.append(chunk)
    return b"".join(chunks).decode("utf-8", "replace")
