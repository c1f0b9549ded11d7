"""READING: bytes and a URL in, an Article or a Listing out; no files, no network, no clock."""
