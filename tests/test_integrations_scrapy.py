"""A real crawl of a server on this machine: the feed holds the records that a run makes of the same pages."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from runs import HANG_GUARD, lines, prose, write

from ingest.batch import run
from ingest.options import Options

PAGE = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{1}</p>{2}</article></body></html>"
BAD = {"empty.html": "", "menu.html": "<html><body><ul><li>Home</li><li>News</li></ul></body></html>"}

SPIDER = """\
import json, sys, time
from dataclasses import dataclass
import attrs, scrapy
from scrapy.crawler import CrawlerProcess

@dataclass
class Story:
    body: str = ""
    url: str = ""
    id: str = ""
    title: str = ""
    text: str = ""
    removed: list = None
    rank: int = 0

@attrs.define
class Attrs:
    body: str = ""
    url: str = ""
    title: str = ""
    text: str = ""

class Item(scrapy.Item):
    body, url, title, text = (scrapy.Field() for _ in range(4))

def slow(sheet):
    # At work until all pages have come in: where it held up the crawl, this would not be, and it gives up.
    pages, end = sys.modules["__main__"].Pages, time.monotonic() + 300
    if "SLOW" in "".join(line.text for line in sheet.lines):
        while pages.seen < 20 and time.monotonic() < end:
            pass
        pages.meanwhile = pages.seen
    return ()

class Pages(scrapy.Spider):
    name = "pages"
    seen = meanwhile = 0

    def parse(self, response):
        Pages.seen += 1
        name, kind = response.url.rpartition("/")[2], self.settings["KIND"]
        if kind == "response":
            yield {"response": response, "id": name}
        else:
            yield Story(body=response.text, url=response.url, rank=7)
            yield Attrs(body=response.text, url=response.url)
            yield Item(body=response.text, url=response.url)

def main(settings, urls):
    async def start(self):
        for url in urls:
            yield scrapy.Request(url, self.parse)
    Pages.start = start
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(Pages)
    process.crawl(crawler)
    process.start()
    stats = {key: value for key, value in crawler.stats.get_stats().items() if key.startswith("ingest/")}
    print(json.dumps({"stats": stats, "meanwhile": Pages.meanwhile}))

if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2:])
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    teaser = "<p>Read Also: Parliament votes on the budget</p>"
    stories = {f"{n}.html": PAGE.format(f"Story {n}", prose(n).replace("\n\n", "</p><p>"), teaser) for n in range(8)}
    return write(tmp_path / "site", stories | BAD)


@pytest.fixture
def site(pages: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(pages)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def crawl(tmp_path: Path, site: str, pages: Path, kind: str, **settings: object) -> tuple[list[dict[str, Any]], Any]:
    """Crawl all pages: what the crawl's own feed export wrote, and what it printed."""
    script, feed = tmp_path / "spider.py", tmp_path / "feed.jsonl"
    script.write_text(SPIDER, encoding="utf-8")
    chosen: dict[str, object] = {
        "ITEM_PIPELINES": {"ingest.integrations.scrapy.ArticlePipeline": 300},
        "FEEDS": {str(feed): {"format": "jsonlines", "overwrite": True}},
        "LOG_LEVEL": "ERROR",
        "KIND": kind,
        "TELNETCONSOLE_ENABLED": False,
    }
    urls = [f"{site}/{path.name}" for path in sorted(pages.iterdir())]
    command = [sys.executable, str(script), json.dumps(chosen | settings), *urls]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=HANG_GUARD, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert not ran.stderr, ran.stderr
    return (lines(feed) if feed.exists() else []), json.loads(ran.stdout)


def test_crawl_gives_the_records_of_a_run(tmp_path: Path, site: str, pages: Path) -> None:
    found, said = crawl(tmp_path, site, pages, "response")
    for path in list(pages.iterdir()):
        write(pages, {f"{path.name}.meta.json": json.dumps({"url": f"{site}/{path.name}"})})
    summary = run(pages, tmp_path / "clean", Options(), workers=1)
    expected = {record["name"]: record for record in lines(tmp_path / "clean" / "articles.jsonl")}
    assert {record["name"]: record for record in found} == expected
    stats = said["stats"]
    assert stats["ingest/articles"] == summary.records
    removed = {key.rpartition("/")[2]: count for key, count in stats.items() if key.startswith("ingest/removed/")}
    assert removed == summary.removed
    assert removed
    assert stats["ingest/rejected/empty"] == 1


@pytest.mark.slow
def test_items_of_any_kind_are_filled(tmp_path: Path, site: str, pages: Path) -> None:
    found, said = crawl(tmp_path, site, pages, "items", INGEST_NON_ARTICLES="drop", INGEST_FIELDS="html=body")
    item = {"body", "url", "title", "text"}
    story = item | {"id", "removed", "rank"}
    assert sorted(map(len, found)) == [4] * 16 + [7] * 8
    assert {story["title"] for story in found} == {f"Story {n}" for n in range(8)}
    for filled in found:
        assert set(filled) in (item, story)
        assert filled["text"] == prose(filled["title"].split()[1])
        assert filled.get("rank", 7) == 7
    assert (said["stats"]["ingest/rejected/bad-record"], said["stats"]["ingest/rejected/no-body"]) == (3, 3)


RULES = """\
about: A slow finder.
rules:
  - {id: global.slow, kind: other, finder: slow, then: drop, why: For a test., examples: {removes: [a], keeps: [b]}}
"""


@pytest.mark.slow
def test_slow_page_does_not_hold_up_the_crawl(tmp_path: Path, site: str, pages: Path) -> None:
    for path in pages.glob("*.html"):
        path.unlink()
    stories = {f"{n:02}.html": PAGE.format(n, prose(n or "SLOW"), "") for n in range(20)}
    write(pages, stories)
    write(tmp_path, {"slow.yaml": RULES})
    settings = {"INGEST_FINDERS": {"slow": "spider.slow"}, "INGEST_RULES": ["slow.yaml"], "DOWNLOAD_DELAY": 0.02}
    found, said = crawl(tmp_path, site, pages, "response", CONCURRENT_REQUESTS_PER_DOMAIN=1, **settings)
    assert len(found) == 20
    assert said["meanwhile"] == 20
