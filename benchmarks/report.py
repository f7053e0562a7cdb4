#!/usr/bin/env python3
"""Measure 'ingest report' on many made documents, or take the pictures of docs/report.md.

    python benchmarks/report.py --documents 100000
    python benchmarks/report.py --pictures docs/pictures

Prints seconds and memory of the report, its size, and, where playwright and Chromium are installed (extra
ingest[browser]; --chromium names it), how long a browser takes to open it and to filter. Pictures are taken of the
samples in raw/ with some made documents.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from ingest import Cleaner
from ingest.batch import run
from ingest.input_record import document_of
from ingest.options import Options
from ingest.report.report import write_report

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
_MADE = 3000  # documents that are cleaned: the others are these under other names, of other sites
_PICTURES = (
    ("report", "light", 1280),
    ("report", "dark", 1280),
    ("documents", "light", 1280),
    ("documents", "dark", 390),
)
_OPEN = "performance.timing.domContentLoadedEventEnd - performance.timing.navigationStart"
_FILTER = """([name, value]) => {
  const began = performance.now(), box = document.querySelector("[name=" + name + "]");
  box.value = value;
  return new Promise((done) => {
    const drawn = () => requestAnimationFrame(() => done(performance.now() - began));
    new MutationObserver(drawn).observe(document.getElementById("found"), {childList: true});
    box.dispatchEvent(new Event("input", {bubbles: true}));
  });
}"""


def write_clean(folder: Path, documents: int) -> None:
    """Write the records of so many documents of 300 sites, as no run has counted them."""
    from dirty_folder import dirty_records

    cleaner = Cleaner(Options(language_engine="none"))
    made = [document_of(record, str(at)) for at, record in enumerate(dirty_records(_MADE)) if record.get("text")]
    articles = [cleaner.clean(document) for document in made]
    folder.mkdir()
    with open(folder / "articles.jsonl", "wb") as lines:
        for number in range(documents):
            article = articles[number % len(articles)]
            site = f"{(number // len(articles)) % 100}.{article.site}"
            lines.write(
                msgspec.structs.replace(
                    article, name=f"{article.name}-{number}", id=f"{number:064x}", site=site
                ).encode()
                + b"\n"
            )


@contextmanager
def browser(chromium: str | None) -> Iterator[Any]:
    """Yield Chromium, None where it or playwright is not installed."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if chromium is None:
        yield None
        return
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


def measure(documents: int, chromium: str | None) -> None:
    """Print what the report of so many documents takes."""
    with tempfile.TemporaryDirectory() as work, browser(chromium) as opened:
        write_clean(Path(work, "clean"), documents)
        began = time.perf_counter()
        done = write_report(Path(work, "clean"))
        seconds = time.perf_counter() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(f"{done.records:,} records, {done.shown:,} shown: {seconds:.1f} s, {memory:.0f} MB at the most")
        print(f"size: {done.path.stat().st_size / 1e6:.2f} MB")
        if opened is not None:
            page = opened.new_page()
            page.goto(done.path.as_uri())
            print(f"open: {page.evaluate(_OPEN):.0f} ms")
            for name, value in (("kind", "read_also"), ("q", "bridge"), ("q", "council met")):
                print(f"filter {name}={value}: {page.evaluate(_FILTER, [name, value]):.0f} ms")


def take_pictures(folder: Path, chromium: str | None) -> None:
    """Write pictures of a report: of its head and its documents, light and dark, at a desk and on a phone."""
    from dirty_folder import dirty_records

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, browser(chromium) as opened:
        if opened is None:
            raise SystemExit("no playwright or no Chromium: pip install 'ingest[browser]', and --chromium PATH")
        shutil.copytree(ROOT / "raw", Path(work, "raw"))
        records = [record for record in dirty_records(120) if "script" not in str(record)]
        Path(work, "raw", "crawl.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
        run(Path(work, "raw"), Path(work, "clean"), Options(), workers=1)
        path = write_report(Path(work, "clean")).path
        for part, scheme, width in _PICTURES:
            page = opened.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page.goto(path.as_uri())
            if part == "documents":
                page.locator("#list button").nth(4).click()
                page.locator("#view .cut").nth(1).focus()
            page.screenshot(path=folder / f"{part}-{scheme}-{width}.png")
            page.close()


def main() -> None:
    """Measure, or take pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--pictures", type=Path, metavar="DIR")
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    given = parser.parse_args()
    if given.pictures:
        take_pictures(given.pictures, given.chromium)
    else:
        measure(given.documents, given.chromium)


if __name__ == "__main__":
    main()
