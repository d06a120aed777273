"""What a question shows of the document, and where the words of its answer stand in it.

Every task grounds here: words count only where they stand in the story of the window asked about.
"""

from __future__ import annotations

from extractor.document import Document, Window
from extractor.document.windows import WindowSize
from extractor.grounding import Grounded, Grounder


class Unusable(Exception):
    """Words of an answer that do not ground: why, and which."""

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(reason)
        self.words = words


class Passage:
    """One window of a document, with the grounder of its text."""

    def __init__(self, document: Document, grounder: Grounder, window: Window) -> None:
        self.document = document
        self.grounder = grounder
        self.window = window

    @property
    def text(self) -> str:
        """What the model reads: the window's sentences, a line break between paragraphs, furniture left out."""
        parts: list[str] = []
        sentences = self.window.sentences
        for number, sentence in enumerate(sentences):
            if number:
                parts.append(" " if sentence.paragraph == sentences[number - 1].paragraph else "\n")
            parts.append(self.document.text[sentence.start : sentence.end])
        return "".join(parts)

    def before(self, size: WindowSize) -> str:
        """The sentence before the window, for reading only; "" where there is none or the window is the document."""
        first = self.window.sentences[0].index
        if size == "document" or not first:
            return ""
        # An instruction to the model is passed over: the question is the same as if it were not there.
        before = (self.document.sentences[number] for number in range(first - 1, -1, -1))
        previous = next((sentence for sentence in before if not sentence.instruction), None)
        told = previous is not None and previous.furniture is None
        return self.document.text[previous.start : previous.end] if previous and told else ""

    def place(self, words: str, near: int | None, part: str) -> Grounded:
        """Where words of an answer stand in the story of the window, nearest to `near`. Raises `Unusable`.

        `part` says in the reason what they are.
        """
        document, window = self.document, self.window
        grounded = self.grounder.ground(words, window.start, window.end, near=near, language=document.language)
        if grounded.verdict == "rejected":
            msg = f"{part}: {grounded.reason}"
            raise Unusable(msg, words)
        if any(f.start < span.end and span.start < f.end for f in document.furniture for span in grounded.spans):
            msg = f"{part}: not in the story but in what the page carries around it"
            raise Unusable(msg, words)
        if document.instructions:
            inside = document.sentences[window.sentences[0].index : window.sentences[-1].index + 1]
            if any(
                s.instruction and s.start < span.end and span.start < s.end for s in inside for span in grounded.spans
            ):
                msg = f"{part}: not in the story but in an instruction to a model"
                raise Unusable(msg, words)
        return grounded

    def near(self, words: str) -> str:
        """The words of the window most like these; "" where none are."""
        found = self.grounder.near_misses(words, self.window.start, self.window.end, most=1)
        return found[0].text if found else ""
