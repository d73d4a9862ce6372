"""What the types of libraries of references say of a record: a paper, an article, or software.

The names are CSL's (https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types) and Zotero's
(https://www.zotero.org/support/kb/item_types_and_fields).
"""

from __future__ import annotations

from papersite.model import Kind

_ARTICLES = frozenset((
    "webpage", "post-weblog", "post", "blogPost", "book", "newspaperArticle", "article-newspaper", "article-magazine",
    "magazineArticle", "presentation", "encyclopediaArticle", "entry-encyclopedia", "forumPost", "videoRecording", "podcast",
))  # fmt: skip
_SOFTWARE = frozenset(("software", "computerProgram", "dataset"))


def kind_of_type(name: str) -> Kind:
    """What a record of a type is; a paper unless its type says another thing."""
    return Kind.SOFTWARE if name in _SOFTWARE else Kind.ARTICLE if name in _ARTICLES else Kind.PAPER
