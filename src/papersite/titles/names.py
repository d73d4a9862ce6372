"""The name that a note gives to its paper's method, system or model.

A note that lost its title still says what the paper proposes: 「Name」フレームワークを提案, `NAME(What It Stands For)を導入`,
`Nameは、` in front, システム名 NAME. Only such words count: a name that is compared with, built on or used is another paper's.
All patterns read Japanese prose around Latin names (see `english` for the other); nothing here knows citations or formats.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from papersite.identity import fold_title
from papersite.regex import lazy_regex
from papersite.titles.candidates import Candidate

# Each run of name characters is tried once, from its beginning.
_C = "A-Za-z0-9.+'’/_πτ-"
_W = rf"[A-Za-z0-9π][{_C}]{{0,60}}"
_NAME = rf"(?<![{_C}])(?P<name>{_W}(?: {_W}){{0,7}})"
_BRACKET = r"(?:\s?[(（](?P<bracket>[^()（）]{1,90})[)）])?"
_JAPANESE_NAME = r"(?P<ja>[ぁ-ヿ一-鿿々ーA-Za-z0-9・-]{2,30})[(（](?P<name>[A-Z][A-Za-z0-9.+ -]{1,24})[)）]"
_KIND = (
    r"(?:の)?(?:(?:フレームワーク|アーキテクチャ|アルゴリズム|システム|ライブラリ|パイプライン|ベンチマーク|データセット|コーパス|モデル|レシピ"
    r"|ツール|プラットフォーム|手法|方法|方式|指標|戦略|基準|枠組み|タスク)|\s?(?:framework|model|method|algorithm|system|dataset|benchmark"
    r"|corpus|library))"
)
_PROPOSES = (
    r"\s?(?:を\s?(?:新たに|初めて|新規に)?\s?(?P<verb>提案|提唱|考案|開発|発表|導入|紹介|公開|構築|設計|作成|リリース|オープンソース化)"
    r"|が(?P<passive>提案|提唱|紹介|導入|公開)さ)"
)
_STRENGTH = {"提案": 90, "提唱": 88, "考案": 90, "開発": 86, "発表": 84, "紹介": 82}
_WEAKER = 78  # 導入, 公開, 構築, …: said of parts of a method too
# What a paper makes beside its method.
_BYPRODUCT = lazy_regex(
    r"(?:データセット|ベンチマーク|コーパス|レシピ|パイプライン|指標|dataset|benchmark|corpus)\s?$", re.IGNORECASE
)
_BYPRODUCT_LESS = 18
IN_BODY_LESS = 8

_QUOTED = lazy_regex(rf"[「『“\"](?P<name>[^「」『』“”\"\n]{{2,60}})[」』”\"]\s?(?P<kind>{_KIND})?{_PROPOSES}")
_PROPOSED = lazy_regex(rf"{_NAME}{_BRACKET}\s?(?P<kind>{_KIND})?{_PROPOSES}")
_CALLED = lazy_regex(
    rf"{_NAME}{_BRACKET}\s?(?:という|と呼ばれる|と呼ぶ|と名付けた|と名付けられた|と称する)(?P<kind>[^。、「」\n]{{0,40}}?){_PROPOSES}"
)
_TRANSLATED = lazy_regex(rf"{_JAPANESE_NAME}(?P<kind>{_KIND})?(?:{_PROPOSES}|(?P<topic>は))")
_USED_FOR = lazy_regex(
    rf"{_JAPANESE_NAME}を(?:用いた|使った|利用した)[^。、\n]{{0,30}}?(?:手法|方法|フレームワーク)を(?:提案|開発)"
)
_SUBJECT = lazy_regex(rf"(?:^|(?<=[。\n]))\s?{_NAME}{_BRACKET}は")
_RELEASED = lazy_regex(
    rf"(?:^|(?<=[。\n]))\s?{_NAME}{_BRACKET}と(?:その|それ)[^。\n]{{0,40}}?"
    r"を(?:公開|オープンソース化|提案|開発|発表|リリース)"
)
_STUDIED = lazy_regex(rf"{_NAME}{_BRACKET}を研究")
_BACKGROUND = lazy_regex(
    r"[^。\n]{0,200}?(?:示した|達成した|提案された|注目されている|知られている)。\s?(?:本研究|本論文|しかし|一方)"
)

# Right behind the verb: the name is of the work that is compared or used (`Xを提案した研究では`).
_OF_OTHERS = lazy_regex(r"(?:した|する|している)(?:研究|論文|先行|もの|従来|彼ら)(?!で?ある)")
_CALLED_BEFORE = lazy_regex(r"(?:と呼ばれる|という|と名付けた|といった)$")
_LISTED = r"(?:[、,]\s?{name}|{name}\s?[、,])"
_NAMED_PAPER = lazy_regex(rf"{_NAME}{_BRACKET}\s?の?(?P<first>元)?論文(?=[。\n]|$|では|で|の)")
_SYSTEM_NAME = lazy_regex(rf"(?:システム|手法|モデル)名\s?(?:は|[:：])?\s?{_NAME}")
_KNOWN_AS = lazy_regex(rf"(?:一般的に|一般に|通称|いわゆる)、?\s?{_NAME}{_BRACKET}\s?(?:と呼ばれる|と呼ばれて|として知られ)")
_PAPER_ON = lazy_regex(rf"^{_NAME}{_BRACKET}の[^。\n]{{0,30}}(?:論文|研究)(?=[。\n]|$)", re.MULTILINE)
_LABELLED = lazy_regex(rf"提案[^。\n]{{0,30}}[:：。]?\n\s*[-*・]\s*\[{_NAME}\]\s")
IN_BODY = 4000  # characters: what a paper is called stands at the beginning of a note

# Kinds of things rather than names of one.
_GENERIC = lazy_regex(
    r"(?:[MVSL]*LMs?|LRMs?|AIs?|RL|NLP|CV|QA|API|GPU|SOTA|SoTA|R?NNs?|CNNs?|DNNs?|MDS|KV|PDF|HF|X|I|A|URL|pj|page|image"
    r"|agents?|seq2seq|models?|frameworks?|methods?|datasets?|benchmarks?|embeddings?|prompts?|rewards?|tasks?|tokens?"
    r"|encoders?|decoders?|(?:Figure|Table|Section|Appendix|Step|Stage|Phase|RQ|Q|No)\s?\.?\d*|\d[\d.,]*[BMKkmb%]?)",
    re.IGNORECASE,
)
# Names so well known that a sentence about them is seldom about the paper that gave them; to propose one is another thing.
_WELL_KNOWN = lazy_regex(
    r"(?:Transformers?|Attention|BERT|GPT|ChatGPT|LLaMA.*|CoT|SFT|RLHF|RLVR|DPO|PPO|GRPO|VAEs?|GANs?|GCNs?|LSTMs?|GRUs?"
    r"|CRF|ILP|SVM|kNN|RAG|MoE|ViT|DiT|LoRA|CTR|TF-?IDF|BM25|BLEU|ROUGE)",
    re.IGNORECASE,
)
_EXPANSION = lazy_regex(r"[A-Za-z][\w'’/-]*(?: (?:&|[A-Za-z][\w'’/-]*)){1,14}")


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    pattern: re.Pattern[str]
    strength: int | None  # None: by the verb
    sign: re.Pattern[str]  # what every match has in it, cheaply found

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """The matches of the pattern, which is tried only near its sign: names are many in a text, and verbs are few."""
        for first, last in _around(text, self.sign):
            yield from self.pattern.finditer(text, first, last)


_SPAN = 2  # line ends that a match may cross


def _around(text: str, sign: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The stretches of whole lines around a sign, in order and apart."""
    first = last = 0
    for hit in sign.finditer(text):
        begin, end = hit.start(), hit.end() - 1
        for _ in range(_SPAN + 1):
            begin = text.rfind("\n", 0, max(begin, 0))
            end = text.find("\n", end + 1) if end < len(text) else end
            end = len(text) if end < 0 else end
        if begin + 1 > last:
            if last:
                yield first, last
            first = begin + 1
        last = end
    if last:
        yield first, last


_VERB = lazy_regex("提案|提唱|考案|開発|発表|導入|紹介|公開|構築|設計|作成|リリース|オープンソース化")


_ANYWHERE = (
    _Rule("quoted", _QUOTED, None, _VERB),
    _Rule("proposed", _PROPOSED, None, _VERB),
    _Rule("called", _CALLED, None, lazy_regex("という|と呼ば|と呼ぶ|と名付け|と称する")),
    _Rule("translated", _TRANSLATED, None, lazy_regex(r"[(（][A-Z][A-Za-z0-9.+ -]{1,24}[)）]")),
    _Rule("used-for", _USED_FOR, 60, lazy_regex("を(?:用いた|使った|利用した)")),
    _Rule("released", _RELEASED, 86, lazy_regex("と(?:その|それ)")),
    _Rule("studied", _STUDIED, 66, lazy_regex("を研究")),
)
_BY_PEOPLE = (
    _Rule("system-name", _SYSTEM_NAME, 94, lazy_regex("(?:システム|手法|モデル)名")),
    _Rule("known-as", _KNOWN_AS, 80, lazy_regex("一般的?に|通称|いわゆる")),
    _Rule("paper-on", _PAPER_ON, 64, lazy_regex("論文|研究")),
    _Rule("labelled", _LABELLED, 62, lazy_regex("提案")),
)

_PAPER_NAMED = _Rule("named-paper", _NAMED_PAPER, None, lazy_regex("論文"))


def names_in_summary(text: str) -> Iterator[Candidate]:
    """The names that a summary gives to what its paper proposes."""
    yield from _by_rules(_ANYWHERE, text, 0)
    for hit in _SUBJECT.finditer(text):
        first = not text[: hit.start()].strip()
        if _WELL_KNOWN.fullmatch(hit["name"]):
            continue
        if first:
            yield from read_name("subject", hit, 30 if _BACKGROUND.match(text, hit.end()) else 92)
        elif not re.search(_LISTED.format(name=re.escape(hit["name"])), text[: hit.start()]):
            yield from read_name("subject", hit, 65)


def names_in_body(text: str) -> Iterator[Candidate]:
    """The names that a reader's comment gives to the paper it comments on."""
    opening = text[:IN_BODY]
    yield from _by_rules(_ANYWHERE, opening, IN_BODY_LESS)
    yield from _by_rules(_BY_PEOPLE, opening, 0)
    for hit in _PAPER_NAMED.matches(text):
        closes = not hit["first"] and not text[hit.end() : hit.end() + 1].strip("。\n")
        yield from read_name("named-paper", hit, 90 if closes else 60)


def _by_rules(rules: tuple[_Rule, ...], text: str, less: int) -> Iterator[Candidate]:
    called = [hit.span() for rule in rules if rule.pattern is _CALLED for hit in rule.matches(text)]
    for rule in rules:
        for hit in rule.matches(text):
            start = hit.start("name")
            if rule.pattern is not _CALLED and any(begin < start < end for begin, end in called):
                continue  # `Nameという公開のWeb Agent`: a kind
            if _OF_OTHERS.match(text, hit.end()) or _CALLED_BEFORE.search(text[max(0, start - 12) : start]):
                continue
            yield from read_name(rule.name, hit, _strength(rule, hit, text, in_body=less > 0) - less)


def _strength(rule: _Rule, hit: re.Match[str], text: str, *, in_body: bool) -> int:
    if rule.strength is not None:
        return rule.strength
    groups = hit.groupdict()
    if groups.get("topic"):
        return 92 if not text[: hit.start()].strip() else 60
    verb = groups.get("verb") or groups.get("passive") or ""
    byproduct = _BYPRODUCT.search(groups.get("kind") or "") or _BYPRODUCT.search(text, max(0, hit.start() - 12), hit.start())
    if in_body and verb not in _STRENGTH and not byproduct:
        return 0  # people say of any part that it is introduced or built
    strength = _STRENGTH.get(verb, _WEAKER) + (5 if rule.pattern is _QUOTED else 0)
    return strength - _BYPRODUCT_LESS if byproduct else strength


def read_name(rule: str, hit: re.Match[str], strength: int) -> Iterator[Candidate]:
    """The candidate that a match's groups `name` and `bracket` make; none if the name is that of a kind of things."""
    title = _title(hit["name"].strip(), (hit.groupdict().get("bracket") or "").strip(), quoted=rule == "quoted")
    if title and strength > 0:
        yield Candidate(title, rule, " ".join(hit[0].split()), strength)


def _title(name: str, bracket: str, *, quoted: bool) -> str | None:
    """A name with what its bracket adds: `Name (ACR)`, or `ACR: What It Stands For`."""
    name = name.strip(" .,'’/-")
    if quoted and re.search(r"[ぁ-ゖ]", name):
        return None  # a phrase, not a name
    if not quoted and not _is_name(name):
        return None
    if quoted and len(name) < 2:
        return None
    if re.fullmatch(r"[A-Z][A-Za-z0-9.+ -]{1,14}", bracket) and " " in name:
        return f"{name} ({bracket})"
    if _EXPANSION.fullmatch(bracket) and " " not in name and len(bracket.split()) > 2:
        return f"{name}: {bracket}"
    return name


def _is_name(name: str) -> bool:
    """A name has a capital or a digit beside letters, and is no kind of thing."""
    if _GENERIC.fullmatch(name) or not re.search(r"[A-Za-z]", name) or len(name) < 2:
        return False
    return bool(re.search(r"[A-Z]|[a-z]-[a-z]|[a-z]_\d", name))


_TOKEN = lazy_regex(r"(?<![A-Za-z0-9._/:@-])[A-Za-z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*(?![A-Za-z0-9_/@-])")
_OFTEN = 6


def most_used_name(text: str) -> str | None:
    """The name that a text uses twice as often as any other, for texts that say nothing else of their subject."""
    written: dict[str, Counter[str]] = {}
    for token, times in Counter(_TOKEN.findall(text)).items():
        if _is_name(token) and re.search(r"[A-Z]|\d", token) and not _WELL_KNOWN.fullmatch(token):
            written.setdefault(fold_title(token), Counter())[token] += times
    ranking = sorted(written.values(), key=lambda spellings: -spellings.total())
    if not ranking or ranking[0].total() < _OFTEN or (len(ranking) > 1 and ranking[0].total() < 2 * ranking[1].total()):
        return None
    return ranking[0].most_common(1)[0][0]
