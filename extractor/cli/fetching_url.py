"""Fetching the address of a page that the user names: bounded in size, time and redirects.

Only the command line does this; the library never fetches a document.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.errors import DocumentError, DocumentNotFound, DocumentNotText, DocumentTooLarge

if TYPE_CHECKING:
    from httpx2 import Response

    from extractor.document import Document

MAX_FETCHED = 10_000_000
"""Bytes, unpacked: what a page or a plain text may have."""
MAX_SECONDS = 30.0
"""For everything together: redirects, waiting and reading."""
STALLED = 10.0
"""Seconds without an answer or without a byte."""
MAX_REDIRECTS = 5

_ACCEPTED = {
    "text/html": True,
    "application/xhtml+xml": True,
    "text/plain": False,
    "application/pdf": False,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": False,
    "application/vnd.oasis.opendocument.text": False,
    "application/rtf": False,
    "text/rtf": False,
}
"""Content types that are read, and whether they are pages."""
_PACKINGS = ("", "identity", "gzip", "deflate")
"""Content encodings that unpack to a thousand times their size at most; brotli and zstd know no such limit."""
_AGENT = "claim-extractor (a person asked for this page)"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: bytes, the address in the end, whether it is a page, the charset that fits."""

    data: bytes
    url: str
    page: bool
    encoding: str | None


def is_address(name: str) -> bool:
    """Whether an argument is an address and not a file; of any scheme, so that ftp is refused as one."""
    scheme, found, _ = name.partition("://")
    return bool(found) and scheme.isalnum()


def read_address(address: str, *, encoding: str | None = None, keep_furniture: bool = False) -> Document:
    """The document at an address, whose id is the address.

    Raises `DocumentNotFound` when it cannot be had, `DocumentNotText` for another content type,
    `DocumentTooLarge` above `MAX_FETCHED`, and what reading raises.
    """
    from extractor.document import Document

    name = _shown(address)
    fetched = fetch(address, name)
    encoding = encoding or fetched.encoding
    if fetched.page:
        return Document.from_html(
            fetched.data, id=name, url=fetched.url, encoding=encoding, keep_furniture=keep_furniture
        )
    return Document.from_bytes(fetched.data, id=name, url=fetched.url, encoding=encoding, keep_furniture=keep_furniture)


def fetch(address: str, name: str) -> Fetched:
    """What stands at an address. Raises a `DocumentError`; `name` stands in it."""
    import httpx2

    if address.partition("://")[0].lower() not in ("http", "https"):
        raise _unreadable(name, "only http and https addresses are fetched", "save the page and give the file")
    limits = httpx2.Timeout(STALLED)
    headers = {"User-Agent": _AGENT, "Accept": ", ".join(_ACCEPTED), "Accept-Encoding": "gzip, deflate"}
    deadline = time.monotonic() + MAX_SECONDS
    try:
        with (
            httpx2.Client(
                follow_redirects=True, max_redirects=MAX_REDIRECTS, timeout=limits, headers=headers
            ) as client,
            client.stream("GET", address) as response,
        ):
            page = _check(response, name)
            data = _body(response, name, deadline)
            return Fetched(data, _shown(str(response.url)), page, _fitting(response.charset_encoding, data))
    except httpx2.TooManyRedirects:
        raise _unreadable(name, f"more than {MAX_REDIRECTS} redirects", "give the address it ends at") from None
    except httpx2.UnsupportedProtocol:
        raise _unreadable(name, "leads to an address that is not http or https", "check the address") from None
    except httpx2.TimeoutException:
        raise _unreadable(name, f"no answer within {STALLED:.0f} seconds", "try again later") from None
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError, ValueError):
        raise _unreadable(name, "cannot be fetched", "check the address and the connection") from None


def _check(response: Response, name: str) -> bool:
    """Whether the answer is a page; raises for one that is no document."""
    if response.status_code != 200:
        reason = f" ({response.reason_phrase})" if response.reason_phrase else ""
        raise _unreadable(name, f"the server answers {response.status_code}{reason}", "check the address")
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and kind not in _ACCEPTED:
        msg = f"{name}: is {kind[:60]}, not a web page or plain text: save its text and give that"
        raise DocumentNotText(msg)
    if response.headers.get("content-encoding", "").strip().lower() not in _PACKINGS:
        msg = f"{name}: is packed in a way that was not asked for: save the page and give the file"
        raise DocumentNotText(msg)
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > MAX_FETCHED:
        raise _too_large(name)
    return _ACCEPTED.get(kind, False)


def _body(response: Response, name: str, deadline: float) -> bytes:
    """The unpacked bytes; counted as they come, so that a packed bomb ends at the limit."""
    parts: list[bytes] = []
    size = 0
    for part in response.iter_bytes():
        size += len(part)
        if size > MAX_FETCHED:
            raise _too_large(name)
        if time.monotonic() > deadline:
            raise _unreadable(name, f"not complete within {MAX_SECONDS:.0f} seconds", "try again later")
        parts.append(part)
    return b"".join(parts)


def _fitting(charset: str | None, data: bytes) -> str | None:
    """The charset of the header, if the bytes are in it: servers name one for all their pages."""
    from extractor.document.decoding import charset as known

    if charset is None or known(charset) is None:
        return None
    try:
        data.decode(charset)
    except ValueError:
        return None
    return charset


def _shown(address: str) -> str:
    """The address without a user name and password."""
    head, mark, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{head}{mark}{host.rpartition('@')[2]}{slash}{path}"


def _unreadable(name: str, what: str, remedy: str) -> DocumentError:
    return DocumentNotFound(f"{name}: {what}: {remedy}")


def _too_large(name: str) -> DocumentError:
    return DocumentTooLarge(f"{name}: more than {MAX_FETCHED:,} bytes: save its text and give that")
