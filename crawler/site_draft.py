"""A site file that is written by a command: its text, the rules in it proved on the pages they came from, its place."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from crawler.errors import SiteFileExists
from crawler.findings import Finding
from crawler.site import bare_host, host_of
from crawler.site_file import read_site_file
from pipelines.profile import Profile

_NO_NAME: Final = re.compile(r"[^a-z0-9]+")
_PUBLIC: Final = frozenset({"gov", "com", "net", "org", "edu", "ac", "cn"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a new site file is to say."""

    key: str
    name: str
    start: str
    section: str
    delay: float
    private: bool
    confirmed: date
    hosts: tuple[str, ...] = ()
    """Hosts beside that of the list."""
    profile: Profile = field(default_factory=Profile)
    scripts: bool = False
    """Whether its pages were empty until a browser had run their scripts."""
    notes: tuple[str, ...] = ()
    """What was found, for the comments; addresses and counts, no words of the articles."""

    @property
    def home(self) -> str:
        """The address of the site's front page."""
        return home_of(self.start)

    def as_toml(self) -> str:
        """The text of the file."""
        profile = self.profile
        lines = [
            f"# Written by `govpress sites add {_comment(self.start)}` on {self.confirmed}, from what was found there:",
            *(f"#   {_comment(note)}" for note in self.notes),
            f"name      = {_text(self.name)}",
            f"home      = {_text(self.home)}",
        ]
        if profile.family:
            lines.append(f"family    = {_text(profile.family)}")
        if self.private:
            lines.append("private   = true")
        if self.scripts:
            lines.append("scripts   = true")
        lines.append(f"confirmed = {self.confirmed.isoformat()}")
        if self.hosts:
            lines.append(f"hosts     = [{', '.join(map(_text, self.hosts))}]")
        lines += ["", "[pace]", f"delay = {self.delay:g}"]
        lines += ["", "[[section]]", f"name  = {_text(self.section)}", f"start = {_text(self.start)}"]
        lines.append('# schedule = "15 8-20/4 * * *"   # Asia/Shanghai')
        if profile.article or profile.body:
            lines += ["", "[page]"]
        if profile.article:
            lines.append(f"article = {_expression(profile.article)}")
        if profile.body:
            lines.append(f"body    = [{', '.join(map(_text, profile.body))}]")
        return "\n".join(lines) + "\n"


def write_draft(draft: Draft, folder: Path) -> Path:
    """Write the file into the folder, which is made where it is not there; the path.

    It is read back first, so that what is written is valid. Raises `SiteFileExists`, never overwrites.
    """
    text = draft.as_toml()
    with tempfile.TemporaryDirectory() as apart:
        trial = Path(apart) / f"{draft.key}.toml"
        trial.write_text(text, encoding="utf-8")
        read_site_file(trial)
    path = folder / f"{draft.key}.toml"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise SiteFileExists(draft.key, path) from None
    return path


def key_of_host(url: str) -> str:
    """A key for a site from its host: lasa for www.lasa.gov.cn, wlj-lasa for wlj.lasa.gov.cn."""
    host = bare_host(host_of(url))
    labels = [label for label in re.split(r"[.:\[\]]+", host) if label]
    own = labels if labels[-1].isdigit() else [label for label in labels if label not in _PUBLIC] or labels
    return _NO_NAME.sub("-", "-".join(own).lower()).strip("-") or "site"


def home_of(url: str) -> str:
    """The address of the front page of the site that an address is on."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def with_rule(profile: Profile, name: str, value: str | tuple[str, ...]) -> Profile:
    """The profile with one rule more."""
    return replace(profile, **{name: value})  # type: ignore[arg-type]


def line(finding: Finding) -> str:
    """A finding in one line."""
    return f"{finding.what}: {finding.found}{f' ({finding.where})' if finding.where else ''}"


def _comment(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]", " ", text)


def _text(text: str) -> str:
    # JSON's strings are TOML's basic strings, but for the one control character that JSON leaves as it is.
    return json.dumps(text.replace("\x7f", " "), ensure_ascii=False)


def _expression(text: str) -> str:
    return f"'{text}'" if "'" not in text and text.isprintable() else _text(text)
