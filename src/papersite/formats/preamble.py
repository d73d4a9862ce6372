"""What a language model says before it answers: `はい、承知しました。…`, `Sure! Here is the summary:`.

A text is one only if it is short, plain, and acknowledges or announces; that it stands where an answer begins is the caller's
to see. When in doubt it is none, for a preamble is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from papersite.regex import lazy_regex

_MOST_LINES = 3
_MOST_CHARACTERS = 200
# To accept the request in polite words is enough.
_ACCEPTS = lazy_regex(
    r"(?:はい[、。!！]?\s*)?(?:(?:承知|了解)(?:いた|致)?しました|かしこまりました|(?:分|わ)かりました|お任せください)"
    r"|(?:got it|understood|sure thing)[.,!]",
    re.IGNORECASE,
)
# These may open any text; it must go on to point at the answer.
_AGREES = lazy_regex(
    r"(?:はい|もちろん(?:です)?|ありがとうございます)[、。!！]"
    r"|(?:sure|certainly|of course|absolutely|okay|ok|alright|great|yes|no problem)[.,!]",
    re.IGNORECASE,
)
# The answer, announced: by its place (below, here), in polite speech or before a colon, and by what it is.
_ANNOUNCES = lazy_regex(
    r"(?=.*(?:回答|答え|まとめ|要約|説明|解説|記述|作成|出力|整理|紹介|報告|読み解|フォーマット|形式))"
    r"(?:以下|下記|では、?|それでは|ご(?:指示|依頼|質問|要望|提示|指定|提供)).*"
    r"(?:ます|ました|ましょう|です|ください)[。!！：:]?"
    r"|以下[^。]{0,40}[：:]",
)
_ANNOUNCES_IN_ENGLISH = lazy_regex(
    r"(?=.*\b(?:summar|overview|breakdown|analy[sz]|answer|respon|expla|notes?\b|digest|translat|request|format|instruct|review))"
    r"(?:here(?:'s|’s| is| are)|below|i(?:'ll|’ll| will| have|'ve|’ve)|let (?:me|us)|let['’]s"
    r"|as (?:you )?(?:requested|instructed|asked)"
    r"|(?:based on|following|according to) (?:your|the (?:paper|provided|given|text|instructions|format)))\b.*[.:!]",
    re.IGNORECASE,
)
# Signs of content: headings, lists, quotations, tables, code, links, hashtags, fields, emphasis that begins a line.
_CONTENT = lazy_regex(r"^\s*(?:[#>|`~*+-]|\d+[.)])|https?://|\]\(|(?<![A-Za-z0-9])[#＃]\w|\barxiv\b", re.IGNORECASE)


def is_preamble(lines: Sequence[str]) -> bool:
    """Whether the lines of a paragraph are such a preamble and nothing more."""
    text = " ".join(line.strip() for line in lines)
    if not text.strip() or len(lines) > _MOST_LINES or len(text) > _MOST_CHARACTERS:
        return False
    if any(map(_CONTENT.search, lines)):
        return False
    if _ACCEPTS.match(text):
        return True
    agreed = _AGREES.match(text)
    rest = text[agreed.end() :].strip() if agreed else text
    return not rest or _announces(rest)


def _announces(text: str) -> bool:
    return _ANNOUNCES.fullmatch(text) is not None or _ANNOUNCES_IN_ENGLISH.fullmatch(text) is not None
