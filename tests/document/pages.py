"""Pages of invented news for tests, and a page's element as a selector finds it."""

from __future__ import annotations

from lxml import html

from extractor.document import Document

FERRY = """<!DOCTYPE html>
<html lang="en-GB">
<head>
  <meta charset="utf-8">
  <title>Ferry link to Sorrel Island reopens | The Brackwater Post</title>
  <meta property="og:title" content="Ferry link to Sorrel Island reopens">
  <meta property="og:site_name" content="The Brackwater Post">
  <meta name="author" content="Ines Valder">
  <meta property="article:published_time" content="2025-03-04T08:30:00+01:00">
  <link rel="canonical" href="https://post.example/news/ferry-reopens">
  <style>p { color: navy }</style>
  <script>var secret = "SCRIPT TEXT";</script>
</head>
<body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article id="story">
<h1>Ferry link to Sorrel Island reopens</h1>
<div class="content">
<p>The ferry between Brackwater and Sorrel&nbsp;Island sailed again on <b>Tuesday</b> after eleven weeks of
   repairs, the harbour office said, and the first boat carried 214&#8239;passengers &amp; 31 cars.</p>
<p hidden>HIDDEN TEXT that nobody reads in this story about the ferry and the harbour office.</p>
<p>&ldquo;We tested the new <em>ramp</em>s for nine days,&rdquo; said Marek Oduya,<br>who runs the harbour office
   in Brackwater. <span style="display: none">UNSEEN WORDS</span>He promised two sailings a day until June.</p>
<p>Islanders had gone without fresh milk for most of February, according to the Sorrel parish council, which
   had asked the county for a replacement boat in December and got no answer before the repairs began.</p>
<p>The county transport office put the cost of the work at 1.3 million crowns, a third more than was planned,
   and said that the difference would be paid from next year&#39;s road budget.</p>
</div>
</article>
<footer><p>Contact us | Imprint | All rights reserved</p></footer>
</body>
</html>
"""


def solid(text: str) -> str:
    """The characters that are not white space."""
    return "".join(text.split())


def assert_traced(document: Document, page: str | bytes) -> None:
    """Every paragraph and sentence, and every word, stands where `trace` says."""
    parser = html.HTMLParser(encoding="utf-8")
    data = page if isinstance(page, bytes) else page.encode()
    root = html.document_fromstring(data.replace(b"\r\n", b"\n"), parser=parser)
    contents: dict[str, str] = {}
    spans = [*document.paragraphs, *((sentence.start, sentence.end) for sentence in document.sentences)]
    for start, end in spans:
        ranges = document.trace(start, end)
        for found in ranges:
            if found.selector not in contents:
                (element,) = root.cssselect(found.selector)
                contents[found.selector] = str(element.xpath("string()"))
            assert contents[found.selector][found.start : found.end] == found.text
        assert "".join(solid(found.text) for found in ranges) == solid(document.text[start:end])
