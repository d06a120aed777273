"""Addresses on the command line: fetched within limits, or refused in one line."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from extractor.cli import fetching_url
from extractor.document import Document
from tests.cli.conftest import Run
from tests.document.pages import FERRY
from tests.support.fake_extractor import FakeExtractor

PAGE = "text/html; charset=utf-8"


@dataclass
class Site:
    """A server of this test: path to (status, headers, body)."""

    root: str
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)

    def put(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> str:
        """Answer at `path`; returns its address."""
        self.answers[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)
        return self.root + path


@pytest.fixture
def site() -> Iterator[Site]:
    """A server on the loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = here.answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield here
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def documents(fake: type[FakeExtractor], monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """The documents that reach the extractor."""
    seen: list[Document] = []
    stream = fake.stream

    def watched(self: FakeExtractor, document: Document) -> Iterator[Any]:
        seen.append(document)
        return stream(self, document)

    monkeypatch.setattr(fake, "stream", watched)
    return seen


def test_a_page_is_fetched_and_read(run: Run, documents: list[Document], site: Site) -> None:
    """The story of the page is the document, its address the id."""
    address = site.put("/ferry", FERRY.encode(), Content_Type=PAGE)
    done = run("extract", address, "--format", "json")
    assert done.status == 0, done.err
    (document,) = documents
    assert (document.id, document.title) == (address, "Ferry link to Sorrel Island reopens")
    assert document.url == "https://post.example/news/ferry-reopens"
    assert document.trace(0, 10)


def test_plain_text_is_fetched_and_read(run: Run, documents: list[Document], site: Site) -> None:
    """Plain text is a document as it stands, in the encoding the server names if the bytes fit it."""
    text = "Die Fähre fährt wieder, sagte das Hafenamt am Dienstag."
    run("extract", site.put("/a", text.encode("latin-1"), Content_Type="text/plain; charset=iso-8859-1"))
    run("extract", site.put("/b", text.encode(), Content_Type="text/plain; charset=ascii"))
    assert [document.text for document in documents] == [text, text]


def test_redirects_are_followed_a_few_times(run: Run, documents: list[Document], site: Site) -> None:
    """A moved page is found; a circle of redirects is not followed for ever."""
    site.put("/new", FERRY.replace("canonical", "other").encode(), Content_Type=PAGE)
    assert run("extract", site.put("/old", status=301, Location="/new")).status == 0
    assert documents[0].id == site.root + "/old"
    assert documents[0].url == site.root + "/new"
    done = run("extract", site.put("/circle", status=302, Location="/circle"))
    assert (done.status, done.out) == (2, "")
    assert "more than 5 redirects" in done.err


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"status": 404}, "the server answers 404"),
        ({"status": 500}, "the server answers 500"),
        ({"status": 204}, "the server answers 204"),
        ({"body": b"%PDF-1.7", "Content_Type": "application/pdf"}, "a broken PDF file"),
        ({"body": b"GIF89a", "Content_Type": "image/gif"}, "is image/gif, not a web page"),
        ({"body": b"<html></html>", "Content_Type": PAGE}, "no story found"),
        ({"body": b"x", "Content_Type": PAGE, "Content_Length": "99999999"}, "more than 10,000,000 bytes"),
        ({"body": b"x", "Content_Type": PAGE, "Content_Encoding": "br"}, "packed in a way"),
        ({"body": b"not packed at all", "Content_Type": PAGE, "Content_Encoding": "gzip"}, "cannot be fetched"),
        ({"status": 302, "Location": "ftp://127.0.0.1/a"}, "not http or https"),
        ({"status": 302, "Location": "file:///etc/passwd"}, "not http or https"),
    ],
)
def test_what_cannot_be_read_is_one_line(run: Run, site: Site, answer: dict[str, object], said: str) -> None:
    """Exit status 2 and one line that names the address."""
    done = run("extract", site.put("/x", **answer))  # type: ignore[arg-type]
    assert (done.status, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert f"{site.root}/x: " in done.err
    assert said in done.err


def test_a_packed_bomb_ends_at_the_limit(run: Run, site: Site) -> None:
    """The limit is on what is unpacked."""
    packed = gzip.compress(b"<html>" + b" " * 12_000_000)
    done = run("extract", site.put("/bomb", packed, Content_Type=PAGE, Content_Encoding="gzip"))
    assert done.status == 2
    assert "more than 10,000,000 bytes" in done.err


def test_time_is_limited(run: Run, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that does not come to its end in time is given up."""
    monkeypatch.setattr(fetching_url, "MAX_SECONDS", -1.0)
    done = run("extract", site.put("/slow", FERRY.encode(), Content_Type=PAGE))
    assert done.status == 2
    assert "not complete within" in done.err


def test_an_unreachable_address_does_not_stop_the_others(run: Run, documents: list[Document], site: Site) -> None:
    """Each document is read for itself; the worst gives the exit status."""
    good = site.put("/good", FERRY.encode(), Content_Type=PAGE)
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        nobody = f"http://127.0.0.1:{server.server_port}/x"
    done = run("extract", nobody, good)
    assert done.status == 2
    assert f"{nobody}: cannot be fetched" in done.err
    assert [document.id for document in documents] == [good]


@pytest.mark.parametrize("address", ["ftp://example.org/a", "file:///etc/passwd", "HTTP://", "http://:99999/"])
def test_other_addresses_are_refused(run: Run, documents: list[Document], address: str) -> None:
    """Only http and https, and only what is an address, without asking anyone."""
    done = run("extract", address)
    assert (done.status, done.out, documents) == (2, "", [])
    assert done.err.count("\n") == 1


def test_a_password_in_an_address_is_not_repeated(run: Run, documents: list[Document], site: Site) -> None:
    """Neither in the result nor in an error."""
    address = site.put("/ferry", FERRY.encode(), Content_Type=PAGE).replace("://", "://ines:hidden@")
    done = run("extract", address, address.replace("ferry", "gone"), "--format", "jsonl")
    assert documents[0].id == site.root + "/ferry"
    assert "hidden" not in done.out + done.err
