"""Tags: which term of the vocabulary a tag means, however it is written, and which terms a library uses.

Every source writes tags its own way (`#LanguageModel`, `#大規模言語モデル`, `# コンピュータビジョンとパターン認識`, `ICLR'25`);
a term is one idea, with a label in each language. What is matched is folded (see `tag_spelling`), what is shown never is.
A tag that no term knows is a term of its own. Files are read by `vocabulary`, merges are proposed by `tag_merges`.
"""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath

from papersite.model import Term
from papersite.slugs import short_digest, slugify
from papersite.tag_spelling import (
    bracket_parts,
    clean_tag,
    is_acronym,
    singular_key,
    slash_parts,
    split_venue,
    tag_key,
    tag_slug,
)
from papersite.vocabulary import Entry, Table, built_in_entries, line_of, read_table, report


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms and the ways they are written. `claims` are (key, slug) pairs that go before what the terms themselves say."""

    terms: tuple[Term, ...]
    ignored: frozenset[str] = frozenset()  # keys of tags to leave out
    claims: tuple[tuple[str, str], ...] = ()
    _by_slug: Mapping[str, Term] = field(init=False, repr=False, compare=False)
    _by_key: Mapping[str, Term] = field(init=False, repr=False, compare=False)
    _by_singular: Mapping[str, Term] = field(init=False, repr=False, compare=False)
    _found: dict[str, Term] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_slug = {term.slug: term for term in self.terms}
        by_key: dict[str, Term] = {}
        by_singular: dict[str, Term] = {}
        for key, slug in self.claims:
            by_key[key] = by_slug[slug]
        for term in self.terms:
            for key, singular in _keys(term):
                by_key.setdefault(key, term)
                by_singular.setdefault(singular, term)
        for name, value in (("_by_slug", by_slug), ("_by_key", by_key), ("_by_singular", by_singular), ("_found", {})):
            object.__setattr__(self, name, value)

    def __reduce__(self) -> tuple[object, ...]:
        return (Vocabulary, (self.terms, self.ignored, self.claims))

    @staticmethod
    def built_in() -> Vocabulary:
        """The vocabulary that comes with papersite; the same object each time."""
        return _built_in()

    def extended(self, table: Mapping[str, object], path: PurePosixPath | None = None, text: str = "") -> Vocabulary:
        """This vocabulary with what a table adds and overrides: `[tags]` of site.toml, or notes/tags.toml.

        A table's key is a slug or any name of a term; a new key is a new term. An alias given here leaves the term that had
        it, and a term whose slug is given as an alias is merged. `text` is the file's, for the lines of mistakes. Raises
        ConfigError with every mistake found: see `vocabulary.read_table`, and parents that are no terms or go round.
        """
        where = path or PurePosixPath("site.toml")
        read = read_table(table, where, text)
        joined = _with_entries(self, read)
        report(_parent_mistakes(joined, read, text), where)
        return _with_parents_resolved(joined)

    def knowing(self, counts: Mapping[str, int]) -> Vocabulary:
        """This vocabulary with a term for each unknown tag in use, labelled with its most frequent spelling.

        Spellings of one unknown tag meet in one term; its slug is that of the spelling that shows most word breaks, so that
        it does not change as counts do.
        """
        unknown: defaultdict[str, list[str]] = defaultdict(list)
        for tag in sorted(counts):
            if not self.knows(tag) and not self.ignores(tag):
                unknown[self.term(tag).slug.replace("-", "")].append(tag)
        fresh = [_fresh_of(tuple(self.term(tag) for tag in tags), tags, counts) for tags in unknown.values()]
        return replace(self, terms=(*self.terms, *fresh)) if fresh else self

    def term(self, tag: str) -> Term:
        """The term a tag means; a term of its own, labelled as written, for a tag that nothing here knows."""
        found = self._found.get(tag)
        if found is None:
            found = self._found[tag] = self._lookup(tag) or self._fresh(tag)
        return found

    def terms_of(self, tags: Iterable[str]) -> tuple[Term, ...]:
        """The terms that a record's tags mean, each once, in the tags' order, without those to leave out."""
        found = {term.slug: term for term in (self.term(tag) for tag in tags if not self.ignores(tag))}
        return tuple(found.values())

    def knows(self, tag: str) -> bool:
        """Whether a tag means a term of this vocabulary."""
        return self.term(tag).slug in self._by_slug

    def ignores(self, tag: str) -> bool:
        """Whether a tag is to be left out: told so by a table, or empty."""
        return not clean_tag(tag) or tag_key(tag) in self.ignored

    def by_slug(self, slug: str) -> Term | None:
        """The term with a slug, or None."""
        return self._by_slug.get(slug)

    def ancestors(self, slug: str) -> tuple[str, ...]:
        """The slugs of all terms above a term, the nearest first, each once."""
        seen: dict[str, None] = {}
        row = [slug]
        while row:
            parents = [parent for each in row if (term := self._by_slug.get(each)) for parent in term.parents]
            row = [parent for parent in dict.fromkeys(parents) if parent not in seen and parent != slug]
            seen |= dict.fromkeys(row)
        return tuple(seen)

    def venue(self, tag: str) -> tuple[str, int | None] | None:
        """The venue a tag names and its year, or None: `ICLR'25`, `NeurIPS2024`, `EMNLP Findings`.

        A tag that no venue knows is one if it ends in a year with an apostrophe and is no other term: `FooConf'25`.
        """
        for name, track, year in split_venue(tag):
            term = self._by_key.get(tag_key(name))
            if term is not None and term.kind == "venue":
                return f"{term.en} {track}".strip(), year
        unknown = _unknown_venue(tag)
        if unknown and self._exact(unknown) is None:
            return unknown, next(year for _, _, year in split_venue(tag))
        return None

    def old_slugs(self, term: Term, spellings: Iterable[str] | None = None) -> tuple[str, ...]:
        """The slugs that spellings of a term (all its aliases by default) would have had alone, to redirect from.

        None of them is the slug of a term; a spelling that means another term gives none.
        """
        names = [name for name in (term.aliases if spellings is None else spellings) if self.term(name).slug == term.slug]
        slugs = {slug for name in names for slug in (slugify(name), tag_slug(name))}
        return tuple(sorted(slugs - self._by_slug.keys() - {term.slug}))

    def nearest(self, name: str) -> str | None:
        """The slug of the term whose name is nearest to a mistyped one, or None."""
        near = difflib.get_close_matches(slugify(name), self._by_slug, n=1)
        return near[0] if near else None

    def _lookup(self, tag: str) -> Term | None:
        return self._exact(tag) or self._as_venue(tag) or self._by_parts(tag)

    def _exact(self, tag: str) -> Term | None:
        # A plural is tried last: ANNS is a term, and no plural of ANN.
        return self._by_key.get(tag_key(tag)) or self._by_key.get(singular_key(tag)) or self._by_singular.get(singular_key(tag))

    def _as_venue(self, tag: str) -> Term | None:
        for name, _, _ in split_venue(tag):
            term = self._by_key.get(tag_key(name))
            if term is not None and term.kind == "venue":
                return term
        return None

    def _by_parts(self, tag: str) -> Term | None:
        """`MoE (Mixture-of-Experts)` and `VAE/VariationalAutoEncoder` mean one term; `VideoGeneration/3D` means no one term."""
        brackets = bracket_parts(tag)
        if brackets:
            head, inner = (self._exact(part) for part in brackets)
            if head is not None and inner is not None:
                return head if head is inner else None
            if is_acronym(brackets[0], brackets[1]) or is_acronym(brackets[1], brackets[0]):
                return head or inner
            return None
        parts = [self._exact(part) for part in slash_parts(tag)]
        return parts[0] if parts and all(part is parts[0] for part in parts) else None

    def _fresh(self, tag: str) -> Term:
        label = clean_tag(tag) or tag
        venue = _unknown_venue(tag)
        name = venue or _without_acronym(label)
        slug = tag_slug(name)
        if slug in self._by_slug:  # a spelling that folds to no known key but makes a known slug must not share its page
            slug = f"{slug}-{short_digest(tag_key(name), 6)}"
        return Term(slug, en=name, ja=name, aliases=(label,) if label != name else (), kind="venue" if venue else "topic")


@dataclass(frozen=True, slots=True)
class TermUse:
    """A term in use: in how many records, and how their tags spell it, the most frequent first."""

    term: Term
    count: int
    spellings: tuple[tuple[str, int], ...]


def count_tags(tag_lists: Iterable[Iterable[str]]) -> Counter[str]:
    """In how many lists each tag stands, as written but for its mark and the space around it."""
    return Counter(tag for tags in tag_lists for tag in {clean_tag(tag) for tag in tags} if tag)


def collect(vocabulary: Vocabulary, tag_lists: Iterable[Iterable[str]]) -> tuple[TermUse, ...]:
    """The terms that lists of tags (one a record) mean, by slug, each with its counts; a record counts once for a term."""
    uses: Counter[str] = Counter()
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    terms: dict[str, Term] = {}
    for tags in tag_lists:
        written = tuple(dict.fromkeys(clean_tag(tag) for tag in tags if not vocabulary.ignores(tag)))
        for tag in written:
            term = vocabulary.term(tag)
            terms[term.slug] = term
            spellings[term.slug][tag] += 1
        uses.update({vocabulary.term(tag).slug for tag in written})
    return tuple(
        TermUse(terms[slug], uses[slug], tuple(sorted(spellings[slug].items(), key=lambda pair: (-pair[1], pair[0]))))
        for slug in sorted(terms)
    )


@lru_cache(maxsize=1 << 12)
def _keys(term: Term) -> tuple[tuple[str, str], ...]:
    """The keys under which a term is found, plain and singular. Folding thousands of names takes longer than all else here."""
    return tuple((tag_key(name), singular_key(name)) for name in (term.slug, term.en, term.ja, *term.aliases))


def _unknown_venue(tag: str) -> str | None:
    """The name in front of a year written with an apostrophe (`FooConf'25`), which only venues have."""
    plain = clean_tag(tag)
    head, mark, tail = plain.replace("’", "'").rpartition("'")
    is_venue = mark and len(tail) in {2, 4} and tail.isascii() and tail.isdigit() and head[:1].isalpha() and len(head) <= 40
    return head.strip(" -_,") if is_venue else None


def _without_acronym(label: str) -> str:
    brackets = bracket_parts(label)
    if brackets and is_acronym(brackets[1], brackets[0]):
        return brackets[0]
    return brackets[1] if brackets and is_acronym(brackets[0], brackets[1]) else label


def _fresh_of(terms: tuple[Term, ...], tags: list[str], counts: Mapping[str, int]) -> Term:
    label = min(terms, key=lambda term: (-sum(counts[tag] for tag in tags if clean_tag(tag) == term.en), term.en)).en
    slug = min((term.slug for term in terms), key=lambda slug: (-slug.count("-"), slug))
    names = sorted({name for term, tag in zip(terms, tags, strict=True) for name in (clean_tag(tag), *term.aliases)} - {label})
    return replace(terms[0], slug=slug, en=label, ja=label, aliases=tuple(names))


# ── a vocabulary out of entries ──────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=1)
def _built_in() -> Vocabulary:
    return Vocabulary(tuple(_overridden(Term(entry.name, en="", ja=""), entry, kind) for kind, entry in built_in_entries()))


def _with_entries(base: Vocabulary, read: Table) -> Vocabulary:
    """The terms of a vocabulary after the entries of a table; parents still stand as written."""
    terms = {term.slug: term for term in base.terms}
    claims = dict(base.claims)
    merged: dict[str, str] = {}
    for entry in read.entries:
        term = terms.get(entry.name) or base._exact(entry.name) or Term(tag_slug(entry.name), en=entry.name, ja="")
        term = _overridden(term, entry)
        for alias in entry.aliases:
            claims[tag_key(alias)] = term.slug
            if alias != term.slug and (other := terms.pop(alias, None)) is not None:
                merged[other.slug] = term.slug
                term = replace(term, aliases=_unique((*term.aliases, other.en, other.ja, *other.aliases)))
        terms[term.slug] = term
    final = {slug: _final(slug, merged) for slug in merged}
    moved = {key: final.get(slug, slug) for key, slug in claims.items()}
    kept = tuple(_without_claimed(_renamed_parents(term, final), moved) for term in terms.values())
    ignored = base.ignored | {tag_key(tag) for tag in read.ignored}
    return Vocabulary(kept, ignored, tuple(sorted(moved.items())))


def _overridden(term: Term, entry: Entry, kind: str = "") -> Term:
    return Term(
        term.slug,
        en=entry.en or term.en,
        ja=entry.ja or term.ja or entry.en or term.en,
        parents=term.parents if entry.parents is None else entry.parents,
        aliases=_unique((*term.aliases, *entry.aliases)),
        kind=entry.kind or kind or term.kind,
        hidden=term.hidden if entry.hide is None else entry.hide,
    )


def _without_claimed(term: Term, claims: Mapping[str, str]) -> Term:
    kept = tuple(alias for alias in term.aliases if claims.get(tag_key(alias), term.slug) == term.slug)
    return term if kept == term.aliases else replace(term, aliases=kept)


def _renamed_parents(term: Term, names: Mapping[str, str]) -> Term:
    if not any(parent in names for parent in term.parents):
        return term
    return replace(term, parents=_unique(name for parent in term.parents if (name := names.get(parent, parent)) != term.slug))


def _final(slug: str, merged: Mapping[str, str]) -> str:
    seen = {slug}
    while (slug := merged.get(slug, slug)) in merged and slug not in seen:
        seen.add(slug)
    return slug


def _with_parents_resolved(vocabulary: Vocabulary) -> Vocabulary:
    """Parents may be written as any name of a term; from here on they are slugs."""

    def slug_of(name: str) -> str:
        found = vocabulary.by_slug(name) or vocabulary._exact(name)
        return found.slug if found else name

    terms = tuple(
        replace(term, parents=_unique(map(slug_of, term.parents))) if term.parents else term for term in vocabulary.terms
    )
    return vocabulary if terms == vocabulary.terms else replace(vocabulary, terms=terms)


def _parent_mistakes(vocabulary: Vocabulary, read: Table, text: str) -> Iterator[tuple[int, str]]:
    resolved: Callable[[str], Term | None] = lambda name: vocabulary.by_slug(name) or vocabulary._exact(name)  # noqa: E731
    for entry in read.entries:
        for parent in entry.parents or ():
            if resolved(parent) is None:
                near = vocabulary.nearest(parent)
                hint = f' (did you mean "{near}"?)' if near else ""
                yield line_of(text, entry.name, "parents"), f'{entry.name}.parents: no term is called "{parent}"{hint}'
    final = _with_parents_resolved(vocabulary)
    for entry in read.entries:
        term = final._exact(entry.name)
        if entry.parents and term is not None and (path := _way_back(final, term.slug)):
            yield line_of(text, entry.name, "parents"), f"{entry.name}.parents go round: {' → '.join(path)}"


def _way_back(vocabulary: Vocabulary, slug: str) -> tuple[str, ...]:
    """The shortest way from a term over its parents back to itself, or nothing."""
    below: dict[str, str] = {}  # of a term: the one it was come to from
    row = [slug]
    while row:
        above: list[str] = []
        for each in row:
            term = vocabulary.by_slug(each)
            for parent in term.parents if term else ():
                if parent == slug:
                    way = [slug, each]
                    while way[-1] != slug:
                        way.append(below[way[-1]])
                    return tuple(reversed(way))
                if parent not in below:
                    below[parent] = each
                    above.append(parent)
        row = above
    return ()


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
