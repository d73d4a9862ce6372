"""Markdown as Japanese researchers write it: a body to HTML, its headings, its plain text.

A rendered body depends on nothing but its text, its references and the settings; `fill` puts in later what depends on other
notes: where a reference leads, and where an image is. Everything else in this folder is how; these names are what.
"""

from papersite.markdown.filling import fill
from papersite.markdown.rendering import first_sentence, outline, plain_text, read, render
from papersite.markdown.values import BodyProblem, ImageFile, MarkdownOptions, Reading, Rendered

__all__ = [
    "BodyProblem",
    "ImageFile",
    "MarkdownOptions",
    "Reading",
    "Rendered",
    "fill",
    "first_sentence",
    "outline",
    "plain_text",
    "read",
    "render",
]
