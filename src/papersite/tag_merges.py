"""Proposals: which tags in use may be one, for a person to judge; nothing is merged here.

Case, plurals, humps and known translations meet by themselves (see `tags`). What is left are tags no term knows, which may be
a typing mistake, an acronym or a translation of another tag. The proposals are written as a table that `tags` can read.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from papersite.model import Term
from papersite.tag_spelling import bracket_parts, is_acronym, singular_key, tag_key, tag_words
from papersite.tags import Vocabulary

# One letter in seven is a slip more often than another word; in shorter words it is not (`image`, `imagen`).
_SHORTEST_TYPO = 7


@dataclass(frozen=True, slots=True)
class Merge:
    """A tag that may be another spelling of a term: why, and how often each of the two is used."""

    tag: str
    into: Term
    reason: str  # `typo`, `plural`, `acronym`, `translation`
    count: int
    count_into: int


def propose_merges(counts: Mapping[str, int], vocabulary: Vocabulary) -> tuple[Merge, ...]:
    """What the unknown tags in use may be, the most frequent first, one proposal a tag at most.

    An unknown tag is proposed for a known term before another unknown one; of two unknown tags the rarer goes into the other.
    """
    site = vocabulary.knowing(counts)
    used: defaultdict[str, int] = defaultdict(int)
    spelling: dict[str, str] = {}
    for tag in sorted(counts, key=lambda tag: (-counts[tag], tag)):
        if not vocabulary.ignores(tag):
            slug = site.term(tag).slug
            used[slug] += counts[tag]
            spelling.setdefault(slug, tag)
    fresh = [slug for slug in used if vocabulary.by_slug(slug) is None]
    known = [term for term in vocabulary.terms if term.kind != "meta"]
    found: dict[str, Merge] = {}
    for reason, pairs in (
        ("plural", _inner_plurals(fresh, known, site)),
        ("typo", _typos(fresh, known, site)),
        ("acronym", _acronyms(fresh, site)),
        ("translation", _translations(fresh, vocabulary, site)),
    ):
        for slug, target in pairs:
            one, other = _rarer_first(slug, target.slug, used, vocabulary)
            into = site.by_slug(other)
            if into is not None and one not in found and not (other in found and found[other].into.slug == one):
                found[one] = Merge(spelling[one], into, reason, used[one], used[other])
    return tuple(sorted(found.values(), key=lambda merge: (-merge.count, merge.tag)))


def merges_toml(merges: Iterable[Merge]) -> str:
    """Proposals as a TOML table for `[tags]` or notes/tags.toml, each with its reason as a comment; empty if there are none."""
    by_target: defaultdict[str, list[Merge]] = defaultdict(list)
    for merge in merges:
        by_target[merge.into.slug].append(merge)
    return "\n".join(_block(slug, group) for slug, group in sorted(by_target.items()))


def _block(slug: str, merges: list[Merge]) -> str:
    why = [f'# {m.reason}: "{m.tag}" ({m.count}) may be "{m.into.en}" ({m.count_into})' for m in merges]
    name = slug if re.fullmatch(r"[A-Za-z0-9_-]+", slug) else json.dumps(slug, ensure_ascii=False)
    aliases = ", ".join(json.dumps(merge.tag, ensure_ascii=False) for merge in merges)
    label = json.dumps(merges[0].into.en, ensure_ascii=False)
    return "\n".join([*why, f"[{name}]", f"en = {label}", f"aliases = [{aliases}]", ""])


def _rarer_first(slug: str, target: str, used: Mapping[str, int], vocabulary: Vocabulary) -> tuple[str, str]:
    if vocabulary.by_slug(target) is not None:
        return slug, target
    return (slug, target) if (used[slug], target) <= (used[target], slug) else (target, slug)


def _names(term: Term) -> tuple[str, ...]:
    return (term.en, term.ja, *term.aliases)


def _inner_plurals(fresh: list[str], known: list[Term], site: Vocabulary) -> Iterator[tuple[str, Term]]:
    """`GraphsNeuralNetwork` and `Graph Neural Networks`: a plural that does not stand at the end, where it meets by itself."""

    def singulars(name: str) -> str:
        return "".join(singular_key(word) for word in tag_words(name))

    owners: dict[str, Term] = {}
    for term in (*known, *_terms(fresh, site)):
        for name in _names(term):
            owners.setdefault(singulars(name), term)
    for term in _terms(fresh, site):
        owner = owners.get(singulars(term.en))
        if owner is not None and owner.slug != term.slug:
            yield term.slug, owner


def _typos(fresh: list[str], known: list[Term], site: Vocabulary) -> Iterator[tuple[str, Term]]:
    near: defaultdict[str, list[tuple[str, Term]]] = defaultdict(list)
    for term in (*known, *_terms(fresh, site)):
        for key in {singular_key(name) for name in _names(term)}:
            if _long_enough(key):
                for shorter in _shorter_by_one(key):
                    near[shorter].append((key, term))
    for term in _terms(fresh, site):
        key = singular_key(term.en)
        if _long_enough(key):
            candidates = {
                other.slug: other for shorter in _shorter_by_one(key) for k, other in near[shorter] if _one_slip(key, k)
            }
            candidates.pop(term.slug, None)
            if candidates:
                yield term.slug, candidates[min(candidates, key=lambda slug: (slug in fresh, slug))]


def _long_enough(key: str) -> bool:
    # One sign makes another Japanese word (教師あり, 教師なし), so only the Latin alphabet has slips of one letter.
    return len(key) >= _SHORTEST_TYPO and key.isascii()


def _shorter_by_one(key: str) -> set[str]:
    return {key} | {key[:place] + key[place + 1 :] for place in range(len(key))}


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter is missing, added, wrong or swapped with its neighbour; digits are never slips (GPT-4, GPT-5)."""
    if re.sub(r"\D", "", one) != re.sub(r"\D", "", other):
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _acronyms(fresh: list[str], site: Vocabulary) -> Iterator[tuple[str, Term]]:
    terms = _terms(fresh, site)
    longer = [term for term in terms if len(tag_words(term.en)) >= 3]
    for term in terms:
        if len(tag_key(term.en)) >= 3 and (match := next((each for each in longer if is_acronym(term.en, each.en)), None)):
            yield term.slug, match


def _translations(fresh: list[str], vocabulary: Vocabulary, site: Vocabulary) -> Iterator[tuple[str, Term]]:
    """Tags whose parts are the same known terms in the same order (量子化注意機構, QuantizationAttention), or that say so
    themselves: `小石の整列 (PebbleSorting)` names `PebbleSorting`.
    """
    terms = _terms(fresh, site)
    parts = _part_reader(vocabulary)
    by_parts: dict[tuple[str, ...], Term] = {}
    for term in terms:
        inside = bracket_parts(term.en)
        named = [site.term(part) for part in inside or () if site.knows(part)]
        if named and named[0].slug != term.slug:
            yield term.slug, named[0]
        elif (read := parts(term.en)) and (twin := by_parts.setdefault(read, term)).en.isascii() != term.en.isascii():
            yield term.slug, twin


def _part_reader(vocabulary: Vocabulary) -> _Parts:
    owners = {tag_key(name): term.slug for term in vocabulary.terms for name in _names(term)}
    return _Parts({key: slug for key, slug in owners.items() if len(key) > 1}, max(map(len, owners), default=1))


@dataclass(frozen=True, slots=True)
class _Parts:
    """Reads a tag as a row of known terms, the longest name first; nothing if a rest stays or it is one term."""

    owners: Mapping[str, str]
    longest: int

    def __call__(self, tag: str) -> tuple[str, ...]:
        key = tag_key(tag)
        slugs: list[str] = []
        while key:
            size = next((n for n in range(min(len(key), self.longest), 1, -1) if key[:n] in self.owners), 0)
            if not size:
                return ()
            slugs.append(self.owners[key[:size]])
            key = key[size:]
        return tuple(slugs) if len(slugs) > 1 else ()


def _terms(slugs: Iterable[str], site: Vocabulary) -> list[Term]:
    return [term for slug in slugs if (term := site.by_slug(slug))]
