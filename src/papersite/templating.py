"""Templates: where they come from, what each one rests on, and how they are run.

READS template folders, once; after that everything is a value. A site's own template takes the place of the theme's of the
same name, and may extend the one it replaces as `theme/<name>`. A template's fingerprint covers its text and that of all it
includes, extends and imports, however far. Templates run in a sandbox, escape what they print, and fail on what is undefined.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from types import MethodType, TracebackType
from typing import Any

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
    nodes,
    pass_context,
)
from jinja2.environment import TemplateModule
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from papersite.errors import TemplateError
from papersite.model import Origin
from papersite.phrases import phrased
from papersite.remembering.memo import Memo
from papersite.strings import Strings
from papersite.template_limits import Steps, check_growth

THEME = "theme/"
_FAILURES = (JinjaError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError, MemoryError)


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """A template's name, its text, and the file to name in a message."""

    name: str
    text: str
    path: PurePosixPath


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of a site. Equal sources are equal templates; compiling happens once a process, when first needed."""

    digest: str  # of all names and texts
    sources: Mapping[str, TemplateSource] = field(repr=False, compare=False)
    fingerprints: Mapping[str, str] = field(repr=False, compare=False)

    @staticmethod
    def load(folders: tuple[Path, ...], memo: Memo | None = None) -> Templates:
        """The templates of some folders: the first that has a name wins. The last folder is the theme.

        What they rest on is remembered, for parsing them all takes 0.1 s. Raises TemplateError for a file that is not UTF-8
        and for a template that is no Jinja.
        """
        found: dict[str, TemplateSource] = {}
        for folder in folders:
            for name, path in _files(folder):
                source = TemplateSource(name, _read(path), PurePosixPath(folder.name, name))
                found.setdefault(name, source)
                if folder == folders[-1]:
                    found[THEME + name] = TemplateSource(THEME + name, source.text, source.path)
        digest = _digest(*(part for name in sorted(found) for part in (name, found[name].text)))
        fingerprints = (memo or Memo()).call("templates", digest, lambda: _fingerprints(found, digest))
        return Templates(digest, found, fingerprints)

    def fingerprint(self, name: str) -> str:
        """What a template's output depends on besides its view. Raises TemplateError if there is no such template."""
        try:
            return self.fingerprints[name]
        except KeyError:
            known = ", ".join(sorted(name for name in self.sources if not name.startswith(THEME)))
            raise TemplateError(f'no template "{name}" among {known}') from None

    def path(self, name: str) -> PurePosixPath:
        """The file of a template."""
        found = self.sources.get(name)
        return found.path if found else PurePosixPath(name)

    def run(self, name: str, url: str, values: Mapping[str, object]) -> str:
        """A template's output for some values. Raises TemplateError, with template, line and the page's address."""
        self.fingerprint(name)
        environment = _environment(self)
        environment.steps.renew()
        try:
            return environment.get_template(name).render(values)
        except _FAILURES as error:
            raise self._failed(url, error) from error

    def _failed(self, url: str, error: Exception) -> TemplateError:
        if isinstance(error, TemplateSyntaxError):
            return _no_jinja(error, self.path(error.name or ""))
        place = _place_of(error.__traceback__, self.sources.keys())
        what = str(error) if isinstance(error, JinjaError) else f"{type(error).__name__}: {error}"
        if isinstance(error, TemplateNotFound):
            what = f'no template "{error.name}"'
        origin = Origin(self.path(place[0]), place[1], place[1]) if place else None
        return TemplateError(f"{what} (while rendering {url})", origin)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts) and not name.name.endswith("~"):
            if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve().parent):
                origin = Origin(PurePosixPath(folder.name, name))
                raise TemplateError("this link points out of the site's folder; copy what it points to", origin)
            yield name.as_posix(), path


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"can't be read: {error}", Origin(PurePosixPath(path.parent.name, path.name))) from error


# ── what a template rests on ─────────────────────────────────────────────────────────────────────────────────────────


def _fingerprints(sources: Mapping[str, TemplateSource], digest: str) -> dict[str, str]:
    """The digest of each template with all it names; one that computes a name may name any, so it rests on all of them."""
    names_in: dict[str, set[str] | None] = {}
    for name, source in sources.items():
        try:
            named = _named_in(source.text)
        except TemplateSyntaxError as error:
            raise _no_jinja(error, source.path) from error
        except RecursionError:
            raise TemplateError("it nests too deep", Origin(source.path)) from None
        names_in[name] = None if None in named else {other for other in named if other and other in sources}
    return {name: _fingerprint(name, names_in, sources, digest) for name in sources}


# A preview loads the templates at every change, and parsing them all took 0.4 of its 0.6 s.
@lru_cache(maxsize=256)
def _named_in(text: str) -> frozenset[str | None]:
    """The templates that a text names; None stands for a name that is computed. Raises TemplateSyntaxError."""
    return frozenset(meta.find_referenced_templates(Environment().parse(text)))


def _fingerprint(name: str, names_in: Mapping[str, set[str] | None], sources: Mapping[str, TemplateSource], digest: str) -> str:
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        each = waiting.pop()
        if each in reached:
            continue
        reached.add(each)
        below = names_in[each]
        if below is None:
            return digest
        waiting += below
    return _digest(*(part for each in sorted(reached) for part in (each, sources[each].text)))


def _digest(*parts: str) -> str:
    digest = blake2b(digest_size=16)
    for part in parts:
        text = part.encode()
        digest.update(b"%d:" % len(text) + text)
    return digest.hexdigest()


# ── running them ─────────────────────────────────────────────────────────────────────────────────────────────────────

# Jinja's own that give another result each time: a page is a pure function of its view.
_IMPURE_GLOBALS = ("lipsum",)
_IMPURE_FILTERS = ("random",)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, which is quick about our own values.

    Its check of an attribute costs 4 µs, and a page reads hundreds: 1.8 of 2.5 ms a paper. A frozen dataclass of ours has
    nothing behind a public name that a template may not see or could change, so there the name alone is looked at.

    Its check of a call costs as much again; a macro and the words of the interface need none. What a macro of an imported
    file makes of frozen values is kept, for such a macro sees its arguments only: the row of a paper stands on the pages of
    its month, tags, authors, venue and year, 26,000 times over for 1,000 papers.
    """

    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.steps = Steps()
        self.filters["counted"] = pass_context(lambda _, values: self.steps.counted(values))
        self._imported: set[Macro] = set()
        # By macro and arguments: what it made, and the arguments, so that none of their numbers is given to another value.
        self._made: dict[tuple[object, ...], tuple[str, tuple[object, ...]]] = {}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        for loop in list(template.find_all(nodes.For)):
            loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno, environment=self)
        return template

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        check_growth(operator, left, right)
        return super().call_binop(context, operator, left, right)

    def getattr(self, obj: object, attribute: str) -> Any:
        cls: Any = type(obj)
        if attribute[:1] != "_":
            if _is_ours(cls):
                try:
                    return getattr(obj, attribute)
                except AttributeError:
                    return self.undefined(obj=obj, name=attribute)
            if isinstance(obj, TemplateModule) and type(found := vars(obj).get(attribute)) is Macro:
                # With context, or with globals of its own, a file is imported anew each time.
                if found not in self._imported and obj is self.get_template(str(obj.__name__))._module:
                    self._imported.add(found)
                return found
        return super().getattr(obj, attribute)

    def call(self, context: Context, obj: Any, /, *args: Any, **named: Any) -> Any:
        self.steps.take()
        cls = type(obj)
        if cls is Macro:
            named.pop("_loop_vars", None)
            named.pop("_block_vars", None)
            if obj in self._imported:
                return self._kept(context, obj, args, named)
            return obj(context.eval_ctx, *args, **named)
        if cls is Strings or (cls is MethodType and type(obj.__self__) is Strings):
            named.pop("_loop_vars", None)
            named.pop("_block_vars", None)
            return obj(*args, **named)
        return super().call(context, obj, *args, **named)

    def _kept(self, context: Context, macro: Macro, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """What a macro makes of some arguments, made once if they are all frozen."""
        values = (*args, *named.values())
        marks = tuple([_mark(value) for value in values])
        if None in marks:
            return macro(context.eval_ctx, *args, **named)
        key = (macro, context.eval_ctx.autoescape, tuple(named), marks)
        kept = self._made.get(key)
        if kept is not None:
            return kept[0]
        made = macro(context.eval_ctx, *args, **named)
        if len(made) <= _KEPT_LENGTH:
            if len(self._made) >= _KEPT_CALLS:
                self._made.clear()
            self._made[key] = (made, values)
        return made


_KEPT_CALLS = 1 << 16
_KEPT_LENGTH = 4096  # whole lists are on one page each, and what is long in them is kept row by row
_BY_VALUE = frozenset({str, Markup, int, bool, float, type(None), dt.date})


def _mark(value: Any) -> object | None:
    """What tells an argument from all others as long as it is held; None for one that may change."""
    cls: Any = type(value)
    if cls in _BY_VALUE:
        return cls, value
    if cls is Strings:
        return cls, value.language
    if cls is tuple or _is_ours(cls):
        return id(value)
    return None


@cache
def _is_ours(cls: Any) -> bool:
    return is_dataclass(cls) and cls.__module__.partition(".")[0] == __package__.partition(".")[0]


@lru_cache(maxsize=4)
def _environment(templates: Templates) -> _Sandbox:
    """The compiled templates, kept by value: a process compiles each set once, and serving goes back to one it had before."""
    environment = _Sandbox(
        loader=FunctionLoader(lambda name: _text_of(templates, name)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,
        auto_reload=False,
        optimized=False,  # nothing in a page is constant, and looking for it takes a sixth of the time to compile a template
    )
    for name in _IMPURE_GLOBALS:
        del environment.globals[name]
    for name in _IMPURE_FILTERS:
        del environment.filters[name]
    environment.filters["phrased"] = phrased
    return environment


def _text_of(templates: Templates, name: str) -> tuple[str, str, Callable[[], bool]] | None:
    """A template's text for Jinja; the name stands for the file, so that a traceback tells the name."""
    source = templates.sources.get(name)
    return (source.text, name, lambda: True) if source else None


def _no_jinja(error: TemplateSyntaxError, path: PurePosixPath) -> TemplateError:
    return TemplateError(error.message or "not a template", Origin(path, error.lineno, error.lineno))


def _place_of(traceback: TracebackType | None, names: Collection[str]) -> tuple[str, int] | None:
    """The innermost template line of a traceback, which Jinja rewrites so that its frames tell the templates' own lines."""
    place: tuple[str, int] | None = None
    while traceback is not None:
        name = traceback.tb_frame.f_code.co_filename
        if name in names:
            place = (name, traceback.tb_lineno)
        traceback = traceback.tb_next
    return place
