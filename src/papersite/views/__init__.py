"""What a template sees: one frozen view per template, and the page that carries it.

A page is a pure function of its view. So a view holds ready values only: small cards instead of records, addresses instead
of slugs, and no word of the interface (those are the template's, by `strings`). Addresses of the site's own pages stand from
the site's root without a leading slash and percent-encoded; a template puts `frame.root` before them. A type for what has a
page and another for what has none keep a template from linking to what does not exist.
"""

from papersite.views.frame import FeedLink, Frame, SiteView
from papersite.views.lists import (
    GroupView,
    HomeView,
    IndexSection,
    IndexView,
    MapArea,
    MapTopic,
    PapersView,
    TagBranch,
    TagsView,
    TagView,
    UnreadPaper,
    UnreadView,
)
from papersite.views.overviews import (
    Change,
    ChangeDay,
    ChangeMonth,
    ChangesView,
    GraphView,
    Surroundings,
    TimelineMonth,
    TimelineView,
    TimelineYear,
)
from papersite.views.pages import Export, NotFoundView, Page, Prose, RedirectView, View, Volume
from papersite.views.paper import Beside, CitedElsewhere, CitedHere, ImageView, Mention, Near, NoteView, PaperView, Registered
from papersite.views.parts import Anchor, Card, Chip, Counted, Excerpt, Month, OutLink, PaperLink, Part

__all__ = [
    "Anchor",
    "Beside",
    "Card",
    "Change",
    "ChangeDay",
    "ChangeMonth",
    "ChangesView",
    "Chip",
    "CitedElsewhere",
    "CitedHere",
    "Counted",
    "Excerpt",
    "Export",
    "FeedLink",
    "Frame",
    "GraphView",
    "GroupView",
    "HomeView",
    "ImageView",
    "IndexSection",
    "IndexView",
    "MapArea",
    "MapTopic",
    "Mention",
    "Month",
    "Near",
    "NotFoundView",
    "NoteView",
    "OutLink",
    "Page",
    "PaperLink",
    "PaperView",
    "PapersView",
    "Part",
    "Prose",
    "RedirectView",
    "Registered",
    "SiteView",
    "Surroundings",
    "TagBranch",
    "TagView",
    "TagsView",
    "TimelineMonth",
    "TimelineView",
    "TimelineYear",
    "UnreadPaper",
    "UnreadView",
    "View",
    "Volume",
]
