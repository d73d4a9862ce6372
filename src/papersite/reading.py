"""How long a text takes to read."""

from __future__ import annotations

import re

from papersite.regex import lazy_regex

# Silent reading of Japanese is measured at 400 to 600 characters a minute; of English at 238 words for non-fiction
# (Brysbaert 2019, https://doi.org/10.1016/j.jml.2019.104047), a little less for technical prose.
JAPANESE_CHARACTERS = 500
ENGLISH_WORDS = 230

_JAPANESE = lazy_regex(r"[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d]+")
_WORD = lazy_regex(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9'’-]*")
# Nobody reads an address letter by letter, and a formula or a listing is looked at rather than read.
_SKIPPED = lazy_regex(r"https?://[^\s)>\]]+|^(?P<fence>```|~~~).*?^(?P=fence)", re.MULTILINE | re.DOTALL)


def reading_minutes(*texts: str) -> int:
    """Minutes to read some Markdown texts, Japanese characters and English words counted apart; at least one."""
    minutes = 0.0
    for text in texts:
        words = _SKIPPED.sub(" ", text)
        minutes += len("".join(_JAPANESE.findall(words))) / JAPANESE_CHARACTERS + len(_WORD.findall(words)) / ENGLISH_WORDS
    return max(1, round(minutes))
