"""Footnotes: `[^1]` and `[^1]: …`, and `^[inline ones]`. They are numbered by first mention and gathered at the note's end.

Definitions are read by mdit-py-plugins' rule. Its gathering is not used: it drops definitions that nothing mentions and all but
the last of two with one label, and here no text is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from papersite.regex import lazy_regex

_REFERENCE = lazy_regex(r"\[\^([^\]\[\s]{1,200})\]")
LABELLED = lazy_regex(r"\[\^[^\]\[\s]{1,200}\]:")  # how a definition begins
_DEEPEST = 4  # inline footnotes within inline footnotes


@dataclass(slots=True)
class Footnotes:
    """The footnotes of one note: what is defined, and what is mentioned, in that order."""

    defined: set[str] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)  # label to number, in order of mention
    mentions: dict[int, int] = field(default_factory=dict)  # number to how often it is mentioned
    inline: dict[int, list[Token]] = field(default_factory=dict)

    def mention(self, label: str) -> tuple[int, int]:
        """The number of a footnote, and of this mention of it."""
        number = self.numbers.setdefault(label, len(self.numbers) + 1)
        self.mentions[number] = self.mentions.get(number, 0) + 1
        return number, self.mentions[number]


def footnotes_of(env: object) -> Footnotes:
    """The footnotes of the note that an environment belongs to."""
    notes = env["notes"]  # type: ignore[index]
    assert isinstance(notes, Footnotes)
    return notes


def footnote_reference(state: StateInline, silent: bool) -> bool:
    """`[^label]`, if such a footnote is defined."""
    if not state.src.startswith("[^", state.pos):
        return False
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    notes = footnotes_of(state.env)
    if match is None or match[1] not in notes.defined:
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta["mention"] = notes.mention(match[1])
    state.pos = match.end()
    return True


def footnote_inline(state: StateInline, silent: bool) -> bool:
    """`^[text]`."""
    if not state.src.startswith("^[", state.pos):
        return False
    depth = state.env.get("footnote_depth", 0)
    end = parseLinkLabel(state, state.pos + 1) if depth < _DEEPEST else -1
    if end < 0:
        return False
    if not silent:
        notes = footnotes_of(state.env)
        mention = notes.mention(f"\n{len(notes.inline)}")
        tokens: list[Token] = []
        notes.inline[mention[0]] = tokens
        state.env["footnote_depth"] = depth + 1
        state.md.inline.parse(state.src[state.pos + 2 : end], state.md, state.env, tokens)
        state.env["footnote_depth"] = depth
        state.push("footnote_ref", "", 0).meta["mention"] = mention
    state.pos = end + 1
    return True


def take_out(tokens: list[Token]) -> tuple[list[Token], dict[str, list[Token]]]:
    """The tokens without footnote definitions, and the definitions by label; of two with one label, one after the other."""
    if not any(token.type == "footnote_reference_open" for token in tokens):
        return tokens, {}
    kept: list[Token] = []
    defined: dict[str, list[Token]] = {}
    open_labels: list[str] = []
    for token in tokens:
        if token.type == "footnote_reference_open":
            open_labels.append(token.meta["label"])
            defined.setdefault(token.meta["label"], [])
        elif token.type == "footnote_reference_close":
            open_labels.pop()
        elif open_labels:
            defined[open_labels[-1]].append(token)
        else:
            kept.append(token)
    return kept, defined


def gather(notes: Footnotes, defined: dict[str, list[Token]]) -> list[Token]:
    """The section of footnotes. Those that nothing mentions come last."""
    bodies = {notes.numbers[label]: tokens for label, tokens in defined.items() if label in notes.numbers}
    for number, children in notes.inline.items():
        inline = Token("inline", "", 0, children=children)
        bodies[number] = [Token("paragraph_open", "p", 1, block=True), inline, Token("paragraph_close", "p", -1, block=True)]
    for label, tokens in defined.items():
        if label not in notes.numbers:
            bodies[notes.numbers.setdefault(label, len(notes.numbers) + 1)] = tokens
    if not bodies:
        return []
    gathered = [Token("footnotes_open", "section", 1)]
    for number in sorted(bodies):
        opening = Token("footnote_open", "li", 1, meta={"number": number})
        back = Token("footnote_back", "", 0, meta={"number": number, "mentions": notes.mentions.get(number, 0)})
        body = bodies[number]
        if body and body[-1].type == "paragraph_close":
            gathered += [opening, *body[:-1], back, body[-1]]
        else:
            gathered += [opening, *body, back]
        gathered.append(Token("footnote_close", "li", -1))
    return [*gathered, Token("footnotes_close", "section", -1)]
