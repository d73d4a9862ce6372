"""Names of people as lists write them: commas between them, marks of affiliation after them, "et al." at the end."""

from __future__ import annotations

import re

from papersite.regex import lazy_regex

# Between names: commas of either script, semicolons, middle dots in lists, "and". A comma inside marks (`Kim*2,3`) leaves a
# piece without a letter, which is no name.
_BETWEEN = lazy_regex(r" ?[,，、;；](?: ?(?:and|&) )? ?| (?:and|&) | ?\| ?")
# Marks after a name: footnote signs, digits (also superscript), and an affiliation in brackets.
_MARKS = " *∗＊†‡§¶‖#^0123456789⁰¹²³⁴⁵⁶⁷⁸⁹０１２３４５６７８９"
_BRACKETS = lazy_regex(r"[(（\[［][^()（）\[\]［］]*[)）\]］]$")
_OTHERS = lazy_regex(r"(?:^| )(?:et al\.?|and others|他|ほか|ら)$|(?:他|ほか) ?\d* ?名$", re.IGNORECASE)
_FAMILY_FIRST = lazy_regex(r"[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
_LONGEST = 200  # characters; nobody is called more, and it keeps the loop below short
_BIBTEX = " and "


def read_names(text: str) -> tuple[str, ...]:
    """The names in a list, each once, without marks. `Family, Given and Family, Given` (BibTeX) is turned round."""
    text = " ".join(text.split())
    parts = text.split(_BIBTEX)
    if len(parts) > 1 and all(part.count(",") == 1 for part in parts):
        names = [" ".join(reversed([half.strip() for half in part.split(",")])) for part in parts]
    else:
        names = _BETWEEN.split(text)
    return tuple(dict.fromkeys(filter(None, map(clean_name, names))))


def clean_name(text: str) -> str:
    """One name without marks of affiliation; empty if no letter is left."""
    name = " ".join(text.split())
    longer = ""
    while name != longer and len(name) <= _LONGEST:
        longer = name
        name = _OTHERS.sub("", _BRACKETS.sub("", name.rstrip(_MARKS)).rstrip()).rstrip()
    return name if any(c.isalpha() for c in name) else ""


def spoken(family: str, given: str, *behind: str) -> str:
    """A name kept in parts as it is spoken: the family name first where it is written in Chinese characters, kana or Hangul."""
    parts = (family, given) if _FAMILY_FIRST.match(family.strip()) else (given, family)
    return " ".join(" ".join(filter(None, (*parts, *behind))).split())
