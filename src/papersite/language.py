"""Which language a text is written in, by its script. Japanese and English are told apart; nothing else is claimed."""

from __future__ import annotations

from papersite.regex import lazy_regex

_KANA = lazy_regex(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9d]")
_HAN = lazy_regex(r"[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN_WORD = lazy_regex(r"[A-Za-z\u00c0-\u024f]+(?:['’-][A-Za-z\u00c0-\u024f]+)*")


def detect_language(text: str) -> str:
    """`ja` or `en`. A Japanese text may be mostly English terms, so kana weigh more than their number.

    Measured on mixed notes: a Japanese clause has a kana for every two to three Han characters, and an English one has none.
    """
    if text.isascii():
        return "en"
    kana = len(_KANA.findall(text))
    han = len(_HAN.findall(text))
    words = len(_LATIN_WORD.findall(text))
    return "ja" if (2 * kana + han) > words and (kana or han) else "en"
