"""The commands and their flags, nothing else: each command reads its flags, calls one room and prints what it returns.

Exit status: 0 fine, 1 the build or `--strict` failed, 2 wrong usage. Modules are loaded by the command that needs them, so
that `papersite --version` answers at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from papersite import __version__
from papersite.standard_streams import let_go_of_broken, open_closed

if TYPE_CHECKING:
    from papersite.model import Problem
    from papersite.site import Site

Command = Callable[[argparse.Namespace], int]

OK, FAILED, USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    open_closed()
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return 130
    finally:
        let_go_of_broken()


def _run(arguments: Sequence[str] | None) -> int:
    options = _parser().parse_args(arguments)
    command: Command | None = getattr(options, "command", None)
    if command is None:
        _parser().print_help()
        return USAGE
    from papersite.errors import PapersiteError

    try:
        status = command(options)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # The reader of a pipe went away (`papersite records | head`); there is nobody left to tell.
        return FAILED
    except (PapersiteError, OSError) as error:
        with suppress(OSError):  # the disk that is full may hold what is told, too
            sys.stderr.write(f"papersite: {_sentence(error)}\n")
        return FAILED


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError):
        why = error.strerror or str(error)
        return f"{error.filename}: {why}; nothing there was changed" if error.filename else why
    return str(error)


def _parser() -> argparse.ArgumentParser:
    common = _common_flags(argparse.SUPPRESS)
    parser = argparse.ArgumentParser(
        prog="papersite",
        description="Turn a folder of paper notes, as they are, into one tagged, cross-linked site.",
        parents=[_common_flags(None)],
    )
    parser.add_argument("--version", action="version", version=f"papersite {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, command: Command, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text, parents=[common])
        sub.set_defaults(command=command)
        return sub

    build = add("build", _build, "Build the site and publish it into the output folder.")
    _site_flags(build)
    build.add_argument("-s", "--strict", action="store_true", help="exit with 1 if there is an error or a warning")
    build.add_argument(
        "-j", "--jobs", type=_count, default=0, metavar="N", help="worker processes (default: one per processor)"
    )
    build.add_argument("--json", action="store_true", help="one JSON object: what was done, and what is wrong")
    build.add_argument("--executor", metavar="ADDRESS", help="have others do the work: dask://HOST:PORT")
    build.add_argument("--force", action="store_true", help="publish into a folder that papersite did not make")

    serve = add("serve", _serve, "Show the site at a local address and keep it up to date while you write.")
    _site_flags(serve)
    serve.add_argument(
        "-p", "--port", type=_count, default=8000, metavar="N", help="port (default: 8000, or the next free one)"
    )
    serve.add_argument("--host", default="127.0.0.1", metavar="NAME", help="address to listen on (default: 127.0.0.1)")
    serve.add_argument("-O", "--open", action="store_true", help="open the browser")
    serve.add_argument("--poll", action="store_true", help="look for changes by polling (network folders)")

    check = add("check", _check, "Read the notes and say where every line went, what was merged and what is wrong.")
    check.add_argument("-D", "--drafts", action="store_true", default=None, help="include drafts")
    check.add_argument("-s", "--strict", action="store_true", help="exit with 1 if there is an error or a warning")
    check.add_argument("--json", action="store_true", help="one JSON object")
    check.add_argument("-u", "--base-url", metavar="URL", help="where the site will stand")
    check.add_argument("--external", action="store_true", help="ask other sites whether the pages that notes link to exist")
    check.add_argument("--no-links", action="store_true", help="do not look for links that lead nowhere")

    records = add("records", _records, "List the records: one paper each.")
    records.add_argument("-D", "--drafts", action="store_true", default=None, help="include drafts")
    records.add_argument("--json", action="store_true", help="one JSON object a line")

    explain = add("explain", _explain, "Say why a page was made anew, or was not, when the site was last built.")
    explain.add_argument("page", metavar="URL", help="a page's address on the site, or its file in the output folder")

    add("review", _review, "Ask in notes/review.toml what is uncertain; what you fill in there wins on the next build.")

    tags = add("tags", _tags, "List the tags with counts, and propose which may be one.")
    tags.add_argument("--toml", action="store_true", help="only the proposals, as they may stand in notes/tags.toml")

    fetch = add("fetch", _fetch, "Ask arXiv, Crossref and OpenReview what papers are called and who wrote them.")
    fetch.add_argument("-n", "--dry-run", action="store_true", help="say whom would be asked how much, and ask nobody")
    fetch.add_argument("--again", action="store_true", help="ask again for what is known")
    fetch.add_argument("--unread", action="store_true", help="ask also for the papers that notes cite and none is about")

    importer = add("import", _import, "Split dumps into one Markdown file for each note, or bring those files up to date.")
    importer.add_argument("dumps", nargs="+", type=Path, metavar="DUMP", help="a dump, or a folder of dumps")
    importer.add_argument("--to", type=Path, metavar="DIR", help="where the files go (default: the site's notes/)")
    importer.add_argument("-n", "--dry-run", action="store_true", help="say what would be done, and do nothing")
    importer.add_argument(
        "--prune", action="store_true", help="delete files whose notes left the dump, unless you changed them"
    )

    init = add("init", _init, "Start a new site in a folder.")
    init.add_argument("folder", nargs="?", default=".", help="default: this folder")

    new = add("new", _new, "Start a new note in notes/, from a title or from the paper's address.")
    new.add_argument("title", help="the paper's title, or its address")
    return parser


def _common_flags(default: str | None) -> argparse.ArgumentParser:
    """Flags that stand before or after the command; behind it they set nothing unless given."""
    flags = argparse.ArgumentParser(add_help=False)
    given: dict[str, Any] = {"default": default} if default else {}
    flags.add_argument("-r", "--root", type=Path, metavar="DIR", help="the site's folder (default: this folder)", **given)
    flags.add_argument("-c", "--config", type=Path, metavar="FILE", help="the config file (default: site.toml)", **given)
    flags.add_argument("-v", "--verbose", action="store_true", help="say more", **given)
    flags.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors", **given)
    return flags


def _site_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", metavar="DIR", help="the output folder (default: public)")
    parser.add_argument("-u", "--base-url", metavar="URL", help="where the site will stand")
    parser.add_argument("-D", "--drafts", action="store_true", default=None, help="include drafts")


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _site(options: argparse.Namespace) -> Site:
    from papersite.site import open_site

    return open_site(
        options.root or Path.cwd(),
        options.config,
        output=getattr(options, "output", None),
        base_url=getattr(options, "base_url", None),
        drafts=getattr(options, "drafts", None),
    )


def _build(options: argparse.Namespace) -> int:
    from papersite.remembering.unchanged import Look, said_before

    root = options.root or Path.cwd()
    given = _given(options)
    known, seen = (None, None) if options.force or options.json else said_before(root, given)
    if known is not None:
        from papersite.terminal import problem_of

        return _say(options, known.summary, [problem_of(each) for each in known.problems])
    from papersite.build import build
    from papersite.executors import open_executor
    from papersite.reports import build_as_json, problem_as_json
    from papersite.site import input_places
    from papersite.terminal import no_progress, progress_bar

    site = _site(options)
    look = Look(root, given, input_places(site, options.config), seen)
    progress = no_progress if options.quiet else progress_bar(sys.stderr)
    with open_executor(options.executor) if options.executor else nullcontext() as executor:
        report = build(site, progress=progress, force=options.force, jobs=options.jobs, executor=executor)
    # What could not be read may be readable the next time, without having changed.
    if not any(problem.kind == "unreadable" for problem in report.problems):
        look.keep(site.output_dir, report.unchanged_summary(), [problem_as_json(each) for each in report.problems])
    if options.json:
        sys.stdout.write(build_as_json(report) + "\n")
    return _say(options, "" if options.json else report.summary(), report.problems)


def _given(options: argparse.Namespace) -> list[str]:
    """What a build was asked for: the same words mean the same where the user stands. A preview is asked for the plain site."""
    asked = ("config", "output", "base_url", "drafts")
    return [str(Path.cwd()), *(str(getattr(options, name, None)) for name in asked)]


def _say(options: argparse.Namespace, summary: str, problems: Sequence[Problem]) -> int:
    """Ends a build for the one who asked for it."""
    from papersite.terminal import annotate, count_problems, show_problems

    if summary and not options.quiet:
        show_problems(problems, sys.stderr, verbose=options.verbose)
        sys.stdout.write(f"{summary}\n")
    annotate(problems, options.root or Path.cwd(), sys.stderr)
    failed = options.strict and count_problems(problems)
    if failed:
        sys.stderr.write(f"papersite: {failed} (--strict)\n")
    return FAILED if failed else OK


def _serve(options: argparse.Namespace) -> int:
    from papersite.remembering.unchanged import said_before
    from papersite.serving.preview import preview

    known, _ = said_before(options.root or Path.cwd(), _given(options))
    return preview(
        lambda: _site(options),
        published=known.output if known else None,
        host=options.host,
        port=options.port,
        open_browser=options.open,
        poll=options.poll,
        quiet=options.quiet,
    )


def _check(options: argparse.Namespace) -> int:
    from papersite.build import assemble, open_memo, with_levels
    from papersite.linkcheck.site import rendering_problems
    from papersite.reports import check_as_json, check_as_text
    from papersite.terminal import annotate, count_problems, show_problems

    site = _site(options)
    with open_memo(site) as memo:
        edition = assemble(site, memo)
        found = () if options.no_links else rendering_problems(site, edition, memo, external=options.external)
    problems = with_levels((*edition.problems, *found), site.config)
    if options.json:
        sys.stdout.write(check_as_json(edition.accounts, edition.library, problems) + "\n")
    else:
        for line in check_as_text(edition.accounts, edition.library):
            sys.stdout.write(line + "\n")
        show_problems(problems, sys.stdout, verbose=not options.quiet)
    annotate(problems, options.root or Path.cwd(), sys.stderr)
    return FAILED if options.strict and count_problems(problems) else OK


def _records(options: argparse.Namespace) -> int:
    from papersite.build import assemble, open_memo
    from papersite.reports import records_as_json, records_as_text

    site = _site(options)
    library = assemble(site, open_memo(site)).library
    for line in records_as_json(library) if options.json else records_as_text(library):
        sys.stdout.write(line + "\n")
    return OK


def _explain(options: argparse.Namespace) -> int:
    from papersite.build import assemble, open_memo
    from papersite.publishing.publish import standing
    from papersite.remembering.explaining import explained

    site = _site(options)
    with open_memo(site) as memo:
        for line in explained(options.page, assemble(site, memo), memo, standing(site.output_dir)):
            sys.stdout.write(f"{line}\n")
    return OK


def _review(options: argparse.Namespace) -> int:
    from papersite.build import open_memo, take_in
    from papersite.library import notes_of, uncertain_notes
    from papersite.review import write_review
    from papersite.settings import REVIEW_FILE
    from papersite.whole_files import write_whole

    site = _site(options)
    intake = take_in(site, open_memo(site))
    uncertain = uncertain_notes(intake.readings, intake.settings)
    path = site.notes_dir / REVIEW_FILE
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    text = write_review(before, uncertain, notes_of(intake.readings))
    if text != before:
        write_whole(path, text)
    if not options.quiet:
        state = "written" if text != before else "up to date"
        sys.stdout.write(f"{path}: {len(uncertain)} notes are uncertain; {state}\n")
    return OK


def _tags(options: argparse.Namespace) -> int:
    from papersite.build import open_memo, take_in
    from papersite.library import notes_of
    from papersite.reports import tags_as_text
    from papersite.tag_merges import merges_toml, propose_merges
    from papersite.tags import count_tags

    site = _site(options)
    intake = take_in(site, open_memo(site))
    counts = count_tags(note.tags for note in notes_of(intake.readings))
    proposed = merges_toml(propose_merges(counts, intake.settings.vocabulary))
    if not options.toml:
        for line in tags_as_text(intake.settings.vocabulary.knowing(counts), counts):
            sys.stdout.write(line + "\n")
        if proposed:
            sys.stdout.write("\n# May be one. What is right of this can stand in notes/tags.toml:\n")
    sys.stdout.write(proposed)
    return OK


def _import(options: argparse.Namespace) -> int:
    from papersite.config import FILE_NAME, read_config
    from papersite.importing import advice, as_lines, import_dumps
    from papersite.terminal import show_problems

    # Not `_site`, for there may be no notes yet.
    root = options.root or Path.cwd()
    config = read_config(options.config or root / FILE_NAME, required=options.config is not None)
    notes_dir = root / config.notes_dir
    done = import_dumps(options.dumps, options.to or notes_dir, root, notes_dir, prune=options.prune, dry_run=options.dry_run)
    if not options.quiet:
        show_problems(done.problems, sys.stderr, verbose=options.verbose)
        for line in as_lines(done):
            sys.stdout.write(f"{line}\n")
    for line in advice(done):
        sys.stderr.write(f"papersite: {line}\n")
    return OK if done.complete else FAILED


def _fetch(options: argparse.Namespace) -> int:
    from papersite.build import assemble, open_memo
    from papersite.errors import PapersiteError
    from papersite.fetching import Addresses, Network, fetch, keep, wanted
    from papersite.metadata import METADATA_FILE
    from papersite.settings import read_metadata
    from papersite.terminal import no_progress, progress_bar

    site = _site(options)
    file = site.notes_dir / METADATA_FILE
    known, problems = read_metadata(file, site.root)
    if problems:
        # It is about to be written anew, and what can't be read would be lost.
        raise PapersiteError(f"{problems[0].message}; mend the file, or delete it", problems[0].origin)
    library = assemble(site, open_memo(site)).library
    asked = [each for record in library.records for note in record.notes for each in note.ids]
    if options.unread:
        asked += [paper.id for paper in library.unread if paper.id]
    questions = wanted(asked, known, again=options.again)
    if not options.quiet:
        for service, ids in questions:
            sys.stdout.write(f"{service.name}: {len(ids)} papers, {-(-len(ids) // service.batch)} requests\n")
    if options.dry_run or not questions:
        return OK
    addresses = Addresses.given(site.config.arxiv_url, site.config.crossref_url, site.config.openreview_url)
    progress = no_progress if options.quiet else progress_bar(sys.stderr)
    with Network.open(site.config.mailto) as network:
        outcome = fetch(questions, known, network, partial(keep, file), addresses=addresses, progress=progress)
    for trouble in outcome.troubles:
        sys.stderr.write(f"papersite: {trouble}\n")
    if not options.quiet:
        sys.stdout.write(f"{file}: {outcome.summary()}\n")
    return FAILED if outcome.left else OK


def _init(options: argparse.Namespace) -> int:
    from papersite.scaffold import create_site

    folder = Path(options.folder)
    for path in create_site(folder):
        sys.stdout.write(f"{path}\n")
    if not options.quiet:
        sys.stdout.write(f"Next: cd {folder} && papersite serve --open\n")
    return OK


def _new(options: argparse.Namespace) -> int:
    import datetime as dt

    from papersite.scaffold import create_note

    # The one place that looks at the clock: a note begins on the day its writer begins it.
    path = create_note(_site(options).notes_dir, options.title, dt.date.today())
    sys.stdout.write(f"{path}\n")
    return OK
