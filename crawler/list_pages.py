"""Reading a list page of a crawl: from what was recorded, and where that is empty from what a browser shows of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.reread import keep_listing
from pipelines.whole import payload_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.visit import Visit
    from pipelines.pagers.paging import PageRequest
    from pipelines.payload import ListReading, Payload


class ListPages:
    """Reads the list pages of a visit, and keeps what they list."""

    def __init__(self, crawler: Crawler, visit: Visit) -> None:
        self._crawler = crawler
        self._visit = visit

    async def read(self, response: Response, section: str) -> ListReading:
        """What a list page lists; after a 304 what the payload lists that it stands for."""
        visit = self._visit
        number = response.meta["capture"]
        captured = response.meta["captured"]
        if response.status == 304:
            captured = visit.archive.capture(visit.archive.payload_capture(number))
        # The fragment is never sent, but on some sites it says which column is meant.
        assert response.request is not None
        asked: PageRequest = response.meta["asked"]
        how = asked if asked.method != "GET" or asked.headers else None
        payload = replace(payload_of(captured, visit.profile), url=response.request.url, request=how)
        reading = await visit.pool.read_list(payload)
        keep_listing(visit.archive, number, reading)
        if visit.renders and reading.is_empty:
            return await self._rendered(payload, number, section) or reading
        return reading

    async def _rendered(self, payload: Payload, capture: int, section: str) -> ListReading | None:
        """What a list page that was empty lists in a browser; None where it could not be rendered."""
        from crawler.rendering import captured_page, rendering_request  # noqa: PLC0415  they need the browser's library

        page = captured_page(self._visit.archive, capture)
        request = rendering_request(payload.url, page, meta={"purpose": "list", "section": section})
        assert self._crawler.engine is not None
        try:
            await self._crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001  the walk says that the list was empty; the failure is recorded
            self._visit.add_note(f"{payload.url} could not be rendered: {error}")
            return None
        rendered = payload_of(request.meta["captured"], self._visit.profile)
        reading = await self._visit.pool.read_list(replace(rendered, url=payload.url))
        keep_listing(self._visit.archive, request.meta["capture"], reading)
        return reading
