"""A text in, the statutes it cites out, each with its place in the text; knows a table of statutes, no assessment."""

from site_gen.citations.brackets import may_define
from site_gen.citations.canonical import squeezed
from site_gen.citations.law import Law, Laws, Renumbering
from site_gen.citations.pieces import provisions
from site_gen.citations.provision import Provision
from site_gen.citations.titles import Known
from site_gen.citations.walk import Citation, citations, definitions

__all__ = [
    "Citation", "Known", "Law", "Laws", "Provision", "Renumbering", "citations", "definitions", "may_define", "provisions",
    "squeezed",
]
