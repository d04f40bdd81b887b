"""An assessment in, a document for people who do not write YAML out; what went out can come back through `importers`.

`layout` says what the workbook's columns and words mean to both, `sheets` lays an assessment out, `xlsx` writes it.
"""
