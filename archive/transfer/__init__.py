"""In and out of an archive: snapshots, tables, WARC files, and the evidence of another archive."""
