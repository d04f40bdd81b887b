"""Assessments in, what programs read of them out: JSON with its schema, CSV, DCAT, a sitemap. No page, no clock."""

from site_gen.data.catalog import Listed, catalog, catalog_of, listed
from site_gen.data.files import DataFile, Rows, files_of_all, files_of_one
from site_gen.data.rows import Source
from site_gen.data.sitemap import sitemaps
from site_gen.data.tables import OF_ROWS, STATES, STATES_EXPLAINED, TABLES, Column, Table, csv_columns

__all__ = [
    "OF_ROWS", "STATES", "STATES_EXPLAINED", "TABLES", "Column", "DataFile", "Listed", "Rows", "Source", "Table", "catalog",
    "catalog_of", "csv_columns", "files_of_all", "files_of_one", "listed", "sitemaps",
]
