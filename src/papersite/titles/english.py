"""The name that English words give to the paper's method, system or model: what `names` reads in Japanese.

`We propose NAME, a …`, `introduces a framework called NAME`, `NAME is a benchmark …`. The subject tells whose it is: what
"prior work" proposes is another paper's. Nothing here knows citations or formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from papersite.regex import lazy_regex
from papersite.titles.candidates import Candidate
from papersite.titles.names import read_name

_WORD = r"[\w.+'’/-]{0,60}"
_BRACKET = r"(?:\s?\((?P<bracket>[^()\n]{1,90})\))?"
_MORE = rf" (?:of|for|and|with|the|in|to)(?= [A-Z])| [A-Z0-9]{_WORD}"
_NAME = rf"[\"“]?(?P<name>(?:[a-z0-9]{{1,12}}-?)?[A-Z]{_WORD}(?:{_MORE}){{0,7}})[\"”]?{_BRACKET}"
_KIND = (
    r"(?:frameworks?|architectures?|algorithms?|systems?|librar(?:y|ies)|pipelines?|benchmarks?|datasets?|corp(?:us|ora)|models?"
    r"|recipes?|tools?|toolkits?|platforms?|methods?|approach(?:es)?|techniques?|metrics?|strateg(?:y|ies)|suites?|optimi[sz]ers?"
    r"|networks?|agents?|schedules?|paradigms?|famil(?:y|ies))"
)
_SUBJECT = r"(?:\b(?:[Ww]e|(?:[Tt]his|[Tt]he|[Oo]ur) (?:paper|work|study|article|report|research)|(?:[Tt]he )?[Aa]uthors))"
_ADVERB = r"(?: (?:also|then|further|thus|therefore|hence|first|here|now))?"
_VERB = r"(?P<verb>propose|introduce|present|develop|describe|design|release|open-source|unveil|build|create|construct)s?"
# Behind a whole name; `Bayesian` of "Bayesian methods" is none.
_NAME_ENDS = rf"(?=\s?[,;:(—–]|\.(?:\s|$)|\s*$|\s(?:an?|the|to|that|which|for|by|as|with|where)\b|\s{_KIND}\b)"
_CALLING = r"(?:called|named|termed|dubbed|coined|which we (?:call|name|term)|we (?:call|name|term)|referred to as)"
_SIGN = lazy_regex(
    r"\b(?:propose|introduce|present|develop|describe|design|release|open-source|unveil|build|create|construct|is an?\b)"
)


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    pattern: re.Pattern[str]
    strength: int | None  # None: by the verb


_SAYS = rf"{_SUBJECT}{_ADVERB} {_VERB}"
_RULES = (
    _Rule("proposed", lazy_regex(rf"{_SAYS} (?:the )?{_NAME}{_NAME_ENDS}"), None),
    _Rule("called", lazy_regex(rf"{_SAYS} [^.;\n]{{2,120}}?,? {_CALLING} {_NAME}"), None),
    _Rule("apposed", lazy_regex(rf"{_SAYS} an? [^.,;\n]{{0,100}}?\b{_KIND}[,:] {_NAME}{_NAME_ENDS}"), None),
    _Rule(
        "passive", lazy_regex(rf"(?:^|(?<=[.\n] )){_NAME} (?:is|are) (?:proposed|introduced|presented)\b(?! (?:by|in)\b)"), 86
    ),
    _Rule("subject", lazy_regex(rf"^\s*{_NAME} (?:is|are) (?:an?|the first) [^.;\n]{{0,100}}?\b{_KIND}\b"), 88),
)
_STRENGTH = {"propose": 90, "develop": 86, "introduce": 86, "present": 84, "describe": 82}
_WEAKER = 78  # release, build, …: said of what a paper makes beside its method too


def english_names(text: str, less: int = 0) -> Iterator[Candidate]:
    """The names that an English text gives to what its paper proposes, each weaker by `less` than a summary's."""
    if not _SIGN.search(text):
        return
    for rule in _RULES:
        for hit in rule.pattern.finditer(text):
            strength = _STRENGTH.get(hit["verb"], _WEAKER) if rule.strength is None else rule.strength
            yield from read_name(rule.name, hit, strength - less)
