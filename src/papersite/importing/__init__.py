"""Importing: a dump split into one Markdown file for each note, so that the dump can be left behind.

    dumps ─▶ notes ─┐
    folder's files ─┼─▶ plan_import ─▶ a Change for each file ─▶ written
    last import's ──┘

`plan` decides, from texts alone: `matching` finds which note is which of the last import, `merging` puts three states of a file
together (`three_way` for lines), `names` calls new files, `note_file` writes and reads one. Only `folder` touches the disk;
`words` tells what was done. A note keeps its format and its place in the dump in its front matter, and the reader of front
matter gives them back (`formats.front_matter.imports`), so that nothing further on knows the difference.
"""

from papersite.importing.folder import Import, import_dumps
from papersite.importing.plan import Change, Outcome, plan_import
from papersite.importing.words import advice, as_lines

__all__ = ["Change", "Import", "Outcome", "advice", "as_lines", "import_dumps", "plan_import"]
