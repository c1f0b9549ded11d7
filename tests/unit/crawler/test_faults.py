"""A fault of the archive in the log of a crawl."""

import logging

from archive.errors import ArchiveError
from crawler.faults import faults_told_once


def log_fault(log, error):
    try:
        raise error
    except type(error):
        log.exception("Error processing a page")


def test_a_fault_of_the_archive_is_told_once_and_without_a_traceback(caplog):
    log = logging.getLogger("test of faults")
    logging.getLogger().setLevel(logging.INFO)
    with faults_told_once():
        for _ in range(3):
            log_fault(log, ArchiveError("no space left for press.db"))
        log_fault(log, ValueError("of a page"))
    assert [(record.getMessage(), bool(record.exc_info)) for record in caplog.records] == [
        ("no space left for press.db", False),
        ("Error processing a page", True),
    ]
