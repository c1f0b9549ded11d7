"""The bytes of a capture: to be kept by whoever asks, or to be looked at where they can do nothing."""

from __future__ import annotations

import re
import sqlite3

from datasette.utils.asgi import Response

from archive.errors import CaptureNotFound, FixityError
from archive.evidence import Evidence
from archive.web.asked import Asked, Told

INERT = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
"""The policy for a page as it was received: no script runs, no form is sent, nothing is loaded from anywhere."""
# The policy alone keeps all of it from running and loading; without these a browser complains of each on its console.
# In bytes, as no second byte of a Chinese charset is one of `<`, `@` or white space; UTF-16 is left to the policy.
_LOADS = re.compile(
    rb"<(/?)(script|link|iframe|frame|object|embed|base|video|audio|source|applet|use|image)\b", re.IGNORECASE
)
_REFRESH = re.compile(rb"<meta(?=[^>]*http-equiv)(?![^>]*charset)", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"(?<=[\s\"'/])(src|srcset|background|poster|ping|on[a-z]+)(?=\s*=)", re.IGNORECASE)
_FETCHED = re.compile(rb"url\(|@import", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]{1,40})", re.IGNORECASE)
_MARKUP = ("text/html", "application/xhtml+xml")


def bytes_of(connection: sqlite3.Connection, asked: Asked) -> Told:
    """The bytes that a capture stands for, as received and with their Content-Encoding undone."""
    evidence = Evidence(connection)
    number = evidence.payload_capture(asked.number("capture") or 0)
    capture = evidence.capture(number)
    if not capture.body:
        raise CaptureNotFound(f"capture {number} has no body")
    try:
        payload: bytes | None = capture.payload
    except FixityError:  # damaged on its way to us; what arrived can still be had
        payload = None
    return {
        "body": capture.body,
        "payload": payload,
        "digest": capture.digest,
        "type": capture.header("content-type") or "",
    }


def download(told: Told, _: Asked) -> Response:
    """The bytes as received, as a file named by their digest; never shown by a browser."""
    name = told["digest"].replace(":", "-")
    headers = {"content-disposition": f'attachment; filename="{name}.bin"', "content-security-policy": INERT}
    return Response(told["body"], headers=headers, content_type="application/octet-stream")


def inert(told: Told, _: Asked) -> Response:
    """The page as it was received, where nothing of it runs or loads; what is no page is shown as text."""
    payload: bytes | None = told["payload"]
    policy = {"content-security-policy": INERT, "x-frame-options": "SAMEORIGIN", "referrer-policy": "no-referrer"}
    if payload is None:
        return Response.text("这些字节无法解压 · these bytes cannot be decompressed", headers=policy)
    kind = told["type"].partition(";")[0].strip().lower()
    charset = _CHARSET.search(told["type"])
    shown = "text/html" if kind in _MARKUP or not kind else "text/plain"
    # The charset that was sent, and none where none was: then the page's own words about it count, as they did then.
    return Response(
        _quiet(payload), headers=policy, content_type=f"{shown}; charset={charset[1]}" if charset else shown
    )


def _quiet(payload: bytes) -> bytes:
    """The page with nothing in it that asks for something else."""
    still = _LOADS.sub(rb"<\1template-\2", payload)
    still = _ATTRIBUTE.sub(rb"data-\1", _REFRESH.sub(b"<template-meta", still))
    return _FETCHED.sub(b"none(", still)
