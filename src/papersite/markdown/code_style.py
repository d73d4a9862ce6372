"""The colours of code: static/css/code.css, made from one Pygments style for light pages and one for dark.

    python -m papersite.markdown.code_style > static/css/code.css

No style that ships with Pygments keeps all its colours readable, so each is moved towards black or white until it is (WCAG 2.2,
1.4.3: a contrast of 4.5). Which scheme holds is `color-scheme`'s to say, as everywhere in the theme.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES

from papersite.markdown.highlight import PLAIN_CLASSES

_LIGHT, _DARK = "friendly", "github-dark"
_LIGHT_PAPER, _DARK_PAPER = "f5f2eb", "1e2126"  # what code stands on: --wash in site.css
_CONTRAST = 4.6  # a little over 4.5, for rounding

_LINES = """\
  .line { display: block; }
  .line.marked { background: light-dark(#fdf0bf, #3a3518); margin-inline: -1.1rem; padding-inline: 1.1rem; }
  .numbered code { counter-reset: line; }
  .numbered .line::before { counter-increment: line; content: counter(line); display: inline-block; inline-size: 2.2em;
    padding-inline-end: 1em; text-align: end; color: light-dark(#6a6659, #8f959f); user-select: none; }
"""


def stylesheet() -> str:
    """The style sheet: one rule for each set of declarations, for all the classes that share it."""
    light, dark = get_style_by_name(_LIGHT), get_style_by_name(_DARK)
    rules: dict[str, list[str]] = defaultdict(list)
    for kind, name in STANDARD_TYPES.items():
        if (
            name
            and name not in PLAIN_CLASSES
            and (declared := _declarations(light.style_for_token(kind), dark.style_for_token(kind)))
        ):
            rules[declared].append(name)
    lines = [f"  .code :is({', '.join(f'.{name}' for name in sorted(names))}) {{ {rule} }}" for rule, names in rules.items()]
    head = f"/* Made by papersite.markdown.code_style from Pygments' styles {_LIGHT} and {_DARK}. */\n@layer components {{\n"
    return head + _LINES + "\n".join(lines) + "\n}\n"


def _declarations(light: Mapping[str, Any], dark: Mapping[str, Any]) -> str:
    declared = []
    if light["color"] or dark["color"]:
        pair = (readable(light["color"], _LIGHT_PAPER), readable(dark["color"], _DARK_PAPER))
        declared.append("color: light-dark({}, {});".format(*(f"#{colour}" if colour else "currentcolor" for colour in pair)))
    if light["bold"]:
        declared.append("font-weight: 600;")
    if light["italic"]:
        declared.append("font-style: italic;")
    return " ".join(declared)


def readable(colour: str | None, paper: str) -> str:
    """A colour (`rrggbb`) moved away from the paper's until its contrast is enough."""
    if not colour:
        return ""
    target = 0 if _luminance(paper) > 0.5 else 255
    channels = [int(colour[index : index + 2], 16) for index in (0, 2, 4)]
    for step in range(101):
        moved = "".join(f"{round(value + (target - value) * step / 100):02x}" for value in channels)
        if contrast(moved, paper) >= _CONTRAST:
            return moved
    return f"{target:02x}" * 3


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2, contrast ratio)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    linear = []
    for index in (0, 2, 4):
        value = int(colour[index : index + 2], 16) / 255
        linear.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


if __name__ == "__main__":
    print(stylesheet(), end="")
