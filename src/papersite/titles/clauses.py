"""A few words of a note that tell its paper from others, where the note gives it no name.

Japanese puts what a sentence is about at the end of a noun phrase: what stands before を提案 is the thing proposed, and the
words before it can be dropped from the left. A title is never half a sentence: it is cut only where a clause ends.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from papersite.citations.words import HIDDEN
from papersite.regex import lazy_regex

LONGEST = 88  # columns, a full-width character being two

# A full stop ends a sentence too where Japanese or the end follows, but not in `GPT-3.5` or `e.g. `.
_SENTENCE_END = lazy_regex(r"[。！？\n]|[.．](?=[ぁ-ヿ一-鿿]|\s*$)|(?<=[ぁ-ん])[.．?!]")
# What says nothing of the paper: asides, and sentences that the one before has begun.
_ASIDE = lazy_regex(
    r"興味深い|おもしろい|面白い|読んだ|読みたい|読んで|好きな|すごい|あとで|後で|参考になる|難しい|見た感じ|ざっと|勉強|気がする|思う$"
    r"|以下の(?:こと|よう)|詳細は|[?？]$|^[でのとをにがはも](?=[一-鿿ァ-ヴー])|^(?:において|という|といった|を参照)"
)
_BACKGROUND = lazy_regex(r"^(?:従来|既存|これまで|典型的|大半の|近年|最近|traditional|typical)|一般的に", re.IGNORECASE)
_CONTINUING = lazy_regex(
    r"(?:この|その|これ|それ|あの|こう|そう|ので|なので|しかし|ただし?|一方|また|加えて|さらに|つまり|要は|すなわち"
    r"|たとえば|例えば|他にも)"
)
_PROPOSING = lazy_regex(
    r"(?:手法|モデル|システム|方法|枠組み|アルゴリズム|フレームワーク|データセット|アプローチ)"
    r"を(?P<verb>提案|考え|開発|構築|作成|公開)"
)
_BRACKETS = lazy_regex(r"[(（][^()（）]{8,}[)）]")
_OPENING = lazy_regex(
    r"^(?:本研究|本論文|本稿|この研究|この論文|本手法|著者ら)(?:では|は|で)、?|^(?:また|そこで|さらに|具体的には|まず|そのため|従来研究では|近年|最近)、"
    r"|^(?:これ|それ)(?:に対処するため|を解決するため|により|ら)(?:に)?、"
)
_OBJECT = lazy_regex(
    r"(?P<object>.{4,}?)(?:を|に関して|について)\s?(?:新たに|初めて)?"
    r"(?:提案|開発|導入|構築|紹介|考案|提唱|実現|検証|調査|分析|比較|研究|評価|実施|用意|設計|公開|探求|作成)"
)
_CLAIM = lazy_regex(r"(?P<claim>.{6,}?)(?:である)?(?:こと|かどうか|の)(?:を|が)(?:示|明らか|確認|報告|発見)")
# Where words may be dropped from the left of a noun phrase, so that what is left is one.
_MODIFIER_END = lazy_regex(
    r"、|(?:ための|による|を用いた|に基づく|に基づいた|における|に対する|に関する|のような|された|した|する|できる|いる|ない|な|の)"
    r"(?=[^、。はがをにでともや\sぁ-ん])"
)
_CLAUSE_END = lazy_regex(r"、|，|,\s?(?=\D)|(?:において|に対して|によって|について|に関して|にあたり|ために)(?=.)")
_TRAILING = (
    lazy_regex(r"(?:という|といった)(?:話|感じ|印象|こと)?(?:な|の)?(?:よう|模様|らしい|みたい)?(?:だ|です)?$"),
    lazy_regex(r"(?:において|に対して|によって|について|に関して|にあたり|ために|する際に?|の?ときに?|の?ように?)$"),
    lazy_regex(r"(?:する)?こと(?:で|により|によって)?$"),
    lazy_regex(r"(?:されて|して)(?:おり|いる|います|いて)$|である$|であり$|のように$"),
    lazy_regex(r"(?<=[一-鿿ァ-ヴーA-Za-z)])(?:しました|します|した|する|し|され)$"),
    lazy_regex(r"を(?:提案|紹介|開発|導入|実施|示|行い|行う|行った|作った)$"),
    lazy_regex(r"(?:[はがをにでもや、。,.:：;・\s]|(?<!こ)と)+$"),
)
_LABEL = lazy_regex(r"^[^。]{0,30}[:：]\s*(?:https?://\S+)?$|^https?://\S+$|^!?\[[^\]]*\]\([^)]*\)$|^(?:#{1,6}\s|```|~~~|>|\|)")
_LETTERS = lazy_regex(r"[A-Za-z0-9ぁ-ヿ一-鿿]")
_BULLET = lazy_regex(r"^(?:[-*+•・]|\d{1,2}[.)])\s*")
_NOT_READ = lazy_regex(r"\[\^[^\]]*\]:?|\*\*")
_SHORTEST = 16  # columns
_LONGEST_SENTENCE = 300  # characters; what stands behind is not looked at
_LOOKED_AT = 12  # sentences of a comment


def clause_of_summary(summary: str) -> str | None:
    """The thing that a summary says is proposed or shown, in at most `LONGEST` columns."""
    sentences = _sentences(summary)
    for sentence in sentences[:3]:
        for pattern, group in ((_OBJECT, "object"), (_CLAIM, "claim")):
            if (hit := pattern.match(sentence)) and (phrase := _fitted(hit[group], from_left=pattern is _OBJECT)):
                return phrase
    return next((phrase for sentence in sentences if (phrase := _fitted(sentence, from_left=False))), None)


def clause_of_body(body: str) -> str | None:
    """The first words of a comment that say something of the paper: no label, address or heading, no aside.

    What is hidden (code, citations) is no word of the paper's own.
    """
    sentences: list[str] = []
    for line in body.split("\n"):
        line = _BULLET.sub("", _NOT_READ.sub("", line.strip()))
        if line and not _LABEL.match(line):
            sentences += [each for each in _sentences(line) if HIDDEN not in each and "://" not in each]
        if len(sentences) >= _LOOKED_AT:
            break
    telling = [each for each in sentences[:_LOOKED_AT] if not _ASIDE.search(each)]
    opening = [each for each in telling[:2] if not _BACKGROUND.search(each) and not _CONTINUING.match(each)]
    proposing = [each for each in telling if _PROPOSING.search(each)]
    ordered = (*opening, *proposing, *(each for each in telling if not _CONTINUING.match(each)), *telling)
    return next((phrase for each in ordered if (phrase := _of_sentence(each))), None)


def _of_sentence(sentence: str) -> str | None:
    """A whole sentence if it is short, else the thing it says is proposed, else as many of its clauses as fit."""
    whole = _stripped(sentence)
    if _columns(whole) <= LONGEST and _says_something(whole) and _balanced(whole):
        return whole
    if (hit := _PROPOSING.search(sentence)) and (phrase := _fitted(sentence[: hit.start("verb") - 1], from_left=True)):
        return phrase
    return _fitted(_BRACKETS.sub("", sentence), from_left=False)


def _sentences(text: str) -> list[str]:
    return [_OPENING.sub("", each.strip()[:_LONGEST_SENTENCE]) for each in _SENTENCE_END.split(text) if each.strip()]


def _fitted(phrase: str, *, from_left: bool) -> str | None:
    """A phrase cut at the ends of its clauses until it fits: from the left if its end is the noun, else from the right."""
    phrase = _stripped(phrase)
    if from_left:
        # Clauses before the noun phrase go first, then its modifiers.
        starts = [0, *(hit.end() for hit in _MODIFIER_END.finditer(phrase))]
        commas = [hit.end() for hit in re.finditer("[、，]|,(?=\\D)", phrase)]
        for start in [*commas[-1:], *starts]:
            cut = _stripped(phrase[start:])
            if _columns(cut) <= LONGEST and _says_something(cut) and _balanced(cut):
                return cut
        return None
    if _columns(phrase) <= LONGEST and _says_something(phrase):
        return phrase
    for hit in reversed(list(_CLAUSE_END.finditer(phrase))):
        cut = _stripped(phrase[: hit.start()])
        if _columns(cut) <= LONGEST and _says_something(cut) and _balanced(cut):
            return cut
    return None


def _stripped(phrase: str) -> str:
    phrase = phrase.strip(" 　、。,.:：;・")
    for pattern in _TRAILING:
        phrase = pattern.sub("", phrase).strip(" 　、。,.:：;・")
    return phrase


def _columns(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_width, text))


@cache
def _width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _says_something(phrase: str) -> bool:
    return _columns(phrase) >= _SHORTEST and bool(_LETTERS.search(phrase))


def _balanced(phrase: str) -> bool:
    return all(phrase.count(a) == phrase.count(b) for a, b in ("()", "（）", "「」"))
