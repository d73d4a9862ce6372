"""Which files stand as earlier builds left them, told without making what they show.

Most builds follow an edit of a text. Then every page is what it was, but for those that show that text; and to find this out by
the views of all pages, made and digested, took 3.2 of 6.4 s of processor time at 1,000 notes. So each file says whose texts it
shows (see `model.Texts`), and a build leaves behind what its files were, under a digest of all else that they depend on.
A file stands if that digest is the same, and so are the sources of the texts that it shows. A feed holds some papers, which
ones no text decides. Of a volume each chapter stands by itself: what holds all texts of 10,000 notes took 2.4 of 13 s to make,
and one chapter of it was new.

Nothing is taken on trust but what a wish says of itself, and a test makes every file from a library without the other texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain
from pathlib import PurePosixPath

from papersite.making import Chapters, Outcome
from papersite.model import Library, Problem, Record, Source, Texts
from papersite.remembering.digests import value_key
from papersite.remembering.memo import Memo
from papersite.remembering.outlines import library_without_texts
from papersite.remembering.store import Entry

_KIND = "files"


@dataclass(frozen=True, slots=True)
class _Files:
    """What files were, in columns, so that one object is read back and not one a file; problems only where there are any."""

    paths: tuple[str, ...]
    texts: tuple[str, ...]  # the digest of the texts that the file shows
    digests: tuple[str, ...]  # SHA-256
    uses: tuple[tuple[Entry, ...], ...]  # the remembered values that it needs
    papers: tuple[str, ...]  # the digest of the texts of each paper
    volumes: tuple[tuple[str, Chapters], ...]  # by path; a chapter for each paper
    some: tuple[tuple[str, tuple[int, ...]], ...]  # by path: the places of the papers whose texts it shows
    problems: tuple[tuple[str, tuple[Problem, ...]], ...]


class Standing:
    """The files of one library, as builds left them and as this build leaves them.

    `published` are the digests of the files that stand as they were published, and `read` gives the bytes of one.
    """

    def __init__(
        self,
        library: Library,
        sources: Iterable[Source],
        rest: tuple[object, ...],
        published: Mapping[str, str],
        read: Callable[[str], bytes],
        memo: Memo,
    ) -> None:
        """`rest` is what files depend on besides the library."""
        self.key = value_key(library_without_texts(library), *rest)
        self._papers, self._all = _texts_of(library.records, sources)
        self._published = published
        self._read = read
        self._memo = memo
        self._found = memo.recall(_KIND, self.key)
        self._before = _left(self._found)
        self._now: dict[str, tuple[str, str, tuple[Entry, ...], tuple[Problem, ...]]] = {}
        self._volumes: dict[str, Chapters] = {}
        self._some: dict[str, tuple[int, ...]] = {}
        digests = [*self._papers.values()]
        is_comparable = len(digests) == len(self._before.papers)
        # The places of papers whose texts are not what they were.
        self._changed = {at for at, then in enumerate(self._before.papers) if then != digests[at]} if is_comparable else None
        self._places = {slug: at for at, slug in enumerate(self._papers)}

    def outcome(self, path: PurePosixPath, texts_shown: Texts, of: str) -> Outcome | None:
        """What a build left of a file, if that is what this build would make, and stands; `of` is the slug of its paper."""
        name, texts = str(path), self._texts(texts_shown, of)
        before, digest, uses = self._before.files.get(name, ("", "", ()))
        if not digest or before != texts or self._published.get(name) != digest:
            return None
        if texts_shown is Texts.SOME:
            places = self._before.some.get(name)
            if places is None or self._changed is None or not self._changed.isdisjoint(places):
                return None
            self._some[name] = places
        elif texts_shown is Texts.EACH and name in self._before.volumes:
            self._volumes[name] = self._before.volumes[name]
        problems = self._before.problems.get(name, ())
        self._now[name] = texts, digest, uses, problems
        return Outcome(path, digest, None, problems, uses)

    def chapters(self, path: PurePosixPath) -> tuple[bytes | None, ...]:
        """The chapters of a volume, those that this build would make anew as None; none if all would be, or it is no volume."""
        name = str(path)
        before, (_, digest, _) = self._before.volumes.get(name), self._before.files.get(name, ("", "", ()))
        if before is None or not digest or self._published.get(name) != digest or self._changed is None:
            return ()
        try:
            data = self._read(name)
        except OSError:
            return ()
        if sha256(data).hexdigest() != digest:  # somebody else writes there
            return ()
        return tuple([None if at in self._changed else data[start:end] for at, (start, end) in enumerate(before.places)])

    def made(self, outcome: Outcome, texts_shown: Texts, of: str) -> Outcome:
        """Takes note of a file that was made; gives back all that is known of it by now."""
        name, texts = str(outcome.path), self._texts(texts_shown, of)
        if outcome.chapters is not None:
            before = self._before.volumes[name].uses if None in outcome.chapters.uses else outcome.chapters.uses
            both = zip(outcome.chapters.uses, before, strict=True)
            uses = tuple([(then or ()) if now is None else now for now, then in both])
            self._volumes[name] = replace(outcome.chapters, uses=uses)
            outcome = replace(outcome, uses=tuple(chain.from_iterable(uses)))
        if texts_shown is Texts.SOME:
            self._some[name] = tuple([self._places[slug] for slug in outcome.papers])
        self._now[name] = texts, outcome.digest, outcome.uses, outcome.problems
        return outcome

    def _texts(self, shown: Texts, of: str) -> str:
        if shown in (Texts.NONE, Texts.SOME):
            return ""
        return self._papers[of] if shown is Texts.OWN else self._all

    def save(self) -> None:
        """Leaves behind what the files are now."""
        texts, digests, uses, problems = zip(*self._now.values(), strict=True) if self._now else ((), (), (), ())
        told = tuple([(name, found) for name, found in zip(self._now, problems, strict=True) if found])
        papers, volumes, some = tuple(self._papers.values()), tuple(self._volumes.items()), tuple(self._some.items())
        files = _Files(tuple(self._now), texts, digests, uses, papers, volumes, some, told)
        if self._found != files:
            self._memo.remember(_KIND, self.key, files)
        else:
            self._memo.use([(_KIND, self.key)])


@dataclass(frozen=True, slots=True)
class _Left:
    """What was left behind, by file: the digests of its texts and of itself, what it uses; its problems; its chapters."""

    files: Mapping[str, tuple[str, str, tuple[Entry, ...]]] = field(default_factory=dict)
    problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    papers: tuple[str, ...] = ()
    volumes: Mapping[str, Chapters] = field(default_factory=dict)
    some: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def _left(found: object) -> _Left:
    """What a build left behind; nothing where somebody made up what no build leaves."""
    if not isinstance(found, _Files):
        return _Left()
    try:
        rows = zip(found.texts, found.digests, found.uses, strict=True)
        files = dict(zip(found.paths, rows, strict=True))
        volumes = {name: each for name, each in found.volumes if _is_whole(each, len(found.papers))}
        some = {name: places for name, places in found.some if all(type(at) is int for at in places)}
        return _Left(files, dict(found.problems), found.papers, volumes, some)
    except (TypeError, ValueError):
        return _Left()


def _is_whole(found: object, chapters: int) -> bool:
    """Whether somebody left behind where so many chapters stand."""
    return (
        isinstance(found, Chapters)
        and len(found.places) == len(found.uses) == chapters
        and all(type(start) is type(end) is int for start, end in found.places)
    )


def _texts_of(records: Iterable[Record], sources: Iterable[Source]) -> tuple[dict[str, str], str]:
    """The digests of the sources of the texts of each paper, by slug, and of all. Whole sources are looked at: a dump holds
    many notes, and to make the views of their pages is less than to digest each note of a library.
    """
    of_source = {source.path: sha256(source.data).hexdigest() for source in sources}
    of_paper = {record.slug: value_key(*[of_source.get(note.origin.path) for note in record.notes]) for record in records}
    return of_paper, value_key(tuple(of_source.values()))
