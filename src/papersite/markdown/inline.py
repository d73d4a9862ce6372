"""The inline parser: which rule looks at which character, and what else stops it.

markdown-it asks every rule at every special character; here each rule names the characters it starts at, so that a note with
more kinds of markup costs no more time. Addresses and references are found in the whole text beforehand and come as *stops*:
places where something begins that no single character announces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

from papersite.markdown.emphasis import flanking

InlineRule = Callable[[StateInline, bool], bool]
PairRule = Callable[[StateInline], None]

# A stop: where it begins, its rank among stops at one place, and what takes over there: it may push tokens and move on. A stop
# that other markup ran over is still called, with the position past it.
Take = Callable[["State"], None]
Stop = tuple[int, int, Take]

_NOWHERE = 1 << 60


class State(StateInline):
    """The state of one inline text, with the amended flanking rules and with stops."""

    stops: tuple[Stop, ...] = ()
    next_stop = _NOWHERE
    stop_index = 0

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803
        """The run of delimiters at `start`: whether it can open, whether it can close, its length."""
        marker = self.src[start]
        end = start + 1
        while end < self.posMax and self.src[end] == marker:
            end += 1
        can_open, can_close = flanking(self.src, start, end, self.posMax, canSplitWord)
        return Scanned(can_open, can_close, end - start)

    def set_stops(self, stops: Iterable[Stop]) -> None:
        """The stops of this text."""
        self.stops = tuple(sorted(stops, key=lambda stop: stop[:2]))
        self.next_stop = self.stops[0][0] if self.stops else _NOWHERE

    def take_stop(self) -> None:
        """Let the next stop take over."""
        take = self.stops[self.stop_index][2]
        self.stop_index += 1
        self.next_stop = self.stops[self.stop_index][0] if self.stop_index < len(self.stops) else _NOWHERE
        take(self)


class InlineParser(ParserInline):
    """An inline parser over a literal table of rules: name, first characters, rule. Order counts among rules of a character."""

    def __init__(
        self,
        rules: tuple[tuple[str, str, InlineRule], ...],
        pairs: tuple[PairRule, ...],
        find_stops: Callable[[str, Any], list[Stop]],
    ) -> None:
        super().__init__()
        self._rules: dict[str, tuple[InlineRule, ...]] = {}
        for _, chars, rule in rules:
            for char in chars:
                self._rules[char] = (*self._rules.get(char, ()), rule)
        self._pairs = pairs
        self._find_stops = find_stops
        # `]` starts nothing, but ends the label of a link.
        self._special = re.compile("[" + re.escape("".join(self._rules)) + "\\]]").search

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """The tokens of an inline text."""
        stops = self._find_stops(src, env)
        if not stops and not self._special(src):
            tokens.append(Token("text", "", 0, content=src))
            return tokens
        state = State(src, md, env, tokens)
        if stops:
            state.set_stops(stops)
        self.tokenize(state)
        while state.stop_index < len(state.stops):
            state.take_stop()
        if state.delimiters or any(state.tokens_meta):
            for pair in self._pairs:
                pair(state)
        return state.tokens

    def tokenize(self, state: StateInline) -> None:
        """Push the tokens of `state.src[state.pos:state.posMax]`."""
        assert isinstance(state, State)
        src, end, special, rules = state.src, state.posMax, self._special, self._rules
        deep = state.level >= state.md.options.maxNesting
        pos = state.pos
        ahead = -1  # the next special character; kept while stops cut the text before it into pieces
        while pos < end:
            if state.next_stop <= pos:
                state.take_stop()
                pos = state.pos
                continue
            if ahead < pos:
                match = special(src, pos, end)
                ahead = match.start() if match else end
            if ahead > pos:
                stop = min(ahead, state.next_stop)
                state.append_pending(src[pos:stop])
                pos = state.pos = stop
                continue
            for rule in rules.get(src[pos], ()) if not deep else ():
                if rule(state, False):
                    break
            else:
                state.append_pending(src[pos])
                state.pos = pos + 1
            pos = state.pos
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802
        """Step over one token without making it; what lies inside the label of a link is found so."""
        pos = state.pos
        if (known := state.cache.get(pos)) is not None:
            state.pos = known
            return
        rules = self._rules.get(state.src[pos])
        if rules is None:
            match = self._special(state.src, pos + 1, state.posMax)
            state.pos = match.start() if match else state.posMax
        elif state.level >= state.md.options.maxNesting:
            state.pos = state.posMax
        else:
            state.level += 1
            for rule in rules:
                if rule(state, True):
                    break
            else:
                state.pos += 1
            state.level -= 1
        state.cache[pos] = state.pos
