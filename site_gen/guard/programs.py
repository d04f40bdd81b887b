"""What a picture says of the program that wrote it, and of the clock: harmless only where it says nothing else."""

import re

_VERSION = r"(?:,? ?/?v?(?:ersion ?)?[0-9]{1,4}(?:[._-][0-9A-Za-z]{1,5}){0,4}| Q(?:8|16|32)(?:-HDRI)?| x86_64| i686| aarch64| 20[0-9]{6})"
_PROGRAM = re.compile(
    r"(?:Adobe (?:ImageReady|Photoshop(?: (?:CC|CS|Elements|Lightroom|Lightroom Classic))?|Fireworks|Illustrator|Acrobat)|GIMP|Created with GIMP|"
    r"(?:ImageMagick|GraphicsMagick)|gnome-screenshot|Greenshot|ShareX|Snipping Tool|Screenshot|(?i:paint\.net)|Paint|Picasa|Google|"
    r"Microsoft (?:Office|Paint|PowerPoint|Word|Excel|Windows)|Windows Photo (?:Viewer|Editor|Gallery)|Microsoft Windows Photo Viewer|"
    r"(?:www\.)?[Ii]nkscape(?:\.org)?|[Mm]atplotlib|Pillow|LibreOffice|draw\.io|Skia|XnView(?: MP)?|IrfanView|JTrim|"
    r"CREATOR: gd-jpeg|Lavc|Compressed by jpeg-recompress|Optimized by JPEGmini)"
    rf"{_VERSION}{{0,5}}(?: \((?:Windows|Macintosh|Linux|using IJG JPEG v[0-9]{{2}})\))?(?:, (?:default quality|quality = [0-9]{{1,3}}))?"
    r"(?:,? https?://(?:www\.)?(?:imagemagick|matplotlib|gimp|inkscape)\.org/?)?\s*"
)
_MOMENT = re.compile(r"[0-9]{4}[-:][0-9]{2}[-:][0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
                     r"|(?:[A-Z][a-z]{2},? )?[0-9]{1,2} [A-Z][a-z]{2} [0-9]{4}(?: [0-9]{2}:[0-9]{2}:[0-9]{2}(?: (?:GMT|[+-][0-9]{4}))?)?"
                     r"|[A-Z][a-z]{2} [0-9]{1,2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2}(?: [AP]M)?(?: [A-Z]{3,4})?")


def is_program(said: str) -> bool:
    """Whether `said` is the name of a known program with its version, and nothing else."""
    return bool(_PROGRAM.fullmatch(said))


def is_moment(said: str) -> bool:
    """Whether `said` is a day with or without a time, and nothing else."""
    return bool(_MOMENT.fullmatch(said.strip()))
