"""Which record each reference means, and which papers are cited that no note is about.

A wrong link is worse than none: an identifier decides, then the whole title; a name alone (`DAPO` for "DAPO: An Open-Source …")
only where exactly one paper has it and neither year nor author speaks against it. Pure functions over all references and
records; nothing here reads a text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from papersite.citations.addresses import below_notes
from papersite.identity import fold_title, title_forms, title_head, year_of
from papersite.model import Link, PaperId, Record, Reference, ReferenceForm, TitleSource
from papersite.regex import lazy_regex

# References per record, and per note of the record, as `Library.references` has them.
References = Sequence[Sequence[Sequence[Reference]]]

# Words that open titles without being the name of one paper. Folded as `fold_title` folds.
_COMMON_NAME = lazy_regex(
    r"survey|review|tutorial|introduction|overview|attention|transformer|transformers|gpt|llm|llms"
    r"|largelanguagemodel|largelanguagemodels|languagemodel|languagemodels|deeplearning|machinelearning"
    r"|reinforcementlearning|neuralnetwork|neuralnetworks|diffusion|diffusionmodels|rag|retrieval|reasoning|alignment"
    r"|agent|agents|aiagents|benchmark|dataset|evaluation|scaling|scalinglaws|learning|model|models|method|methods"
    r"|technicalreport|report|paper|position|moe|mixtureofexperts|cot|chainofthought|chainofthoughtprompting|prompting"
    r"|sft|rlhf|vae|gan|cnn|rnn|lstm|gru|nlp|computervision|summarization|recommendersystems"
    r"|appendix|blog"
)
_SHORTEST_NAME = 3  # folded characters
# Between the first version and the proceedings of one paper lie rarely more than two years.
_YEARS_APART = 2


def resolve(references: Iterable[Reference], records: Sequence[Record]) -> dict[str, str]:
    """The slug that each reference's key means, for all keys that mean a record."""
    by_key: dict[str, list[Reference]] = defaultdict(list)
    for reference in references:
        by_key[reference.key].append(reference)
    shelf = _Shelf(records, _titles_by_head(by_key))
    resolved = {key: slug for key, group in by_key.items() if (slug := shelf.find(key, group))}
    # What an identifier has decided holds for the title that stood beside it.
    known: dict[str, set[str]] = defaultdict(set)
    for key, slug in resolved.items():
        for reference in by_key[key]:
            if reference.id and reference.title:
                known[f"title:{fold_title(reference.title)}"].add(slug)
    for key, slugs in known.items():
        if key in by_key and key not in resolved and len(slugs) == 1:
            resolved[key] = next(iter(slugs))
    return resolved


def links(references: References, records: Sequence[Record], resolved: Mapping[str, str]) -> tuple[Link, ...]:
    """The resolved references, in the order of the library; a record's references to itself are none."""
    return tuple(
        Link(record.slug, target, number, reference)
        for record, notes in zip(records, references, strict=True)
        for number, found in enumerate(notes)
        for reference in found
        if (target := resolved.get(reference.key)) and target != record.slug
    )


def _titles_by_head(by_key: Mapping[str, Sequence[Reference]]) -> dict[str, set[str]]:
    """For each name, the folded full titles that references cite with it as their head."""
    found: dict[str, set[str]] = defaultdict(set)
    for group in by_key.values():
        for title in {reference.title for reference in group if reference.title}:
            if head := title_head(title):
                found[fold_title(head)].add(fold_title(title))
    return found


@dataclass(frozen=True, slots=True)
class _Named:
    """A record under one of its names; `alone` if the name is all that is known of its title."""

    record: Record
    alone: bool


class _Shelf:
    """The records, found by identifier, title, name, file and slug."""

    def __init__(self, records: Sequence[Record], cited_by_head: Mapping[str, set[str]]) -> None:
        self._cited_by_head = cited_by_head
        self._ids: dict[PaperId, Record] = {}
        self._titles: dict[str, dict[str, Record]] = defaultdict(dict)
        self._names: dict[str, dict[str, _Named]] = defaultdict(dict)
        self._files: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, set[str]] = defaultdict(set)
        self._slugs: dict[str, set[str]] = defaultdict(set)
        self._aliases: dict[str, set[str]] = defaultdict(set)
        for record in records:
            self._add(record)

    def _add(self, record: Record) -> None:
        slug = record.slug
        for paper_id in record.ids:
            self._ids.setdefault(paper_id, record)
        self._slugs[fold_title(slug)].add(slug)
        for alias in record.aliases:
            self._aliases[fold_title(alias.rstrip("/").rpartition("/")[2])].add(slug)
        for path in {path for note in record.notes for path in (note.origin.path, note.place.path)}:
            self._files[below_notes(path)].add(slug)
            self._stems[fold_title(path.stem)].add(slug)
        if record.title_source is TitleSource.PLACEHOLDER:
            return
        derived = record.title_source is TitleSource.DERIVED
        if not derived:
            for form in title_forms(record.title):
                self._titles[form][slug] = record
        for name, alone in names_of(record.title, short=derived):
            self._names[name][slug] = _Named(record, alone)

    def find(self, key: str, group: Sequence[Reference]) -> str | None:
        """The record that a key means, given all references that have it."""
        scheme, _, value = key.partition(":")
        if scheme == "path":
            return _only(self._files.get(value, ()))
        if scheme == "wiki":
            return self._find_name(value, group)
        for reference in group:
            if reference.id and (record := self._ids.get(reference.id)):
                return record.slug
        found = {slug for reference in group if reference.title and (slug := self._find_title(reference))}
        return _only(found)

    def _find_name(self, folded: str, group: Sequence[Reference]) -> str | None:
        names = dict.fromkeys((folded, *(fold_title(_last_part(r.text)) for r in group if r.form is ReferenceForm.WIKILINK)))
        for name in names:
            for index in (self._slugs, self._titles, self._aliases, self._names, self._stems):
                if index is self._names and not is_distinctive(name):
                    continue
                if found := _only(index.get(name, ())):
                    return found
        return None

    def _find_title(self, reference: Reference) -> str | None:
        assert reference.title is not None
        for form in title_forms(reference.title):
            fitting = [record for record in self._titles.get(form, {}).values() if _ids_agree(record, reference)]
            if fitting:
                return fitting[0].slug if len(fitting) == 1 else None
        return self._find_by_head(reference)

    def _find_by_head(self, reference: Reference) -> str | None:
        head = title_head(reference.title or "")
        for name, _alone in names_of(reference.title or "", short=head is None):
            if not is_distinctive(name):
                continue
            # Two papers of one name, among the records or among the cited titles: nobody can tell which is meant.
            named = list(self._names.get(name, {}).values())
            cited = self._cited_by_head.get(name, set())
            if len(named) != 1 or len(cited | {fold_title(n.record.title) for n in named if not n.alone}) > 1:
                continue
            # A full title means a record that is known by its name only, or has this very title; a name means any.
            record, alone = named[0].record, named[0].alone
            fits = head is None or alone or fold_title(record.title) == fold_title(reference.title or "")
            if fits and _agrees(record, reference):
                return record.slug
        return None


def names_of(title: str, *, short: bool) -> tuple[tuple[str, bool], ...]:
    """The folded names of a paper, each with whether it is the whole title: its head, or all of a title that is a name.

    `short` says that the whole title may be a name; else only three words may.
    """
    if head := title_head(title):
        forms = title_forms(head)
        return tuple((form, False) for form in forms)
    if not short and len(title.split()) > 3:
        return ()
    names = dict.fromkeys(title_forms(title))
    if title.endswith((")", "）")):
        bracket = max(title.rfind("("), title.rfind("（"))
        names.setdefault(fold_title(title[bracket + 1 : -1]))
    return tuple((name, True) for name in names if name)


def is_distinctive(name: str) -> bool:
    return len(name) >= _SHORTEST_NAME and not _COMMON_NAME.fullmatch(name) and not name.isdigit()


def _agrees(record: Record, reference: Reference) -> bool:
    """Whether identifiers, years and first authors allow that a reference by name means a record."""
    if not _ids_agree(record, reference):
        return False
    if reference.author and record.authors and not same_person(reference.author, record.authors[0]):
        return False
    return years_agree(reference.year, record)


def _ids_agree(record: Record, reference: Reference) -> bool:
    if reference.id is None:
        return True
    same_scheme = [paper_id for paper_id in record.ids if paper_id.scheme is reference.id.scheme]
    return not same_scheme or reference.id in same_scheme


def years_agree(year: int | None, record: Record) -> bool:
    """Whether a citation's year can be that of a record: near its own, and not after the first note about it."""
    if year is None:
        return True
    known = record.year or next((found for paper_id in record.ids if (found := year_of(paper_id))), None)
    if known is not None:
        return abs(known - year) <= _YEARS_APART
    noted = min((note.date.year for note in record.notes if note.date), default=None)
    return noted is None or year <= noted + 1


def same_person(one: str, other: str) -> bool:
    """Whether two first authors can be one person: `Wang`, `Hao Wang`, `H. Wang` and `Wang, H.` can."""
    words = [
        {fold_title(word) for word in name.replace(",", " ").split() if len(fold_title(word)) > 1} for name in (one, other)
    ]
    return not words[0] or not words[1] or bool(words[0] & words[1])


def _only(found: Iterable[str]) -> str | None:
    slugs = list(found)
    return slugs[0] if len(slugs) == 1 else None


def _last_part(wikilink: str) -> str:
    """The file that a wiki link names: `note` of `[[folder/note.md#part|words]]`."""
    name = wikilink.strip("[]").partition("|")[0].partition("#")[0].strip()
    path = PurePosixPath(name)
    return path.stem if path.suffix == ".md" else path.name
