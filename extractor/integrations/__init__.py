"""Engines that map tables: Ray Data, and any that maps pandas or Arrow record batches (Spark, Dask, DuckDB, Polars).

`extractor.integrations.ray` and `extractor.integrations.tables`. Both call the one pipeline; the
packages they are named after load when they are used.
"""
