"""From bytes to text: byte order marks, declared encodings, UTF-8, then an informed guess.

Text is decoded, never repaired: mojibake, control characters and line endings stay as they are.
What had to be assumed is said in a warning.
"""

from __future__ import annotations

import codecs
import re

from extractor.errors import DocumentNotText, UsageError

_BYTE_ORDER_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF", "a PDF file: save its text first"),
    (b"PK\x03\x04", "a zip archive or an office file (docx, odt, epub): save it as text first"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office file (doc, xls, ppt): save it as text first"),
    (b"{\\rtf", "a rich text file: save it as plain text first"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"RIFF", "an image, audio or video file"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x1f\x8b", "a gzip file: unpack it first"),
    (b"BZh", "a bzip2 file: unpack it first"),
    (b"\xfd7zXZ\x00", "an xz file: unpack it first"),
    (b"(\xb5/\xfd", "a zstd file: unpack it first"),
    (b"7z\xbc\xaf'\x1c", "a 7z archive: unpack it first"),
    (b"Rar!\x1a\x07", "a rar archive: unpack it first"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"GGUF", "a model file"),
    (b"ID3", "an audio file"),
    (b"OggS", "an audio file"),
)
_PRINTABLE_MAGIC = frozenset({b"BZh", b"ID3", b"OggS", b"RIFF", b"GGUF"})
"""Marks that a text may begin with: they count only when control bytes follow."""

_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
CONTROL_SHARE = 0.05
"""Share of control bytes above which bytes are no text in any encoding but UTF-16 or UTF-32."""
SAMPLE = 65_536
"""Bytes looked at to tell text from binary and to guess an encoding."""
UTF16_SHARE = 0.2
"""Share of NULs, on one side of the byte pairs only, that shows UTF-16 without a mark."""

WESTERN = "windows-1252"
_WESTERN_SIGNS = frozenset("ÀÁÂÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûü‘’“”„‚«»‹›–—…•€£§©®°·¿¡´\u00a0½ºª™œŒ")
"""What Western European text holds beyond ASCII; a wrong guess shows others (³, ¹, ¶, þ)."""
WESTERN_SHARE = 0.3
"""Share of bytes beyond ASCII above which a text is not in a Western European language."""

_MOJIBAKE = re.compile(
    r"â€[œ\u009dž™˜“”¦¢\u009c\u0099\u0080-\u009f]|[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|ï¿½"
)
_HTML = re.compile(r"\s{0,100}<(?:!doctype\s+html|html)\b", re.IGNORECASE)
MIN_MOJIBAKE = 2
"""Places that must look like mojibake: one may be a quotation of it."""


NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
"""Codecs of Python that no text is sent in; the time punycode takes grows with the square of the length."""


def charset(name: str) -> str | None:
    """Python's name for the encoding that a sender declares; None where text is not sent in it."""
    try:
        found = codecs.lookup(name).name
        "".encode(found)  # not hex, rot13 and the like
    except (LookupError, ValueError, TypeError):
        return None
    return None if found.replace("_", "-") in NO_CHARSETS else found


def decode(data: bytes, name: str, encoding: str | None = None) -> tuple[str, list[str]]:
    """The text of `data`, without its byte order mark, and the warnings.

    `encoding` is what the sender declares; it binds. Raises `DocumentNotText` for binary data and
    for bytes that the encoding does not fit, `UsageError` for an encoding nobody knows.
    """
    if encoding is not None:
        return _declared(data, name, encoding), []
    for mark, found in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name, found, f"its byte order mark says {found}"), []
    _refuse_magic(data, name)
    wide = _unmarked_utf16(data)
    if wide is not None:
        return _strict(data, name, wide, f"its bytes look like {wide}"), [
            f"decoded as {wide}: no encoding was declared"
        ]
    _refuse_control(data, name)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        return _guessed(data, name)


def text_warnings(text: str) -> list[str]:
    """What looks damaged in a text that is read as it stands."""
    warnings = []
    if sum(1 for _ in _MOJIBAKE.finditer(text)) >= MIN_MOJIBAKE:
        warnings.append("looks like mojibake: the text was decoded wrongly before it came here")
    if _HTML.match(text):
        warnings.append("looks like HTML: its tags are read as text")
    lost = text.count("\ufffd")
    if lost:
        warnings.append(f"holds {lost} replacement characters: something was lost before it came here")
    return warnings


def _declared(data: bytes, name: str, encoding: str) -> str:
    canonical = charset(encoding)
    if canonical is None:
        msg = f"encoding {encoding!r} is not known: use a name such as utf-8 or windows-1252"
        raise UsageError(msg)
    for mark, found in _BYTE_ORDER_MARKS:
        if data.startswith(mark) and canonical in (found, found.removesuffix("-le").removesuffix("-be")):
            return _strict(data[len(mark) :], name, found, f"{encoding} was declared")
    _refuse_magic(data, name)
    return _strict(data, name, encoding, f"{encoding} was declared")


def _strict(data: bytes, name: str, encoding: str, reason: str) -> str:
    try:
        text = data.decode(encoding)
    except ValueError as error:
        at = f" at byte {error.start:,}" if isinstance(error, UnicodeDecodeError) else ""
        msg = f"{name}: {reason}, and its bytes do not fit{at}: give the right encoding"
        raise DocumentNotText(msg) from None
    if _CONTROL_BYTES.search(data[:SAMPLE]) and text.count("\x00", 0, SAMPLE) > CONTROL_SHARE * len(text[:SAMPLE]):
        msg = f"{name}: binary data, not text: give a text file"
        raise DocumentNotText(msg)
    return text


def _refuse_magic(data: bytes, name: str) -> None:
    for magic, what in _MAGIC:
        if data.startswith(magic) and (magic not in _PRINTABLE_MAGIC or _CONTROL_BYTES.search(data[:SAMPLE])):
            msg = f"{name}: {what}"
            raise DocumentNotText(msg)


def _refuse_control(data: bytes, name: str) -> None:
    sample = data[:SAMPLE]
    if b"\x00" in data or len(_CONTROL_BYTES.findall(sample)) > CONTROL_SHARE * len(sample):
        msg = f"{name}: binary data, not text: give a text file"
        raise DocumentNotText(msg)


def _unmarked_utf16(data: bytes) -> str | None:
    sample = data[: SAMPLE & ~1]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if len(data) % 2 or not half:
        return None
    # ASCII letters have their NUL second in little-endian, first in big-endian text
    if odd > UTF16_SHARE * half and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > UTF16_SHARE * half and odd == 0 else None


def _guessed(data: bytes, name: str) -> tuple[str, list[str]]:
    for encoding in (_western(data), _likeliest(data)):
        if encoding is None:
            continue
        try:
            text = data.decode(encoding)
        except ValueError:
            continue
        return text, [f"decoded as {encoding}: the bytes are not UTF-8 and no encoding was declared"]
    msg = f"{name}: not UTF-8 and no other encoding fits: give its encoding"
    raise DocumentNotText(msg)


def _western(data: bytes) -> str | None:
    """Windows-1252 when it gives nothing but Western European signs.

    Guessers are unsure in short texts with few accents, and this is what such texts nearly always are.
    """
    try:
        high = data.decode(WESTERN).translate(dict.fromkeys(range(128)))
    except UnicodeDecodeError:
        return None
    fits = len(high) <= WESTERN_SHARE * len(data) and _WESTERN_SIGNS.issuperset(high)
    return WESTERN if fits else None


def _likeliest(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE]).best() or from_bytes(data).best()
    return best.encoding if best is not None else None
