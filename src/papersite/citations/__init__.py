"""References: how notes name other papers, and which record each name means.

A reference is read from a note's body as it is written (`[Paper Note] Title, Author+, Venue'YY, YYYY.MM`, an arXiv link, an
entry under 関連 / 先行研究 / References). Resolving needs every record, so it happens once, in the library stage. Nothing here
renders anything: a resolved reference is a slug, an unresolved one keeps its text.

    reading       a note's body -> its references    resolving    references and records -> links
    words         letters, words without marks       missing      papers cited but not noted
    surface       lines, lists, labels               contexts     what is said around a reference
    addresses     links and identifiers              shape        Title, Author+, Venue'YY, YYYY.MM
    entries       entries of reference sections      bibliography what the words of an entry say
    mentions      names in running text
"""

from papersite.citations.missing import unread
from papersite.citations.reading import read_references
from papersite.citations.resolving import links, resolve

__all__ = ["links", "read_references", "resolve", "unread"]
