"""Which blocks of a note are in the other language, so that they are read aloud, hyphenated and set as what they are."""

from __future__ import annotations

from itertools import islice

from papersite.language import detect_language
from papersite.regex import lazy_regex

_JAPANESE = lazy_regex(r"[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\u3400-\u4dbf]")
_KANA = lazy_regex(r"[\u3041-\u3096\u30a1-\u30fa]")
# A word of prose: letters between white space, perhaps in punctuation; so no url, no option, no formula.
_WORD = lazy_regex(r"(?<!\S)[(\"'“‘*_]*[A-Za-z][A-Za-z'’-]*[.,;:!?)\"'”’*_]*(?!\S)")
_CLAUSE = 5  # words; a text of the other language shorter than this is a term or a name


def other_language(text: str, lang: str) -> str:
    """The language of a text if it is not the note's and the text is longer than a clause; else empty."""
    if lang == "ja":
        if len(text) < 20 or _JAPANESE.search(text):
            return ""
        return "en" if next(islice(_WORD.finditer(text), _CLAUSE, None), None) else ""
    if _KANA.search(text) is None or detect_language(text) != "ja":
        return ""
    return "ja" if len(_JAPANESE.findall(text)) > 2 * _CLAUSE else ""
