"""Style attributes as classes of one fixed style sheet.

The pages' Content-Security-Policy allows no inline style, and that is worth keeping: so what a table's alignment, a formula or
a note's own HTML declares becomes classes, and the theme carries `css/declared.css` with all that there can be. Lengths go to
the nearest step of a scale. `python -m papersite.markdown.declarations` writes that file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from papersite.regex import lazy_regex

_WORDS = {
    "text-align": ("left", "right", "center", "justify", "start", "end"),
    "vertical-align": ("top", "middle", "bottom", "baseline", "sub", "super"),
    "font-weight": ("normal", "bold", "600", "700"),
    "font-style": ("normal", "italic", "oblique"),
    "text-decoration": ("none", "underline", "line-through", "overline"),
    "white-space": ("normal", "nowrap", "pre", "pre-wrap", "pre-line"),
    "justify-items": ("start", "end", "center"),
}
_SIDES = ("top", "right", "bottom", "left")
_PADDINGS = ("0", "0.5em", "1em", "2em")
_RULES = {"solid": "0.05em solid currentcolor", "dashed": "0.05em dashed currentcolor"}
_PER_CENT = range(5, 101, 5)
_WIDTHS = ("width", "max-width")
# TeX moves back by mathematical units, 18 to the em (The TeXbook, chapter 18); two em are more than any formula asks for.
_UNITS = range(1, 37)

_STYLE = lazy_regex(r'<([a-zA-Z][\w-]*)((?:\s[^<>"]*(?:"[^"]*"[^<>"]*)*?)??) style="([^"]*)"([^<>"]*(?:"[^"]*"[^<>"]*)*)>')
_CLASS = lazy_regex(r' class="([^"]*)"')
_NUMBER = lazy_regex(r"(-?\d*\.?\d+)(em|%)")


def classes_of(style: str) -> tuple[str, ...]:
    """The classes that declare what a style attribute does; what the style sheet has no class for is left out."""
    return tuple(dict.fromkeys(found for part in style.split(";") if (found := _class_of(part))))


def without_style(html: str) -> str:
    """HTML whose style attributes are classes. An attribute's value holds no `"`, and text no tag."""
    return _STYLE.sub(_with_classes, html) if " style=" in html else html


def _with_classes(match: re.Match[str]) -> str:
    tag, before, style, after = match.groups()
    names = " ".join(classes_of(style))
    rest = before + after
    if not names:
        return f"<{tag}{rest}>"
    if _CLASS.search(rest):
        return f"<{tag}{_CLASS.sub(lambda found: found[0][:-1] + ' ' + names + found[0][-1], rest, count=1)}>"
    return f'<{tag}{before} class="{names}"{after}>'


def _class_of(declaration: str) -> str | None:
    name, _, value = (part.strip().lower() for part in declaration.partition(":"))
    if value in _WORDS.get(name, ()):
        return f"is-{name}-{value}"
    prefix, _, side = name.partition("-")
    if prefix == "border" and side in _SIDES:
        kind = next((kind for kind in _RULES if kind in value), None)
        return f"is-{name}-{kind}" if kind else None
    number = _NUMBER.fullmatch("0em" if value in {"0", "0px"} else value)
    if number is None:
        return None
    size, unit = float(number[1]), number[2]
    if prefix == "padding" and side in _SIDES and unit == "em" and size >= 0:
        nearest = min(_PADDINGS, key=lambda step: abs(float(step.removesuffix("em")) - size))
        return f"is-{name}-{nearest.replace('.', '_')}"
    if name in _WIDTHS and unit == "%" and size > 0:
        return f"is-{name}-{min(_PER_CENT, key=lambda step: abs(step - size))}"
    if name == "margin-left" and unit == "em" and size < 0:
        return f"is-back-{min(_UNITS, key=lambda step: abs(step + size * 18))}"
    return None


def stylesheet() -> str:
    """The style sheet of all classes that there can be."""
    head = "/* Written by `python -m papersite.markdown.declarations`: what style attributes may declare, as classes. */\n"
    return head + "".join(f".{name} {{ {declared}; }}\n" for name, declared in _rules())


def _rules() -> Iterator[tuple[str, str]]:
    for name, words in _WORDS.items():
        for word in words:
            yield f"is-{name}-{word}", f"{name}: {word}"
    for side in _SIDES:
        for kind, rule in _RULES.items():
            yield f"is-border-{side}-{kind}", f"border-{side}: {rule}"
        for padding in _PADDINGS:
            yield f"is-padding-{side}-{padding.replace('.', '_')}", f"padding-{side}: {padding}"
    for name in _WIDTHS:
        for step in _PER_CENT:
            yield f"is-{name}-{step}", f"{name}: {step}%"
    for unit in _UNITS:
        yield f"is-back-{unit}", f"margin-left: {-unit / 18:.4f}em"


if __name__ == "__main__":
    print(stylesheet(), end="")
