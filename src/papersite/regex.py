"""Regular expressions that are compiled when they are first used.

papersite knows some 600, and a command needs few of them: compiling all at import took 0.35 of the 0.8 s that `import
papersite.build` took, on each start of `build` and `serve`. The standard library compiles at once, and its cache does not
outlive the process.
"""

from __future__ import annotations

import re
from typing import AnyStr, Generic, cast


class _Lazy(Generic[AnyStr]):
    """A pattern's text and flags. The first look at any attribute compiles it, and the compiled one's attributes become its
    own, so that later uses cost what they cost without.
    """

    compiled: re.Pattern[AnyStr]

    def __init__(self, source: AnyStr, flags: int) -> None:
        self._given: tuple[AnyStr, int] = (source, flags)

    def __getattr__(self, name: str) -> object:
        # Only asked for what is not there yet: nothing, once this ran. Dunder names are asked for by pickle and copy.
        if name.startswith("__"):
            raise AttributeError(name)
        source, flags = self._given
        compiled = re.compile(source, flags)
        own = {each: getattr(compiled, each) for each in dir(compiled) if not each.startswith("__")}
        self.__dict__.update(own, compiled=compiled)
        return self.__dict__[name]

    def __eq__(self, other: object) -> bool:
        """A match knows the compiled pattern it is of (`match.re == _PATTERN`)."""
        return self is other or (isinstance(other, re.Pattern) and self.compiled == other)

    def __hash__(self) -> int:
        return hash(self.compiled)


def lazy_regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The pattern of a regular expression, compiled at its first use: so a mistake in it is raised there (`re.error`).

    It has all that `re.Pattern` has, and equals the compiled one; only functions of `re` that take one refuse it.
    """
    return cast("re.Pattern[AnyStr]", _Lazy(source, flags))
