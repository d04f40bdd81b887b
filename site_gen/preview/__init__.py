"""A content folder in, its site on this machine's own address out, anew with every saved file; nothing is published or kept.

In the order of an edit: `watch` (folders → what was saved), `shown` (that → the site as it is now, and its pages when they are
asked for), `overlay` (problems → what lies over every page), `files` (a path that is no page → its file), `front` (what is answered,
whom to tell), `server` (who may ask). `rest` is what
takes longer than a person waits: feeds, data files and the index of the search, which a process of its own writes beside.
"""

from site_gen.preview.front import News, Say
from site_gen.preview.server import FIRST_PORT, NoPort, serve

__all__ = ["FIRST_PORT", "News", "NoPort", "Say", "serve"]
