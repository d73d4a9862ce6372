"""A study meeting's page cut into topics: which lines are marks, whose topic it is, and which lines are its text.

A line is a mark by its shape (see `marks`) and by where it stands: presenters and sections stand apart, instructions
stand before the first topic, and a title without a kind tag comes first after a presenter or a section, or has a property
table below that repeats it. Nothing here makes notes or Markdown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from papersite.formats.copied import item_text, width
from papersite.formats.dates import find_date
from papersite.formats.property_table import read_property_table
from papersite.formats.study_meeting.marks import (
    MeetingLine,
    TopicLine,
    is_detail,
    is_instruction,
    is_small_word,
    read_meeting_line,
    read_presenter,
    read_section,
    read_topic_line,
    titled,
)
from papersite.regex import lazy_regex

_LONGEST_TITLE = 300  # characters
_WIDEST_TITLE = 200  # columns, of a title that only its place shows to be one
_MOST_CHROME = 5  # written lines above the meeting's own line
_LONGEST_CHROME = 60  # characters of one
_MOST_INSTRUCTIONS = 12  # lines, blank ones too
_SENTENCE = lazy_regex(r"[。．.:：、,;；]$|^[※→⇒>＞|`・•@＠]|^https?://")
_NUMBER = lazy_regex(r"[\d\s#第回]+")


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting that topics belong to, and the lines that say so."""

    line: MeetingLine
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Presenter:
    """Who presents the topics that follow, and the line that says so."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: where it stands, what its first line says (None if there was no title), and the lines of its text."""

    first: int
    line: TopicLine | None
    title_lines: tuple[int, ...]
    meeting: Meeting | None
    presenter: Presenter | None
    text: tuple[int, ...]
    stray: tuple[int, ...] = ()  # lines of the text that stand above its title, and belonged to nothing


@dataclass(frozen=True, slots=True)
class Page:
    """A page's topics in order; dropped lines with their rules; presenters without a topic."""

    topics: tuple[Topic, ...]
    dropped: tuple[tuple[int, str], ...]
    idle: tuple[Presenter, ...]
    meetings: tuple[Meeting, ...]


def read_page(lines: Sequence[str], code: Sequence[bool]) -> Page:
    """The topics of a page. `code` says which lines are code, and so no marks."""
    reader = _Reader(lines, code)
    for number in range(1, len(lines) + 1):
        reader.read(number)
    return reader.finished()


class _Reader:
    """Reads a page from top to bottom; `topic` is open once its first line was seen."""

    def __init__(self, lines: Sequence[str], code: Sequence[bool]) -> None:
        self._lines, self._code = lines, code
        self._before, self._after = _written_neighbours(lines)
        self._has_gaps = not all(line.strip() for line in lines)
        presenters = [n for n, line in enumerate(lines, start=1) if read_presenter(line) and not code[n - 1]]
        self._presenters_below = bool(presenters) and all(
            self._before[n - 1] and read_topic_line(lines[self._before[n - 1] - 1]) for n in presenters
        )
        self._has_presenters = bool(presenters)
        self._topics_stand_apart = any(
            self._stands_apart(number)
            for number, line in enumerate(lines, start=1)
            if line[:1] in tuple("[［【#") and read_topic_line(line) and not code[number - 1]
        )
        self._first_meeting: MeetingLine | None = None
        self._meetings: list[Meeting] = []
        self._presenter: Presenter | None = None
        self._presented = True  # whether the presenter has a topic
        self._idle: list[Presenter] = []
        self._topic: Topic | None = None
        self._text: list[int] = []  # of the open topic; before there is one, lines that belong to nothing yet
        self._stray: tuple[int, ...] = ()
        self._topics: list[Topic] = []
        self._dropped: list[tuple[int, str]] = []
        self._seen = 0  # written lines
        self._instructions = range(0)
        self._title_to_come = False

    def read(self, number: int) -> None:
        line = self._lines[number - 1]
        if not line.strip() or self._code[number - 1]:
            self._text.append(number)
            return
        self._seen += 1
        if number in self._instructions:
            self._dropped.append((number, "meeting-instructions"))
        elif line[0].isspace() or not self._read_mark(number, line):
            self._read_other(number, line)

    def finished(self) -> Page:
        self._close()
        self._retire()
        homeless = [number for number in self._text if self._lines[number - 1].strip()]
        if homeless:
            self._text = []
            self._open(homeless[0], None, ())
            self._text = homeless
            self._close()
        held = {topic.meeting for topic in self._topics}
        self._dropped += [(each.lines[0], "meeting-without-topic") for each in self._meetings if each not in held]
        return Page(tuple(self._topics), tuple(self._dropped), tuple(self._idle), tuple(self._meetings))

    # marks

    def _read_mark(self, number: int, line: str) -> bool:
        """Whether a bare line is a mark; if so, it was read."""
        if (topic := self._topic_at(number, line)) is not None:
            self._open(number, topic, (number,))
        elif (name := self._presenter_at(number)) is not None:
            self._present(Presenter(name, number))
        elif (meeting := self._meeting_at(number, line)) is not None:
            self._meet(number, meeting)
        elif self._is_section(number, line):
            self._close()
            self._retire()
            self._presenter = None
            self._dropped.append((number, "section-heading"))
        else:
            return False
        return True

    def _read_other(self, number: int, line: str) -> None:
        """A line that is no mark: a title known by its place, a note to writers, or text."""
        bare = not line[0].isspace() and item_text(line) is None
        if self._title_to_come and self._topic and bare:
            kind = self._topic.line.kind if self._topic.line else None
            self._topic = replace(self._topic, line=titled(line, kind), title_lines=(*self._topic.title_lines, number))
            self._title_to_come = False
        elif self._topic is None and self._presenter is not None:
            stated = bare and len(line) <= _LONGEST_TITLE and not line.rstrip().endswith("。")
            self._open(number, titled(line) if stated else None, (number,) if stated else ())
            if not stated:
                self._text.append(number)
        elif self._topic is None and self._is_boilerplate(number, line):
            return
        elif bare and (self._opens_section(number, line) if self._topic is None else self._heads_table(number, line)):
            self._open(number, titled(line), (number,))
        else:
            self._text.append(number)

    def _topic_at(self, number: int, line: str) -> TopicLine | None:
        """The topic that a tagged line begins. Within a topic's text such a line must stand apart, or it is a reference."""
        topic = read_topic_line(line)
        if topic is None or self._topic is None or not self._topics_stand_apart:
            return topic
        after = self._after[number - 1]
        in_list = after == number + 1 and self._lines[after - 1] != line and read_topic_line(self._lines[after - 1]) is not None
        return None if in_list or self._before[number - 1] == number - 1 else topic

    def _presenter_at(self, number: int) -> str | None:
        name = read_presenter(self._lines[number - 1])
        if name is None:
            return None
        after = self._after[number - 1]
        below = self._lines[after - 1] if after else ""
        if after and read_topic_line(below):
            return name
        if self._topic is not None and self._follows_text(number) and not self._presenters_below:
            return None  # a mention at the end of a paragraph
        is_word = is_small_word(name)
        if after != number + 1 and not is_word:
            return name
        is_title = bool(after) and item_text(below) is None and not _SENTENCE.search(below.strip()) and below[0] != "["
        return name if is_title and (after != number + 1 or not is_word) else None

    def _meeting_at(self, number: int, line: str) -> MeetingLine | None:
        meeting = read_meeting_line(line)
        if meeting is None:
            return None
        if self._first_meeting is None and not self._topics and self._topic is None and self._presenter is None:
            return meeting if self._seen <= _MOST_CHROME + 1 else None
        if self._before[number - 1] == number - 1:
            return None
        if self._first_meeting and meeting.name and _unnumbered(meeting.name) == _unnumbered(self._first_meeting.name):
            return meeting
        return meeting if meeting.is_named and self._is_mark_below(number) else None

    def _is_mark_below(self, number: int) -> bool:
        after = self._after[number - 1]
        if not after:
            return False
        below = self._lines[after - 1]
        return self._is_mark(below) or is_instruction(below)

    def _is_section(self, number: int, line: str) -> bool:
        whose = read_section(line)
        if whose is None:
            return False
        return self._topic is None or self._is_mark_below(number) or (bool(whose) and self._stands_apart(number))

    def _follows_text(self, number: int) -> bool:
        """Whether the line above is written, on a page where blank lines are left to tell."""
        return self._has_gaps and self._before[number - 1] == number - 1

    def _stands_apart(self, number: int) -> bool:
        return self._before[number - 1] != number - 1 and self._after[number - 1] != number + 1

    # titles known by their place, and what stands before the first topic

    def _opens_section(self, number: int, line: str) -> bool:
        """Whether a bare line at the top of a section is the title of a topic: it stands apart, and text of its own follows.

        Where people present, the first section's topics stand below their names.
        """
        after = self._after[number - 1]
        if not self._meetings or (self._has_presenters and not self._topics):
            return False
        if not after or self._is_mark_below(number) or self._follows_text(number):
            return False
        leads = after != number + 1 or item_text(self._lines[after - 1]) is not None
        return leads and width(line) <= _WIDEST_TITLE and not _SENTENCE.search(line.rstrip())

    def _heads_table(self, number: int, line: str) -> bool:
        if self._follows_text(number) or len(line) > _LONGEST_TITLE:
            return False
        table = read_property_table(self._lines, number + 1, line)
        return table is not None and table.names(line)

    def _is_boilerplate(self, number: int, line: str) -> bool:
        """Whether a line before any topic is a note to writers or says who met; if so, it is dropped."""
        if is_instruction(line):
            self._instructions = range(number, self._end_of_instructions(number))
            self._dropped.append((number, "meeting-instructions"))
            return True
        if self._meetings and is_detail(line):
            self._dropped.append((number, "meeting-details"))
            written = find_date(line)
            if written and written.date and self._meetings[-1].line.date is None:
                last = self._meetings[-1]
                self._meetings[-1] = Meeting(replace(last.line, date=written.date), (*last.lines, number))
            return True
        return False

    def _end_of_instructions(self, first: int) -> int:
        """The line below some instructions: the first mark, if one is near, or else the first blank line."""
        near = range(first + 1, min(first + _MOST_INSTRUCTIONS, len(self._lines)) + 1)
        mark = next((number for number in near if self._is_mark(self._lines[number - 1])), None)
        return mark or next((number for number in near if not self._lines[number - 1].strip()), near.stop)

    def _is_mark(self, line: str) -> bool:
        return bool(read_topic_line(line) or read_presenter(line) or read_section(line) is not None)

    # opening and closing

    def _meet(self, number: int, line: MeetingLine) -> None:
        self._close()
        self._retire()
        self._presenter = None
        if self._first_meeting is None:
            self._first_meeting = line
            above = [each for each in self._text if self._lines[each - 1].strip()]
            if all(len(self._lines[each - 1]) <= _LONGEST_CHROME for each in above):
                self._dropped += [(each, "page-chrome") for each in above]
                self._text = []
        self._meetings.append(Meeting(line, (number,)))

    def _present(self, presenter: Presenter) -> None:
        if self._presenters_below and self._topic is not None and self._topic.presenter is None:
            self._topic = replace(self._topic, presenter=presenter)
            return
        self._close()
        self._retire()
        self._presenter, self._presented = presenter, False

    def _open(self, number: int, line: TopicLine | None, title_lines: tuple[int, ...]) -> None:
        self._close()
        if not any(self._lines[each - 1].strip() for each in self._text):
            self._text = []
        meeting = self._meetings[-1] if self._meetings else None
        self._topic = Topic(number, line, title_lines, meeting, self._presenter, (), tuple(self._text))
        self._text = []
        self._presented = True
        self._title_to_come = line is not None and not line.title

    def _close(self) -> None:
        if self._topic is not None:
            self._topics.append(replace(self._topic, text=tuple(self._text)))
            self._topic, self._text = None, []
        self._title_to_come = False

    def _retire(self) -> None:
        """A presenter without a topic: the page names nobody's."""
        if self._presenter is not None and not self._presented:
            self._idle.append(self._presenter)
            self._dropped.append((self._presenter.number, "presenter-without-topic"))
        self._presented = True


def _written_neighbours(lines: Sequence[str]) -> tuple[list[int], list[int]]:
    """For each line the number of the written line before it and of the one after it; 0 if there is none."""
    before, after = [0] * len(lines), [0] * len(lines)
    last = 0
    for index, line in enumerate(lines):
        before[index] = last
        if line.strip():
            last = index + 1
    last = 0
    for index in range(len(lines) - 1, -1, -1):
        after[index] = last
        if lines[index].strip():
            last = index + 1
    return before, after


def _unnumbered(name: str) -> str:
    return _NUMBER.sub("", name).casefold()
