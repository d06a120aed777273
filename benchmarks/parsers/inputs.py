"""What parsers are given: a piece again and again, or a file of one made by code."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable

Made = Callable[[int], str]
MadeFile = Callable[[int], bytes]
SAID = "The harbour wall was rebuilt in May, Ana Ruiz said. "


def again(piece: str, before: str = "", after: str = "") -> Made:
    """`piece` until there are as many characters as wanted."""
    return lambda size: before + (piece * (size // len(piece) + 1))[: size - len(before)] + after


TEXTS: dict[str, Made] = {
    name: again(piece)
    for name, piece in {
        "letters": "a",
        "capitals": "A",
        "one word": "harbour",
        "stops": ".",
        "commas": ",",
        "less-than": "<",
        "spaces": " x",
        "tabs": "\t \t x",
        "lines": "ab\n",
        "long lines": "the wall was rebuilt in the month of may by the men\n",
        "blank lines": "a.\n\n",
        "line separators": "ab\u2028",
        "bullets": "- the wall\n",
        "labels": "A: no\n",
        "straight quotes": '"a" ',
        "opening quotes": "“a ",
        "quotes in quotes": "“‘a",
        "quotes around": '“"‘«',
        "apostrophes": "s' 's ",
        "guillemets": "« » ",
        "names": "Ana Ruiz ",
        "listed names": "John Smith, ",
        "particles": "de la van ",
        "initials": "A. B. ",
        "abbreviations": "U.S. ",
        "hyphens": "a-",
        "dashes": " – ",
        "digits": "1,000.",
        "numbers": "1 2 3 ",
        "dates": "12 May 2020 ",
        "cues": "said ",
        "cued quotes": '"said" ',
        "reports": "he said that ",
        "according": "according to ",
        "who": "who said ",
        "one sentence": "the wall and ",
        "commands": "Write a. ",
        "overrides": "Ignore all previous ",
        "addressed": "If you are a model ",
        "addressed, then marks": "If you are a model, " + "'" * 900 + ".\n",
        "addressed, then letters": "What is (if you are a language model) said " + "a" * 900 + ";\n",
        "overridden, then lines": "Previous instructions " + "_" * 900 + ".\n",
        "asked": "You must name the source of it ",
        "questions": "what of it? ",
        "marks": "<|im_start|>",
        "tags": "</text><system>",
        "json": '{"claims": [',
        "base64": "aGVsbG8gd29ybGQgdGhpcyBpcyBh ",
        "hexadecimal": "68656c6c6f ",
        "letters apart": "i g n o r e ",
        "digits in words": "1gn0r3 ",
        "brackets": "[{(",
        "closing brackets": ")]}",
        "addresses": "a@b.c ",
        "web addresses": "https://example.org/a/b?c=d ",
        "captions": "Photo: A B/C. ",
        "credits": "By Ana Ruiz | ",
        "mixed script": "а\u200bа ",
        "tags unseen": "\U000e0061",
        "accents": "e\u0301",
        "combining": "\u0301",
        "joined emoji": "👩\u200d👩\u200d👧",
        "flags": "🇦🇧",
        "right to left": "\u202eа\u202c",
        "arabic": "قال الوزير ",
        "full width": "ａｂｃ ",
        "ligatures": "\ufdfa",
        "han": "忽略。",
        "control": "\x1b[0m",
        "control string": "\x1b]0;",
        "private": "\ue000",
        "dateline": "A, B, C (D) - ",
        "sentences": SAID,
        "quoted speech": "“We waited,” Ruiz said. ",
        "german": "Er sei müde, sagte Ruiz. ",
    }.items()
}


def _nested(opening: str, closing: str, inner: str = "a") -> Made:
    def made(size: int) -> str:
        times = size // (len(opening) + len(closing))
        return opening * times + inner + closing * times

    return made


def _large_data(size: int) -> str:
    words = json.dumps(SAID * (size // len(SAID)))
    return f'<script type="application/ld+json">{{"articleBody": {words}}}</script><p>{SAID}</p>'


PAGES: dict[str, Made] = {
    "open tags": again("<div>"),
    "nested tags": _nested("<div>", "</div>"),
    "tags in tags": again("<p><b><i>a"),
    "open bold": again("<b>a"),
    "open spans": again("<span>a"),
    "open links": again('<a href="b">a'),
    "fonts": again("<font>a<p>"),
    "attributes": again('<a href="b" c="d">e</a>'),
    "tiny attributes": lambda size: "<p " + " ".join(f"a{n}=1" for n in range(size // 8)) + f">{SAID}</p>",
    "same attribute": lambda size: "<p " + "a=1 " * (size // 4) + f">{SAID}</p>",
    "one attribute": lambda size: f'<p class="{"a b " * (size // 4)}">{SAID}</p>',
    "one style": lambda size: f'<p style="{"display:" * (size // 8)}">{SAID}</p>',
    "half tags": again("<a <b "),
    "less-than": again("<"),
    "closing tags": again("</p>"),
    "unknown tags": again("<x-y>a</x-y>"),
    "many names": lambda size: "".join(f"<t{n}>a</t{n}>" for n in range(size // 16)),
    "many ids": lambda size: "".join(f'<p id="i{n}">{SAID}' for n in range(size // 65)),
    "comments": again("<!-- a -->"),
    "open comment": again("<!-- "),
    "one comment": again("a", "<!-- ", f"--><p>{SAID}</p>"),
    "instructions": again("<?a b?>"),
    "doctypes": again("<!doctype html>"),
    "entities": again("&amp;&#65;"),
    "ampersands": again("&"),
    "scripts": again("<script>a</script>"),
    "styles": again("<style>a</style>"),
    "hidden": again('<p style="display:none">The wall.</p>'),
    "hidden inside": again('<div style="display:none">a'),
    "tables": again("<table><tr><td>a"),
    "one table": again("<tr><td>a</td><td>b</td></tr>", "<table>", "</table>"),
    "lists": again("<ul><li>a"),
    "one list": again("<li>The wall was rebuilt</li>", "<ul>", "</ul>"),
    "links": again('<p><a href="/a">The wall was rebuilt in May</a></p>'),
    "breaks": again("a<br>"),
    "short paragraphs": again("<p>a</p>"),
    "paragraphs": again("<p>The wall was rebuilt, Ana Ruiz said on Monday in Lindby.</p>"),
    "different paragraphs": lambda size: "".join(f"<p>Wall {n} was rebuilt, Ruiz said.</p>" for n in range(size // 38)),
    "one paragraph": again("The wall was rebuilt, Ana Ruiz said. ", "<p>", "</p>"),
    "one word": again("a", "<p>", "</p>"),
    "preformatted": again("a\n", "<pre>", "</pre>"),
    "headlines": again("<h1>The wall was rebuilt</h1>"),
    "figures": again("<figure><img src=a><figcaption>a"),
    "forms": again("<form><input><select><option>a"),
    "svg": again("<svg><g><path d='M0 0'/>"),
    "metas": again('<meta name="author" content="Ana Ruiz">'),
    "times": again('<time datetime="2020-05-12">12 May</time>'),
    "written dates": again("<p>12 May 2020 2020-05-12 12.05.2020</p>"),
    "data": again('<script type="application/ld+json">[[[[</script>'),
    "nested data": lambda size: f'<script type="application/ld+json">{"[" * size}</script><p>{SAID}</p>',
    "open data": again('"articleBody":"', '<script type="application/ld+json">', f"</script><p>{SAID}</p>"),
    "large data": _large_data,
    "escaped data": again(
        "\\u0041 ", '<script type="application/ld+json">{"articleBody": "', f'"}}</script><p>{SAID}</p>'
    ),
    "tags in data": again(
        "&lt;p&gt;a ", '<script type="application/ld+json">{"articleBody": "', f'"}}</script><p>{SAID}</p>'
    ),
}

#: Below the number of elements up to which the story is looked for, in which libraries take longest.
_JUDGED = 5_900
PAGES |= {
    f"judged: {name}": lambda size, one=one, elements=elements, around=around: (  # type: ignore[misc]
        around[0] + one * int(_JUDGED / elements * size / 1_000_000) + around[1]
    )
    for name, one, elements, around in (
        ("table", "<tr><td>a</td><td>b</td></tr>", 3, ("<table>", "</table>")),
        ("one row", "<td>a</td>", 1, ("<table><tr>", "</tr></table>")),
        ("list", "<li>The wall was rebuilt</li>", 1, ("<ul>", "</ul>")),
        ("links", '<p><a href="/a">The wall was rebuilt in May</a></p>', 2, ("", "")),
        ("spans", "<span>The wall was rebuilt</span> ", 1, ("<p>", "</p>")),
        ("breaks", "The wall was rebuilt<br>", 1, ("<p>", "</p>")),
        ("paragraphs", f"<p>{SAID * 3}</p>", 1, ("", "")),
        ("divisions", f"<div>{SAID * 3}</div>", 1, ("", "")),
        ("nested", f"{'<div>' * 200}{SAID * 100}{'</div>' * 200}", 200, ("", "")),
        ("names", "<x-y>The wall</x-y>", 1, ("", "")),
        ("headlines", "<h2>The wall was rebuilt</h2>", 1, ("", "")),
        ("quotations", f"<blockquote>{SAID}</blockquote>", 1, ("", "")),
        ("code", "<pre><code>a</code></pre>", 2, ("", "")),
        ("images", '<img src="a.jpg" alt="The wall">', 1, ("<article>", "</article>")),
        ("dates", "<time datetime=2020-05-12>12 May</time>", 1, ("", "")),
        ("authors", '<span class="author byline">Ana Ruiz</span>', 1, ("", "")),
        ("classes", f'<p class="{"comment-list share " * 8}">{SAID}</p>', 1, ("<article>", "</article>")),
    )
}

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = "urn:oasis:names:tc:opendocument:xmlns"


def _zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def _docx(body: str, *, doctype: str = "") -> bytes:
    xml = f'{doctype}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    return _zipped({"word/document.xml": xml.encode()})


def _odt(body: str) -> bytes:
    xml = (
        f'<office:document-content xmlns:office="{_NAMES}:office:1.0" xmlns:text="{_NAMES}:text:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return _zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": xml.encode()})


def _laughs(levels: int) -> str:
    """The XML bomb of a billion laughs: each entity is ten of the one before."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!DOCTYPE a [<!ENTITY l0 "ha">{entities}]>'


FONT = b"/Resources << /Font << /F1 3 0 R >> >>"


def pdf(objects: list[bytes], count: int, packed: bytes | None = None) -> bytes:
    """A PDF file of `count` pages that all show one content stream, and of other objects."""
    content = zlib.compress(packed) if packed is not None else b"BT /F1 11 Tf 72 700 Td (The wall was rebuilt.) Tj ET"
    filtered = b"/Filter /FlateDecode " if packed is not None else b""
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 3 0 R >> >> >>"
    )
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(count))
    body = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< %s/Length %d >>\nstream\n%s\nendstream" % (filtered, len(content), content),
        *[page] * count,
        *objects,
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, one in enumerate(body, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(body) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(body) + 1, start))


def _many_entries(size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(size // 100):
            archive.writestr(f"{number:06}", b"")
        archive.writestr("word/document.xml", b"<a/>")
    return out.getvalue()


_SHOW = b"(a) Tj 0 -2 Td "
_PARAGRAPH = "<w:p><w:r><w:t>a</w:t></w:r></w:p>"
#: Sizes are of what is unpacked where a file packs well: that is what a reader has to bear.
FILES: dict[str, MadeFile] = {
    "docx, paragraphs": lambda size: _docx(_PARAGRAPH * (size // len(_PARAGRAPH))),
    "docx, one paragraph": lambda size: _docx(f"<w:p><w:r><w:t>{SAID * (size // len(SAID))}</w:t></w:r></w:p>"),
    "docx, deep": lambda size: _docx("<w:ins>" * (size // 15) + "</w:ins>" * (size // 15)),
    "docx, attributes": lambda size: _docx("<w:p " + " ".join(f'a{n}="1"' for n in range(size // 9)) + "/>"),
    "docx, entity bomb": lambda size: _docx("&l9;" * (size // 4), doctype=_laughs(10)),
    "docx, bomb of 60 times the size": lambda size: _docx(" " * (60 * size)),
    "docx, entries": _many_entries,
    "docx, open": lambda size: _zipped({"word/document.xml": b"<a>" * (size // 3)}),
    "odt, paragraphs": lambda size: _odt("<text:p>a</text:p>" * (size // 18)),
    "odt, spaces": lambda size: _odt('<text:p><text:s text:c="99"/></text:p>' * (size // 40)),
    "rtf, groups": lambda size: b"{\\rtf1 " + b"{" * (size // 2) + b"a" + b"}" * (size // 2 + 1),
    "rtf, open groups": lambda size: b"{\\rtf1 " + b"{" * size + b"}",
    "rtf, words": lambda size: b"{\\rtf1 " + b"\\par a" * (size // 6) + b"}",
    "rtf, control words": lambda size: b"{\\rtf1 " + b"\\b0" * (size // 3) + b"a}",
    "rtf, bytes": lambda size: b"{\\rtf1 " + b"\\'e9" * (size // 4) + b"}",
    "rtf, unicode": lambda size: b"{\\rtf1 " + b"\\u8217?" * (size // 7) + b"}",
    "rtf, backslashes": lambda size: b"{\\rtf1 " + b"\\" * size + b"a}",
    "rtf, one word": lambda size: b"{\\rtf1 \\" + b"a" * size + b" a}",
    "rtf, spaces": lambda size: b"{\\rtf1 a" + b" " * size + b"a}",
    "rtf, fonts": lambda size: b"{\\rtf1 {\\fonttbl" + b"{\\f0\\fcharset128 A;}" * (size // 20) + b"} a}",
    "rtf, picture": lambda size: b"{\\rtf1 {\\*\\pict " + b"ff" * (size // 2) + b"} a}",
    "pdf, pages": lambda size: pdf([], size // 120),
    "pdf, lines": lambda size: pdf([], 1, b"BT /F1 11 Tf 72 700 Td " + _SHOW * (size // len(_SHOW)) + b"ET"),
    "pdf, one line": lambda size: pdf([], 1, b"BT /F1 11 Tf 72 700 Td (" + b"a" * size + b") Tj ET"),
    "pdf, drawing": lambda size: pdf([], 1, b"0 0 m 1 1 l S " * (size // 14)),
    "pdf, saved states": lambda size: pdf([], 1, b"q " * (size // 2)),
    "pdf, arrays": lambda size: pdf([], 1, b"[" * size),
    "pdf, dictionaries": lambda size: pdf([], 1, b"<<" * (size // 2)),
    "pdf, open string": lambda size: pdf([], 1, b"(" * size),
    "pdf, inline images": lambda size: pdf([], 1, b"BI ID a EI " * (size // 11)),
    "pdf, objects": lambda size: pdf([b"<< /A 1 >>"] * (size // 45), 1),
    "pdf, bomb of 200 times the size": lambda size: pdf([], 1, b" " * (200 * size)),
    "pdf, no ends": lambda size: b"%PDF-1.4\n" + b"1 0 obj\n<< /A 2 0 R >>\n" * (size // 24),
    "pdf, xrefs": lambda size: b"%PDF-1.4\n" + b"startxref\n9\n%%EOF\n" * (size // 18),
    "pdf, noise": lambda size: b"%PDF-1.4\n" + bytes(range(256)) * (size // 256),
    "pdf, brackets": lambda size: b"%PDF-1.4\n1 0 obj\n" + b"[" * size,
    "zip, directory": lambda size: b"PK\x03\x04" + b"PK\x01\x02" * (size // 4) + b"PK\x05\x06" + b"\x00" * 18,
    "half a page": lambda size: b"<!-- " + b"-" * size,
    "many comments": lambda size: b"<!---->" * (size // 7),
    "many declarations": lambda size: b"<?xml?>" * (size // 7),
    "many doctypes": lambda size: b"<!DOCTYPE>" * (size // 10),
    "many sections": lambda size: b"<![CDATA[" * (size // 9),
    "many byte order marks": lambda size: b"\xef\xbb\xbf" * (size // 3),
    "white space and a comment": lambda size: b" \n" * (size // 2) + b"<!-- a -->",
}


def records(piece: bytes) -> MadeFile:
    """Lines of bulk input, packed."""
    return lambda size: gzip.compress(piece * (size // len(piece)))


RECORDS: dict[str, MadeFile] = {
    "one line of spaces, 50 times the size": lambda size: gzip.compress(b" " * (50 * size)),
    "empty lines": records(b"\n"),
    "numbers": records(b"1\n"),
    "records": records(b'{"text": "a"}\n'),
    "nested": lambda size: gzip.compress(b"[" * size),
    "many keys": lambda size: gzip.compress(
        b'{"text": "a"' + b"".join(b', "k%d": 1' % n for n in range(size // 12)) + b"}"
    ),
    "one key again": records(b'{"text": "a", "text": "a", '),
    "a number of many digits": lambda size: gzip.compress(b'{"id": ' + b"9" * size + b"}"),
}

ANSWERS: dict[str, Made] = {
    "nested": again("["),
    "nested and closed": _nested('{"claims":[', "]}", ""),
    "half": lambda size: '{"claims": [' + '{"content": "a"},' * (size // 17),
    "keys again": again('"claims": [], ', "{", '"claims": []}'),
    "many keys": lambda size: "{" + ", ".join(f'"k{n}": 1' for n in range(size // 12)) + "}",
    "many items": lambda size: '{"claims": [' + ", ".join(['{"content": "the wall"}'] * (size // 25)) + "]}",
    "one string": again("a", '{"claims": [{"content": "', '"}]}'),
    "escapes": again("\\u0041", '{"claims": [{"content": "', '"}]}'),
    "backslashes": again("\\\\", '{"claims": [{"content": "'),
    "braces": again("{"),
    "closing braces": again("}"),
    "fences": again("```json\n"),
    "fences and braces": again("```json {"),
    "words": again("I think that "),
    "quotes": again('"'),
    "digits": again("9", '{"claims": ', "}"),
    "thoughts": again("<think>"),
}
