"""The verdicts of reading: why a page is no article, and what the caller should do about it.

ReadError
├── UndecodableBody
├── NotAPage
├── EmptyShell
├── BlockPage
├── NotAnArticle
│   ├── MissingPage
│   ├── ListPage
│   ├── LeadsOn
│   └── LaterPage
└── ProfileError
"""

from __future__ import annotations


class ReadError(ValueError):
    """A page could not be read as an article; keep its capture, keep this reason, and do not retry blindly."""

    exit_code = 3


class UndecodableBody(ReadError):
    """No charset turns these bytes into text: keep them, and look at the page by hand."""


class NotAPage(ReadError):
    """The bytes are an image, a PDF or another file served as a page: keep it as an attachment."""


class EmptyShell(ReadError):
    """The page holds no text without running its scripts: render it with a browser, or find its data address."""


class BlockPage(ReadError):
    """A firewall or challenge answered in the site's place: leave the site alone for a while; never bypass it.

    Says nothing about whether the page still exists.
    """


class NotAnArticle(ReadError):
    """The page is there but holds no article."""


class MissingPage(NotAnArticle):
    """A page that says, with status 200, that the article is not there (soft 404): count it as absence."""


class ListPage(NotAnArticle):
    """A list of articles where an article was expected: read it with `read_listing`."""


class LeadsOn(NotAnArticle):
    """A page that holds nothing and sends its visitor on by a tag or a script: look at the address that it names."""


class LaterPage(NotAnArticle):
    """The second or a further page of an article: it is read with the first one, and is no article of its own."""


class ProfileError(ReadError):
    """A selector or label of the site's profile is not valid: mend the site file."""
