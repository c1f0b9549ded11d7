"""One small reader a pager. Nothing is imported here: a crawl's own process needs the types in `paging` alone."""
