"""The stages in order: from a folder of notes to a published site.

Nothing is decided here: each stage is a function of another module, and this one says which comes after which. `assemble`
ends where everything is known and nothing is rendered; `build` renders all of it, `serve` only what is asked for.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from itertools import chain, count
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from papersite.account import Account, account_for
from papersite.assets import Assets, load_assets
from papersite.config import Config
from papersite.library import SourceReading, join, notes_of, read_alone
from papersite.making import Givens, Outcome, Wanted, forget, make
from papersite.markdown import MarkdownOptions
from papersite.model import Artefact, Library, Problem, Severity, Source, Texts
from papersite.plan import Plan, plan_site
from papersite.plan.wishes import ExportWish, PageWish
from papersite.publishing.publish import Published, publishing
from papersite.remembering.digests import engine_digest, value_key
from papersite.remembering.kept import Kept
from papersite.remembering.memo import Memo
from papersite.remembering.store import encode
from papersite.render import RenderedPage, render_export, render_page
from papersite.review import review_keys
from papersite.search import SearchFiles, search_files
from papersite.settings import REVIEW_FILE, Settings, read_settings
from papersite.site import Site
from papersite.sources import read_sources
from papersite.standing import Standing
from papersite.tags import Vocabulary
from papersite.templating import Templates
from papersite.terminal import Progress, no_progress
from papersite.theme import theme_dir
from papersite.views import Page
from papersite.workers import Workers


@dataclass(frozen=True, slots=True)
class Edition:
    """One state of the whole site: all that is known before its pages are made and rendered. `assets` need no rendering."""

    config: Config
    intake: Intake
    library: Library
    plan: Plan
    assets: Mapping[PurePosixPath, Artefact]
    search: SearchFiles
    templates: Templates
    problems: tuple[Problem, ...]

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Where every line of each source went, made now: only `check` asks, and it takes 1 s at 10,000 notes."""
        return tuple(
            account_for(source, reading.format, reading.parsed)
            for source, reading in zip(self.intake.sources, self.intake.readings, strict=True)
        )

    @property
    def pages(self) -> tuple[PurePosixPath, ...]:
        """The pages' files."""
        return tuple(path for path, wish in self.plan.wishes.items() if isinstance(wish, PageWish))

    @property
    def exports(self) -> tuple[PurePosixPath, ...]:
        """The files that no template makes."""
        return tuple(path for path, wish in self.plan.wishes.items() if not isinstance(wish, PageWish))

    @property
    def options(self) -> MarkdownOptions:
        """The site's Markdown settings."""
        return MarkdownOptions(macros=self.config.macros)

    @property
    def rest(self) -> tuple[object, ...]:
        """What files depend on besides the library: a theme is told by its texts."""
        shelf = self.plan.shelf
        return self.config, self.templates.digest, shelf.site.assets, shelf.images

    def render(self, path: PurePosixPath, memo: Memo) -> RenderedPage:
        """A file of the site. Raises KeyError if there is none, TemplateError if its template fails."""
        for made in (self.assets, self.search):
            if path in made:
                return RenderedPage(made[path])
        file = self.plan.made(path)
        if isinstance(file, Page):
            return render_page(file, self.templates, self.options, memo)
        return RenderedPage(render_export(file, self.options, memo))


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    edition: Edition
    published: Published
    problems: tuple[Problem, ...]
    rendered: int  # pages

    def summary(self) -> str:
        """One line for the terminal."""
        done = self.published
        return self._summary(len(done.written), len(done.removed), len(done.unchanged))

    def unchanged_summary(self) -> str:
        """The summary of the same build done again."""
        return self._summary(0, 0, len(self.published.written) + len(self.published.unchanged))

    def _summary(self, written: int, removed: int, unchanged: int) -> str:
        records, pages = len(self.edition.library.records), len(self.edition.pages)
        return f"{records} papers, {pages} pages: {written} files written, {removed} removed, {unchanged} unchanged"


def open_memo(site: Site) -> Memo:
    """What earlier builds of a site remembered."""
    return Memo.open(site.root)


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """A build makes many values and few circles, and looking for circles after each 700 took a seventh of its time."""
    before = gc.get_threshold()
    gc.set_threshold(1_000_000, 20, 100)  # workers that are forked inherit it
    try:
        yield
    finally:
        # All that was made counts as old by this, or it would be looked at now: for 0.5 s at 10,000 notes.
        gc.freeze()
        gc.unfreeze()
        gc.set_threshold(*before)


Found: TypeAlias = tuple[tuple[Source, ...], tuple[Problem, ...]]  # dumps, and why others could not be read


@dataclass(frozen=True, slots=True)
class Intake:
    """What was taken in: the sources, each read alone, and how the user wants them joined."""

    sources: tuple[Source, ...]
    readings: tuple[SourceReading, ...]
    settings: Settings
    problems: tuple[Problem, ...]


def take_in(
    site: Site,
    memo: Memo,
    progress: Progress = no_progress,
    kept: Kept | None = None,
    changed: Collection[Path] | None = None,
    found: Found | None = None,
) -> Intake:
    """Reads all that a site's folder says; `found` are its dumps, where they have been read. Raises ConfigError for a mistake
    in site.toml.
    """
    kept = kept or Kept()
    sources, source_problems = found or kept.sources(site.notes_dir, site.root, changed)
    number = count(1)

    def read(source: Source) -> SourceReading:
        reading = memo.call("read", _key_of(source), partial(read_alone, source))
        progress("read", next(number), len(sources))
        return reading

    readings = kept.last.each(read, sources, name="read")
    keys = review_keys(notes_of(readings), kept.last) if (site.notes_dir / REVIEW_FILE).exists() else ()
    vocabulary = memo.call("vocabulary", "", Vocabulary.built_in)
    settings, setting_problems = read_settings(site.notes_dir, site.root, site.config, keys, kept.last, vocabulary)
    return Intake(sources, readings, settings, (*source_problems, *setting_problems))


def assemble(
    site: Site,
    memo: Memo,
    progress: Progress = no_progress,
    kept: Kept | None = None,
    changed: Collection[Path] | None = None,
    found: Found | None = None,
) -> Edition:
    """Everything about a site that is known before rendering. Raises PapersiteError when its config or plan is wrong.

    With what was kept from an earlier round of the same site, only what changed is read and concluded anew, and with the files
    that changed, only these are looked at (see `kept`). The edition is the same without.
    """
    kept, config = kept or Kept(), site.config
    intake = take_in(site, memo, progress, kept, changed, found)
    library = join(intake.readings, intake.settings, kept.last)
    assets = kept.other("assets", partial(_assets, site, kept))
    folders = (site.root / config.templates_dir, theme_dir("templates"))
    plan = plan_site(library, config, assets, kept.last)
    edition = Edition(
        config=config,
        intake=intake,
        library=library,
        plan=plan,
        assets={artefact.path: artefact for artefact in assets.artefacts},
        search=search_files(library, config, memo, kept.last),
        templates=kept.other("templates", partial(Templates.load, folders, memo)),
        problems=kept.last.whole(with_levels, (*intake.problems, *assets.problems, *library.problems, *plan.problems), config),
    )
    kept.done()
    return edition


def _assets(site: Site, kept: Kept) -> Assets:
    config = site.config
    own = site.root / config.static_dir
    read = partial(kept.files.read, read=Path.read_bytes)
    return load_assets(theme_dir("static"), own, site.root, config.notes_dir, config.accent, read)


def build(
    site: Site, *, progress: Progress = no_progress, force: bool = False, jobs: int = 1, executor: Executor | None = None
) -> Report:
    """Publish a site. Raises PapersiteError; the site published before then stands as it was.

    `jobs` and `executor` say who reads, renders and signs (see `workers`); the site is the same whoever does.
    """
    workers = Workers(jobs, executor)
    with _collecting_seldom(), open_memo(site) as memo:
        found = read_sources(site.notes_dir, site.root)
        read_ahead(found, memo, progress, workers)
        edition = assemble(site, memo, found=found)
        memo.write()  # what was read is not needed any more, and workers may need what is remembered
        with publishing(site.output_dir, force=force) as publication:
            for artefact in edition.assets.values():
                publication.add(artefact)
            problems: list[Problem] = []
            rendered = 0
            published_before = publication.standing()
            standing = Standing(edition.library, edition.intake.sources, edition.rest, published_before, publication.read, memo)
            outcomes = chain(
                _files(edition, memo, workers, standing, published_before, site.root), _searched(edition, workers, standing)
            )
            for number, outcome in enumerate(outcomes, start=1):
                memo.adopt(outcome.rows)
                memo.use(outcome.uses)
                problems.extend(outcome.problems)
                rendered += outcome.rendered
                if outcome.data is None:
                    publication.keep(outcome.path, outcome.digest)
                else:
                    publication.add(Artefact(outcome.path, outcome.data), outcome.digest)
                progress("render", number, len(edition.plan.wishes) + len(edition.search))
            standing.save()
            published = publication.finish()
        memo.save(complete=True)
    return Report(edition, published, (*edition.problems, *with_levels(problems, site.config)), rendered)


def read_ahead(found: Found, memo: Memo, progress: Progress, workers: Workers) -> None:
    """Has workers read the sources that are not remembered."""
    new = {key: source for source in found[0] if memo.recall("read", key := _key_of(source)) is None}
    rows = workers.each(_read, None, tuple(new), new.__getitem__, "reading")
    for number, (key, row) in enumerate(zip(new, rows, strict=True), start=1):
        memo.adopt([(("read", key), row)])
        progress("read", number, len(new))


def _key_of(source: Source) -> str:
    # Its text and encoding are concluded from these.
    return value_key(source.path, source.data)


def _read(_: None, source: Source) -> bytes:
    # Written out once, where it was read: as it travels, and as it is remembered.
    return encode(read_alone(source))


def _files(
    edition: Edition, memo: Memo, workers: Workers, standing: Standing, published: Mapping[str, str], root: Path
) -> Iterator[Outcome]:
    """The files of the plan: those that stand as they are, then those that are made.

    Those that need Markdown of many notes come last, which the pages have had read by then.
    """
    wishes = edition.plan.wishes

    def ready(path: PurePosixPath) -> Wanted:
        return Wanted(edition.plan.made(path, standing.chapters(path)), published.get(str(path), ""))

    givens = Givens(edition.templates, edition.options, root.absolute(), engine_digest())
    soon: list[PurePosixPath] = []
    late: list[PurePosixPath] = []
    for path, wish in wishes.items():
        # What is remembered by all that it is made of may depend on more than the library: on the fonts of a machine.
        by_itself = isinstance(wish, ExportWish) and wish.remembered
        stands = None if by_itself else standing.outcome(path, wish.texts, wish.of)
        if stands is not None:
            yield stands
        else:
            (late if not isinstance(wish, PageWish) and wish.needs_prose else soon).append(path)
    for paths in (soon, late):
        try:
            for outcome in workers.each(make, givens, paths, ready, "rendering"):
                yield standing.made(outcome, wishes[outcome.path].texts, wishes[outcome.path].of)
        finally:
            forget()
        memo.write()  # what one worker remembers, others read from disk


def _searched(edition: Edition, workers: Workers, standing: Standing) -> Iterator[Outcome]:
    """The files of the search: those that stand as they are, then those that are made."""
    search = edition.search
    missing: list[PurePosixPath] = []
    for path in search:
        stands = standing.outcome(path, *search.shown(path))
        if stands is not None:
            yield stands
        else:
            missing.append(path)
    if any(search.shown(path)[0] is Texts.ALL for path in missing):
        search.sign(workers)
    for path in missing:
        data = search[path].data
        outcome = Outcome(path, sha256(data).hexdigest(), data, uses=search.uses(path))
        yield standing.made(outcome, *search.shown(path))


def rendered_files(edition: Edition, memo: Memo) -> Iterator[RenderedPage]:
    """Every file of a site, in memory."""
    yield from map(RenderedPage, (*edition.assets.values(), *edition.search.values()))
    yield from (edition.render(path, memo) for path in (*edition.exports, *edition.pages))


def with_levels(problems: Iterable[Problem], config: Config) -> tuple[Problem, ...]:
    """The problems with the severities that site.toml gives their kinds; ignored ones are left out. In order of place."""
    levels = dict(config.problem_levels)
    kept = []
    for problem in problems:
        level = levels.get(problem.kind)
        if level != "ignore":
            kept.append(replace(problem, severity=Severity(level)) if level else problem)
    return tuple(sorted(kept, key=_by_place))


def _by_place(problem: Problem) -> tuple[str, int, str, str]:
    origin = problem.origin
    return (str(origin.path) if origin else "", origin.first_line if origin else 0, problem.kind, problem.message)
