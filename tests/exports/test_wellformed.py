"""Text in XML: every character that XML 1.0 knows stands as it is, and every other one is shown as U+FFFD."""

from __future__ import annotations

import sys

from papersite.exports.wellformed import xml_text


def is_char(code: int) -> bool:
    """The production Char of XML 1.0 (https://www.w3.org/TR/xml/#NT-Char)."""
    return code in (0x9, 0xA, 0xD) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF


def test_each_character_stands_or_is_shown_as_none() -> None:
    wrong = [code for code in range(sys.maxunicode + 1) if xml_text(chr(code)) != (chr(code) if is_char(code) else "\ufffd")]
    assert wrong == []


def test_a_line_end_beside_what_is_none_stays() -> None:
    assert xml_text("論文\n\x00\uffff\ud800。") == "論文\n\ufffd\ufffd\ufffd。"
