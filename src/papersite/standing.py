"""Which files stand as earlier builds left them, told without making what they show.

Most builds follow an edit of a text. Then every page is what it was, but for those that show that text; and to find this out by
the views of all pages, made and digested, took 3.2 of 6.4 s of processor time at 1,000 notes. So each file says whose texts it
shows (see `model.Texts`), and a build leaves behind what its files were, under a digest of all else that they depend on.
A file stands if that digest is the same, and so are the sources of the texts that it shows.

Nothing is taken on trust but what a wish says of itself, and a test makes every file from a library without the other texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from papersite.making import Outcome
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
    problems: tuple[tuple[str, tuple[Problem, ...]], ...]


class Standing:
    """The files of one library, as builds left them and as this build leaves them.

    `published` are the digests of the files that stand as they were published.
    """

    def __init__(
        self, library: Library, sources: Iterable[Source], rest: tuple[object, ...], published: Mapping[str, str], memo: Memo
    ) -> None:
        """`rest` is what files depend on besides the library."""
        self.key = value_key(library_without_texts(library), *rest)
        self._texts = _texts_of(library.records, sources)
        self._published = published
        self._memo = memo
        self._rows, self._problems = _read(memo.recall(_KIND, self.key))
        self._now: dict[str, tuple[str, str, tuple[Entry, ...], tuple[Problem, ...]]] = {}

    def outcome(self, path: PurePosixPath, texts_shown: Texts, of: str) -> Outcome | None:
        """What a build left of a file, if that is what this build would make, and stands; `of` is the slug of its paper."""
        name, texts = str(path), self._texts(texts_shown, of)
        before, digest, uses = self._rows.get(name, ("", "", ()))
        if not digest or before != texts or self._published.get(name) != digest:
            return None
        problems = self._problems.get(name, ())
        self._now[name] = texts, digest, uses, problems
        return Outcome(path, digest, None, problems, uses)

    def made(self, outcome: Outcome, texts_shown: Texts, of: str) -> None:
        """Takes note of a file that was made."""
        texts = self._texts(texts_shown, of)
        self._now[str(outcome.path)] = texts, outcome.digest, outcome.uses, outcome.problems

    def save(self) -> None:
        """Leaves behind what the files are now."""
        texts, digests, uses, problems = zip(*self._now.values(), strict=True) if self._now else ((), (), (), ())
        told = tuple([(name, found) for name, found in zip(self._now, problems, strict=True) if found])
        files = _Files(tuple(self._now), texts, digests, uses, told)
        if self._memo.recall(_KIND, self.key) != files:
            self._memo.remember(_KIND, self.key, files)


_Rows = dict[str, tuple[str, str, tuple[Entry, ...]]]


def _read(found: object) -> tuple[_Rows, dict[str, tuple[Problem, ...]]]:
    """What was left behind, by file; nothing where somebody made up what no build leaves."""
    if not isinstance(found, _Files):
        return {}, {}
    try:
        rows = zip(found.texts, found.digests, found.uses, strict=True)
        return dict(zip(found.paths, rows, strict=True)), dict(found.problems)
    except (TypeError, ValueError):
        return {}, {}


def _texts_of(records: Iterable[Record], sources: Iterable[Source]) -> Callable[[Texts, str], str]:
    """The digest of the sources of the texts that a file shows. Whole sources are looked at: a dump holds many notes, and to
    make the views of their pages is less than to digest each note of a library.
    """
    of_source = {source.path: sha256(source.data).hexdigest() for source in sources}
    of_paper = {record.slug: value_key(*[of_source.get(note.origin.path) for note in record.notes]) for record in records}
    of_all = value_key(tuple(of_source.values()))

    def shown(texts: Texts, of: str) -> str:
        if texts is Texts.NONE:
            return ""
        return of_paper[of] if texts is Texts.OWN else of_all

    return shown
