"""One note's file in three states put together: as the dump was imported last, as the user left it, as the dump is now.

Fields are merged one by one, the body by lines. Where both sides changed the same thing the user's stays and is told. The text
of the user's front matter is kept as it is written (order, quotes, comments), but for fields that the dump changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from papersite.formats.front_matter.block import Value, read_block
from papersite.importing.note_file import Row, as_yaml
from papersite.importing.three_way import merge_lines

BODY = "body"
SOURCE = "source"  # where the note stands in the dump: always the dump's to say
# Lists whose order says little: what either side added or took away is merged.
_SETS = frozenset({"tags", "urls", "aliases"})


@dataclass(frozen=True, slots=True)
class Field:
    """A field as written: its lines, what YAML reads there, and the comments that follow."""

    lines: tuple[str, ...]
    value: Value
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteFile:
    """A file in its parts: the opening fence, the fields, the closing fence with the blank lines below, the body."""

    head: tuple[str, ...]
    fields: Mapping[str, Field]
    foot: tuple[str, ...]
    body: tuple[str, ...]

    def text(self) -> str:
        """The file."""
        fields = [line for field in self.fields.values() for line in (*field.lines, *field.comments)]
        return "\n".join((*self.head, *fields, *self.foot, *self.body, ""))


@dataclass(frozen=True, slots=True)
class Merged:
    """A file brought up to date: what the dump changed, what is the user's own, and where the two disagree."""

    text: str
    changed: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()


def take_apart(text: str) -> NoteFile | None:
    """A file with YAML front matter in its parts; None where it has none that can be read key by key."""
    lines = text.split("\n")
    block = read_block(lines)
    if block is None or not block.readable or block.language != "yaml":
        return None
    starts = [entry.line for entry in block.entries]
    if any(one >= other for one, other in pairwise(starts)):
        return None
    ends = [start - 1 for start in starts[1:]] + [block.last - 1]
    fields = {
        entry.key: _field(lines[start - 1 : end], entry.value)
        for entry, start, end in zip(block.entries, starts, ends, strict=True)
    }
    first = next((n for n in range(block.last, len(lines)) if lines[n].strip()), len(lines))
    last = next((n for n in range(len(lines), first, -1) if lines[n - 1].strip()), first)
    head = lines[: starts[0] - 1] if starts else lines[: block.last - 1]
    return NoteFile(tuple(head), fields, tuple(lines[block.last - 1 : first]), tuple(lines[first:last]))


def _field(lines: Sequence[str], value: Value) -> Field:
    end = len(lines)
    while end > 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return Field(tuple(lines[:end]), value, tuple(lines[end:]))


def differences(one: str, other: str) -> tuple[str, ...]:
    """The parts in which two files differ, but for where they stand in their dumps."""
    if one == other:
        return ()
    first, second = take_apart(one), take_apart(other)
    if first is None or second is None:
        return (BODY,)
    keys = [key for key in {**second.fields, **first.fields} if key != SOURCE]
    found = [key for key in keys if _value(first, key) != _value(second, key)]
    return (*found, *([BODY] if first.body != second.body else []))


def merge_files(base: str, mine: str, theirs: str) -> Merged:
    """The user's file with what the dump changed since the base. What both changed stays the user's."""
    changed, own = differences(base, theirs), differences(base, mine)
    if mine == base:
        return Merged(theirs, changed)
    before, now, dump = take_apart(base), take_apart(mine), take_apart(theirs)
    if now is not None and SOURCE not in now.fields:
        return Merged(mine, (), (SOURCE,))  # the user has made the note their own
    if before is None or now is None or dump is None:
        return Merged(mine, (), own, changed)
    disputed = []
    fields = dict(now.fields)
    for key in (SOURCE, *(key for key in changed if key != BODY)):
        field, agreed = _merge_field(key, before.fields.get(key), now.fields.get(key), dump.fields.get(key))
        if not agreed:
            disputed.append(key)
        elif field is None:
            fields.pop(key, None)
        elif key in fields:
            fields[key] = replace(field, comments=fields[key].comments)
        else:
            fields = _inserted(fields, key, field, list(dump.fields))
    body = now.body
    if BODY in changed:
        merged = merge_lines(before.body, now.body, dump.body)
        if merged is None:
            disputed.append(BODY)
        else:
            body = merged
    made = replace(now, fields=fields, body=body)
    if body and not now.body:
        made = replace(made, foot=dump.foot)
    text = mine if made == now else made.text()
    return Merged(text, tuple(part for part in changed if part not in disputed), own, tuple(disputed))


def _merge_field(key: str, base: Field | None, mine: Field | None, theirs: Field | None) -> tuple[Field | None, bool]:
    """A field's new state, None for none, and whether both sides can agree to it."""
    was, own, other = (field.value if field else None for field in (base, mine, theirs))
    if own == other:
        return mine, True
    if own == was or key == SOURCE:
        return theirs, True
    if key in _SETS and all(value is None or isinstance(value, tuple) for value in (was, own, other)):
        before, here, there = (tuple(value or ()) for value in (was, own, other))
        values = [value for value in there if value in here or value not in before]
        values += [value for value in here if value not in before and value not in there]
        return _written(key, tuple(values)), True
    return mine, False


def _written(key: str, values: Value) -> Field | None:
    if not isinstance(values, tuple) or not values:
        return None
    texts = [value for value in values if isinstance(value, str)]
    return Field(tuple(as_yaml({key: Row(texts)}).rstrip("\n").split("\n")), values)


def _inserted(fields: Mapping[str, Field], key: str, field: Field, order: list[str]) -> dict[str, Field]:
    """The fields with a new one behind those that stand before it in the dump's order."""
    before = set(order[: order.index(key)])
    place = max((number for number, known in enumerate(fields, start=1) if known in before), default=0)
    entries = list(fields.items())
    return dict([*entries[:place], (key, field), *entries[place:]])


def _value(file: NoteFile, key: str) -> Value:
    field = file.fields.get(key)
    return field.value if field else None
