"""Bytes of a dump to text: which encoding they are in, and what in them is no text.

Japanese notes come as UTF-8, UTF-16, Shift_JIS (as CP932), EUC-JP and ISO-2022-JP. Exact decoders judge first, each by whether
it accepts every byte and whether the result looks like Japanese or English; statistics (charset-normalizer) guess only what
none of them knows. Bytes that are no character become U+FFFD, control characters their pictures (U+2400 and on), and both
are told as problems. Nothing here touches the disk, and nothing is normalised but line ends.
"""

from __future__ import annotations

import codecs
import re
from pathlib import PurePosixPath

from papersite.model import Origin, Problem, Severity
from papersite.regex import lazy_regex

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Escapes that switch character sets (ISO-2022-JP, RFC 1468, RFC 1554). Such a text is ASCII to every other decoder.
_ESCAPE = lazy_regex(rb"\x1b(?:\$[@B]|\$\([DOPQ]|\([IJ])")
_ISO_2022 = ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_2004", "iso2022_jp_ext")
_WIDE = ("utf-16-le", "utf-16-be")
_CANDIDATES = ("cp932", "euc_jp", "euc_jis_2004", *_WIDE)
_NAMES = {"euc_jp": "euc-jp", "euc_jis_2004": "euc-jp", **dict.fromkeys(_ISO_2022, "iso-2022-jp")}

_KANA = lazy_regex(r"[\u3041-\u30ff]")
_OTHER_JAPANESE = lazy_regex(r"[\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")
# What the wrong Japanese decoder makes of a text: half-width kana, private characters, replaced bytes, C0 and C1.
_ODD = lazy_regex(r"[\uff61-\uff9f\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f\x7f-\x9f]")
_NOT_ASCII = lazy_regex(r"[^\x00-\x7f]")
_REPLACED = lazy_regex("\ufffd+")
_PLAUSIBLE = 0.2
# How much of a text is looked at to tell encodings apart. All of it would cost seconds on 10 MB, for the same answer; the
# statistics of charset-normalizer cost 5 s for each MB.
_SAMPLE = 1 << 16
_FEWEST = 8  # bytes beyond ASCII that statistics need
_NEVER_WESTERN = lazy_regex(rb"[\xfe\xff]")  # þ and ÿ, which hardly any text has
_BEYOND_ASCII = lazy_regex(rb"[\x80-\xff]")

_CONTROL = lazy_regex(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CONTROL_BYTES = bytes({*range(0x20), 0x7F} - {0x09, 0x0A})  # those of ASCII


def decode(data: bytes, path: PurePosixPath) -> tuple[str, str, tuple[Problem, ...]]:
    """The text of some bytes, the encoding it was read in, and what in it was no text. Never raises.

    Line ends become `\\n` and a leading byte order mark goes; the rest of the text stands as it was written.
    """
    if (plain := _plain(data)) is not None:
        return plain, "utf-8", ()
    encoding, start, guessed = _encoding_of(data)
    text, undecodable = _decoded(data[start:], encoding, start, path)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, controls = _without_controls(text, path)
    name = _NAMES.get(encoding, encoding)
    return text, name, (*(_guess(name, path) if guessed else ()), *undecodable, *controls)


def _plain(data: bytes) -> str | None:
    """The text of bytes that are UTF-8 with nothing to mend, as most are; this tells so in a third of the time."""
    if data.startswith(codecs.BOM_UTF8) or not _is_free_of_controls(data):
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _encoding_of(data: bytes) -> tuple[str, int, bool]:
    """The encoding, where its text begins, and whether it is only a guess."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark), False
    if data.isascii() and _ESCAPE.search(data):
        return next((name for name in _ISO_2022 if _accepts(data, name)), "iso2022_jp_ext"), 0, False
    if wide := _wide(data):
        return wide, 0, False
    if _accepts(data, "utf-8"):
        return "utf-8", 0, False
    sample = _sample(data)
    if _mostly_utf8(sample):
        return "utf-8", 0, False
    best = _most_plausible(data, sample)
    if best:
        return best, 0, False
    guess = _guessed(sample)
    return guess, 0, guess != "utf-8"


def _accepts(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark. Its ASCII, of which every text has some, is half NUL bytes, all at even or all at odd places."""
    if b"\0" not in data:
        return None
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if _accepts(data, "utf-8") and 5 * (even + odd) < len(data):
        return None
    encoding, more, fewer = ("utf-16-be", even, odd) if even > odd else ("utf-16-le", odd, even)
    text = data[:_SAMPLE].decode(encoding, "replace")
    is_text = 2 * len(_NOT_ASCII.findall(text)) < len(text) or _plausibility(text) >= _PLAUSIBLE
    return encoding if more > 8 * fewer and is_text else None


def _sample(data: bytes) -> bytes:
    """The part of a text that says most about its encoding: from the first line that is not ASCII."""
    first = _BEYOND_ASCII.search(data)
    start = data.rfind(b"\n", 0, first.start()) + 1 if first else 0
    return data[start : start + _SAMPLE]


def _mostly_utf8(sample: bytes) -> bool:
    """Whether bytes are damaged UTF-8: no fewer characters beyond ASCII come out whole than broken."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return len(_NOT_ASCII.findall(text)) - broken >= broken


def _most_plausible(data: bytes, sample: bytes) -> str | None:
    """The encoding whose text looks most like Japanese, or None. Among near equals one that accepts every byte wins."""
    scores = {name: _plausibility(sample.decode(name, "replace")) for name in _CANDIDATES}
    # Any two bytes are a character of UTF-16, and most of these are Han: without kana it proves nothing.
    scores = {name: score - 0.3 if name in _WIDE else score for name, score in scores.items()}
    best = max(scores.values())
    if best < _PLAUSIBLE:
        return None
    near = sorted((name for name in scores if scores[name] > best - 0.1), key=lambda name: -scores[name])
    return next((name for name in near if _accepts(data, name)), near[0])


def _plausibility(text: str) -> float:
    """How much what is not ASCII looks like Japanese, from -1 to 1: kana tell more than Han, which wrong decoders make too."""
    others = len(_NOT_ASCII.findall(text))
    kana, japanese, odd = (len(pattern.findall(text)) for pattern in (_KANA, _OTHER_JAPANESE, _ODD))
    return (kana + 0.3 * japanese - odd) / max(1, others)


def _guessed(sample: bytes) -> str:
    """What no exact decoder knows: Western if nearly all is ASCII, by statistics if there is enough, or else broken UTF-8."""
    beyond = len(_BEYOND_ASCII.findall(sample))
    if beyond * 4 < len(sample) and _accepts(sample, "cp1252") and not _NEVER_WESTERN.search(sample):
        return "cp1252"
    if beyond < _FEWEST:
        return "utf-8"
    import charset_normalizer  # 10 ms that few need

    best = charset_normalizer.from_bytes(sample).best()
    return best.encoding if best else "utf-8"


def _guess(encoding: str, path: PurePosixPath) -> tuple[Problem]:
    message = f"this is neither UTF-8 nor a Japanese encoding; it was read as {encoding}, by a guess. Save it as UTF-8"
    return (Problem("guessed-encoding", message, Origin(path)),)


def _decoded(data: bytes, encoding: str, start: int, path: PurePosixPath) -> tuple[str, tuple[Problem, ...]]:
    """The text, and what of it was in another encoding or in none; `start` bytes stand before the data."""
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as error:
        first = error.start
    if encoding == "utf-8":
        text, stray, broken = _line_by_line(data)
        problems = [_stray(*stray, path)] if stray else []
        if broken is None:
            return text, tuple(problems)
        first = broken
    else:
        text, problems = data.decode(encoding, "replace"), []
    before = data[:first].decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
    line = before.count("\n") + 1
    message = (
        f"bytes that are no {_NAMES.get(encoding, encoding)} stand in {len(_REPLACED.findall(text))} place(s), the first at "
        f"offset {start + first}, line {line}; each is shown as \ufffd. Copy the text again from where it came from"
    )
    problems.append(Problem("undecodable-bytes", message, Origin(path, line, line)))
    return text, tuple(problems)


def _line_by_line(data: bytes) -> tuple[str, tuple[int, str] | None, int | None]:
    """Text that is UTF-8 but for some lines: dumps of several encodings were put into one file, or bytes are broken.

    Also gives the first line in another encoding, with its name, and the offset of the first byte that is no character.
    """
    lines: list[str] = []
    stray: tuple[int, str] | None = None
    broken: int | None = None
    offset = 0
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError as error:
            other = next((name for name in ("cp932", "euc_jp") if _accepts(line, name) and _is_japanese(line, name)), None)
            lines.append(line.decode(other or "utf-8", "replace"))
            if other:
                stray = stray or (number, _NAMES.get(other, other))
            elif broken is None:
                broken = offset + error.start
        offset += len(line) + 1
    return "\n".join(lines), stray, broken


def _is_japanese(line: bytes, encoding: str) -> bool:
    return _plausibility(line.decode(encoding)) >= 0.5


def _stray(line: int, encoding: str, path: PurePosixPath) -> Problem:
    message = f"some lines, the first on line {line}, are in {encoding} and the others in UTF-8; save the file as UTF-8"
    return Problem("mixed-encodings", message, Origin(path, line, line))


def visible_controls(text: str) -> str:
    """The text with control characters as pictures of them: a form feed or a NUL would end lines or texts further on."""
    return _CONTROL.sub(_picture, text)


def encoded(text: str) -> bytes:
    """The text in UTF-8, with control characters as pictures and lone surrogates as question marks.

    Most texts hold neither, and bytes tell so three times faster than letters: a page is 30 KB.
    """
    data = text.encode("utf-8", "replace")
    if _is_free_of_controls(data):
        return data
    return visible_controls(text).encode("utf-8", "replace")


def _is_free_of_controls(data: bytes) -> bool:
    """Whether bytes of UTF-8 hold no control character but line feeds and tabs, for certain; those of C1 begin with C2."""
    return b"\xc2" not in data and len(data.translate(None, _CONTROL_BYTES)) == len(data)


def _without_controls(text: str, path: PurePosixPath) -> tuple[str, tuple[Problem, ...]]:
    first = _CONTROL.search(text)
    if first is None:
        return text, ()
    line = text.count("\n", 0, first.start()) + 1
    shown, count = _CONTROL.subn(_picture, text)
    message = f"{count} control character(s), the first U+{ord(first[0]):04X} on line {line}, are shown as {_picture(first)}"
    return shown, (Problem("control-characters", message, Origin(path, line, line), Severity.INFO),)


def _picture(match: re.Match[str]) -> str:
    """The Unicode picture of a control character; C1 controls have none."""
    code = ord(match[0])
    return "\u2421" if code == 0x7F else "\ufffd" if code > 0x7F else chr(0x2400 + code)
