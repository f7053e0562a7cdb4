"""A real crawl of a server on this machine: the feed holds the records that a run makes of the same pages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from runs import HANG_GUARD, lines, prose, write
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector

from ingest.arrow import arrow_schema
from ingest.batch import run
from ingest.errors import UsageError
from ingest.integrations.scrapy import ArticlePipeline
from ingest.options import Options
from ingest.record import read_record

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

def slow(view):
    # At work until all pages have come in: where it held up the crawl, this would not be, and it gives up.
    pages, end = sys.modules["__main__"].Pages, time.monotonic() + 300
    if "SLOW" in "".join(block.text for block in view.blocks):
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


STATED = {
    "authors": ["Ann Lee"],
    "tags": ["bridge"],
    "section": "Local",
    "subtitle": "A short one",
    "published": "2024-01-01",
    "modified": "2024-01-02",
    "images": [{"url": "http://example.com/a.jpg", "caption": None}],
    "captions": [{"text": "The pier", "credit": None}],
    "related": [{"title": "Another pier", "url": None}],
    "canonical_url": "http://example.com/pier",
    "site_name": "The Courier",
    "author_bio": "Ann Lee writes.",
    "dateline": "ODESA",
    "copyright": "The Courier 2024",
    "language": "en",
    "title": "A pier",
}
# Fields of ours that a spider may have a use of its own for.
OWN = {"id": "77", "name": "pier", "source": "wire", "notes": ["by hand"], "quality": {"rank": 1}, "removed": ["one"]}
META = '<meta name="author" content="Page Author"><meta property="article:section" content="Page section">'
TEASER = "Read Also: Parliament votes on the budget"

STATING_SPIDER = """\
import dataclasses, json, pathlib
import attrs, scrapy

given = json.loads(pathlib.Path("given.json").read_text("utf-8"))
names = ["form", "body", "response", *given["names"]]
Story = dataclasses.make_dataclass("Story", [(name, object, None) for name in names])
Attrs = attrs.make_class("Attrs", {name: attrs.field(default=None) for name in names})
Item = type("Item", (scrapy.Item,), {name: scrapy.Field() for name in names})

class Pages(scrapy.Spider):
    name = "pages"

    async def start(self):
        yield scrapy.Request(given["url"])

    def parse(self, response):
        makers = {"dict": dict, "item": Item, "dataclass": Story, "attrs": Attrs}
        for form in given.get("forms", makers):
            for stated in given["stated"]:
                page = {} if {"text", "body"} & set(stated) else {"response": response}
                yield makers[form](form=form, **page, **stated)
"""
FORMS = ("dict", "item", "dataclass", "attrs")


def runspider(folder: Path, *settings: str) -> tuple[subprocess.CompletedProcess[str], list[dict[str, Any]]]:
    """Run the spider in a folder as Scrapy's own command does: how it ended, and what its feed holds."""
    command = [sys.executable, "-m", "scrapy", "runspider", "spider.py", "-O", "feed.jsonl:jsonlines"]
    pipeline = 'ITEM_PIPELINES={"ingest.integrations.scrapy.ArticlePipeline": 300}'
    chosen = [pipeline, "LOG_LEVEL=WARNING", "CONCURRENT_ITEMS=1", *settings]  # one by one they come in order
    arguments = [part for setting in chosen for part in ("-s", setting)]
    ran = subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=600, cwd=folder)
    feed = folder / "feed.jsonl"
    return ran, lines(feed) if feed.exists() else []


@pytest.fixture
def spider(tmp_path: Path, site: str, pages: Path) -> Callable[..., dict[str, list[dict[str, Any]]]]:
    """A crawl of one page: what comes of that and what a spider states of it, by form of item."""
    page = PAGE.format("The page's title", prose(1).replace("\n\n", "</p><p>"), "").replace("<head>", f"<head>{META}")
    write(pages, {"stating.html": page})

    def crawled(*stated: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
        given = {"url": f"{site}/stating.html", "names": arrow_schema().names, "stated": stated}
        write(tmp_path, {"spider.py": STATING_SPIDER, "given.json": json.dumps(given)})
        ran, found = runspider(tmp_path, "INGEST_FIELDS=html=body")
        assert (ran.returncode, ran.stderr) == (0, "")
        by_form = {form: [one for one in found if (one.get("form") or one["extra"]["form"]) == form] for form in FORMS}
        assert {len(made) for made in by_form.values()} == {len(stated)}
        return by_form

    return crawled


def test_what_a_spider_states_is_kept_whatever_the_item_is(spider: Any) -> None:
    empty: dict[str, object] = dict(zip(STATED, cycle([None, "", [], {}]), strict=False))
    for form, (known, unknown) in spider({"id": "known", **STATED}, {"id": "unknown", **empty}).items():
        assert {name: known[name] for name in STATED} == STATED, form
        assert {name: unknown[name] for name in ("authors", "section", "title")} == {
            "authors": ["Page Author"],
            "section": "Page section",
            "title": "The page's title",
        }, form
        for made in (known, unknown):
            assert made["text"] == prose(1)
            assert made["blocks"]
            assert made["made_by"]["reader"] == "fast"
            assert made["extra"] == {"form": form}
            read_record(json.dumps(made)) if form == "dict" else None


def test_field_that_a_spider_uses_otherwise_stays_its_own(spider: Any) -> None:
    stated = {**OWN, "authors": [{"name": "Ann Lee"}], "images": [{"url": "u", "path": "full/u.jpg"}], "tags": "bridge"}
    for form, (made,) in spider(stated).items():
        if form == "dict":  # a record, whose fields have types
            own = {name: value for name, value in stated.items() if name not in ("id", "tags", "authors")}
            assert made["extra"] == {**own, "form": form}
            assert (made["name"], made["tags"], made["authors"]) == ("77", ["bridge"], ["Ann Lee"])
        else:
            assert {name: made[name] for name in stated} == stated, form


def test_text_is_replaced_by_no_empty_one_but_where_it_is_all_cruft(spider: Any) -> None:
    page = {"body": f"<html><body><p>{TEASER}</p></body></html>", "text": "What the spider took from it."}
    for form, made in spider({"language": "en", **page}, {"language": "en", "text": TEASER}).items():
        beside, cruft = made
        assert [[cut["text"] for cut in one["removed"]] for one in made] == [[TEASER]] * 2, form
        assert (beside["extra"] if form == "dict" else beside)["text"] == page["text"], form
        assert cruft["text"] == "", form


def test_pipeline_maps_fields_beside_a_response(tmp_path: Path, site: str, pages: Path) -> None:
    given = {"url": f"{site}/0.html", "names": [], "forms": ["dict"], "stated": [{"headline": "The spider's"}]}
    write(tmp_path, {"spider.py": STATING_SPIDER, "given.json": json.dumps(given)})
    _, (made,) = runspider(tmp_path, "INGEST_FIELDS=title=headline")
    assert (made["title"], made["extra"]) == ("The spider's", {"form": "dict"})


FAULTY = "about: A rule without an end.\nrules:\n  - {id: global.a, kind: other, lin: a}\n"
WRONG = {
    "a field": ("INGEST_FIELDS=text=content,tilte=headline", "UsageError: INGEST_FIELDS: map: 'tilte'", "mean 'title'"),
    "a setting": ("INGEST_FILEDS=text=content", "UsageError: INGEST_FILEDS: no setting", "mean 'INGEST_FIELDS'"),
    "a rule": ("INGEST_RULES=faulty.yaml", "RuleError: faulty.yaml:3:", "'lin'"),
}


@pytest.mark.parametrize(("setting", "what", "fix"), WRONG.values(), ids=WRONG)
def test_wrong_setting_ends_the_crawl(
    tmp_path: Path, site: str, pages: Path, setting: str, what: str, fix: str
) -> None:
    given = {"url": f"{site}/0.html", "names": ["text"], "stated": [{"text": "raw"}]}
    write(tmp_path, {"spider.py": STATING_SPIDER, "given.json": json.dumps(given), "faulty.yaml": FAULTY})
    ran, stored = runspider(tmp_path, setting)
    assert ran.returncode != 0
    assert stored == []
    said = ran.stderr[ran.stderr.rindex("ingest.errors.") :]
    assert what in said
    assert fix in said


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ({"INGEST_OPTIONS": {"kep": ["caption"]}}, "INGEST_OPTIONS: 'kep' is no option.*\n.*mean 'keep'"),
        ({"INGEST_OPTIONS": "keep=caption"}, "INGEST_OPTIONS: .*\n  fix: a dict"),
        ({"INGEST_OPTIONS": {"max_removed": "half"}}, "INGEST_OPTIONS: "),
        ({"INGEST_FIELDS": {"html": "body"}}, "INGEST_FIELDS: it is an object, not a string\n  fix: a string, like"),
        ({"INGEST_FINDERS": {"a": "json.lods"}}, "INGEST_FINDERS: .*'lods'\n  fix: a dict"),
        ({"INGEST_RULES": ["nowhere"]}, "INGEST_RULES: no rules at 'nowhere'"),
        ({"INGEST_RULES": 7}, "INGEST_RULES: .*\n  fix: a list"),
        ({"INGEST_NON_ARTICLES": "dorp"}, "INGEST_NON_ARTICLES: 'dorp' .*\n  fix: did you mean 'drop'"),
        ({"INGEST_KEEP": 1, "INGEST_RULE": 1}, "INGEST_KEEP: no .*\n.*\nINGEST_RULE: no .*\n.*mean 'INGEST_RULES'"),
    ],
    ids=["option", "no JSON", "value", "no string", "finder", "no rules", "no list", "choice", "several"],
)
def test_wrong_setting_is_named_with_a_fix(settings: dict[str, object], what: str) -> None:
    crawler = Crawler(Spider, settings)
    crawler.stats = StatsCollector(crawler)
    with pytest.raises(UsageError, match=f"^{what}"):
        ArticlePipeline.from_crawler(crawler)


def test_item_that_comes_to_grief_is_counted_and_the_next_is_cleaned(tmp_path: Path, site: str, pages: Path) -> None:
    raising = """
def slow(view):
    if any("RAISE" in block.text for block in view.blocks):
        raise ValueError("a finder of somebody else's")
    return ()
"""
    stated = [{"text": "RAISE it is."}, {"text": prose(2)}]
    given = {"url": f"{site}/0.html", "names": ["text"], "stated": stated}
    write(tmp_path, {"spider.py": STATING_SPIDER + raising, "given.json": json.dumps(given), "slow.yaml": RULES})
    ran, found = runspider(
        tmp_path, 'INGEST_FINDERS={"slow": "spider.slow"}', "INGEST_RULES=slow.yaml", "LOG_LEVEL=INFO"
    )
    assert [made["text"] for made in found] == [prose(2)] * len(FORMS)
    counts = dict(re.findall(r"'ingest/(articles|rejected/\w+)': (\d+)", ran.stderr))
    assert counts == {"articles": "4", "rejected/failed": "4"}
