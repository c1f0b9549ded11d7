"""Asking an archive's pages as a reader does, and what must hold for every answer."""

from tests.unit.archive.inert import inert


async def told(ds, path):
    """What a page tells as JSON."""
    answer = await ds.client.get(f"/press/-/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def shown(ds, path):
    """A page's markup, in which nothing runs."""
    answer = await ds.client.get(f"/press/-/{path}")
    assert answer.status_code == 200, answer.text
    assert inert(answer.text) == []
    return answer.text
