"""What every web server should say of the files of a site, as tables: headers, types, what is packed, what may be kept."""

from types import MappingProxyType

MISSING = "404.html"

# A page needs nothing but its own site's files, and Pagefind's engine, which is WebAssembly. No page belongs into a frame.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),  # for what is older than frame-ancestors
    ("Referrer-Policy", "same-origin"),  # the words of a search are in its address
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),  # copying a citation stays allowed
)
HSTS = ("Strict-Transport-Security", "max-age=31536000")

# Every ending that the site has, and .wasm should Pagefind call its engine so. Of what is text the answer says UTF-8, where its
# type knows a charset: without it a CSV is read in whatever a browser takes for Japanese.
TYPES = MappingProxyType({
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "csv": "text/csv",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "xml": "application/xml",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "wasm": "application/wasm",
    "pagefind": "application/octet-stream",
    "pf_meta": "application/octet-stream",
    "pf_index": "application/octet-stream",
    "pf_fragment": "application/octet-stream",
})
FEEDS = MappingProxyType({"feed.xml": "application/atom+xml", "feed.json": "application/feed+json"})  # types of these names
WITH_CHARSET = tuple(ending for ending, kind in TYPES.items() if kind.startswith("text/"))
# To be packed on the way. The files of the search are gzip inside and read as such by its script, which must get them as they are:
# packing them again gains nothing, and Content-Encoding by their ending would have browsers unpack them before the script does.
PACKED = tuple(kind for kind in (*TYPES.values(), *FEEDS.values())
               if kind.startswith("text/") or kind.endswith(("json", "xml")))

# Parts of the index are called by a hash of what they hold: they never change. Everything else is asked for again each time,
# which costs an answer without content as long as it is the same.
FOREVER = "public, max-age=31536000, immutable"
ASKED = "no-cache"
HASHED = r"(?:\.pf_(?:meta|index|fragment)|facets\.[0-9a-f]+\.json)$"  # how their names end, in any of the three dialects
HASHED_FOLDER = "search/index/"

# Files whose name begins with a dot: what the program says to itself. Certificates are renewed by one that has to be seen.
HIDDEN = r"/\.(?!well-known/)"
