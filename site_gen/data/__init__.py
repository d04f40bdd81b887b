"""Assessments in, what programs read of them out: JSON with its schema, CSV, DCAT, a sitemap. No page, no clock."""

from site_gen.data.catalog import catalogs
from site_gen.data.files import DataFile, data_files
from site_gen.data.rows import Source
from site_gen.data.sitemap import sitemaps
from site_gen.data.tables import OF_ROWS, STATES, STATES_EXPLAINED, TABLES, Column, Table, csv_columns

__all__ = [
    "OF_ROWS", "STATES", "STATES_EXPLAINED", "TABLES", "Column", "DataFile", "Source", "Table", "catalogs", "csv_columns",
    "data_files", "sitemaps",
]
