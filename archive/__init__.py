"""KEEPING: the versioned archive of captures, readings, versions and changes in one SQLite file."""
