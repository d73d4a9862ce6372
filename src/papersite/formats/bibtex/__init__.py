"""BibTeX libraries (http://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf) as Zotero, Mendeley and JabRef export them.

An entry is a paper: its fields fill the note's, its annotations (`annote`, `note`, `annotation`, `comment`, …) are the text.
What else it says of the paper is listed below; what it says of the library itself (files, owners) is dropped. `bibtexparser`
finds the entries, and goes on behind damage: an entry that can't be read is shown as it stands. What stands between entries is
a comment to BibTeX, and text of the library's owner to us.
"""

from __future__ import annotations

import re

from papersite.formats.contract import Format
from papersite.model import Confidence, Parsed, Source
from papersite.regex import lazy_regex

_ENTRY = lazy_regex(
    r"^[ \t]*@(?!comment|string|preamble)[a-z]{2,30}[ \t]*[{(][ \t]*[^\s,{}()=\"]{1,200}[ \t]*,", re.IGNORECASE | re.MULTILINE
)
_FIELD = lazy_regex(r"^[ \t,]*[A-Za-z][\w-]{1,40}[ \t]*=[ \t]*[{\"\d\w]", re.MULTILINE)
# Entries are written on one line, too; a decorator of a program, `@partial(jit, static=1)`, is none.
_ON_ONE_LINE = lazy_regex(r"[ \t]*[A-Za-z][\w-]{1,40}[ \t]*=[ \t]*[{\"\w]")
_HEAD = 100_000  # characters that are looked at to know the format


def detect(source: Source) -> Confidence:
    """Certain of entries with a key and fields that are not within prose, likely where prose surrounds them."""
    head = source.text[:_HEAD]
    first = _ENTRY.search(head)
    if first is None or "```" in head:
        return Confidence.NO
    if not _FIELD.search(head, first.end() - 1) and not ("{" in first[0] and _ON_ONE_LINE.match(head, first.end())):
        return Confidence.NO
    before = [line for line in head[: first.start()].split("\n") if line.strip() and not line.lstrip().startswith(("%", "@"))]
    return Confidence.CERTAIN if len(before) <= 3 else Confidence.NO


def parse(source: Source) -> Parsed:
    """A note for each entry, and one for what stands between them."""
    from papersite.formats.bibtex.library import parse_library  # its packages take long to load, and few notes are BibTeX

    return parse_library(source)


FORMAT = Format("bibtex", 2, detect, parse)
