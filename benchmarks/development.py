#!/usr/bin/env python3
"""Clean the development corpora and score the result with the scorers that came with them.

    python benchmarks/development.py --shared ../shared [--only text|manual|html|seeds] [--held-back] [--out DIR]

The site layer is off. Sites are split by a hash of their name: a fifth is held back, and scored alone with
``--held-back`` (look at its numbers, not at its pages). Of texts, the scorer's numbers are followed by the tables of
``tables.py``; but for the held-back part, OUT/text/examples.txt has up to five lines of each kind.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import json
import re
import runpy
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

from tables import print_tables

from ingest import Cleaner, RawDocument
from ingest.vocabulary import DocumentKind

Row = dict[str, object]


def rows(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def is_held_back(row: Row) -> bool:
    """True if a row is of the fifth of sites whose pages are not looked at."""
    host = (urlsplit(str(row.get("url") or "")).hostname or str(row["id"])).split(".")
    return zlib.crc32(".".join(host[-2:]).encode()) % 5 == 0


Reading = Callable[[Row], Row]


def data_of(row: Row) -> str | bytes:
    if "html_b64" in row:
        return base64.b64decode(str(row["html_b64"]))
    return str(row.get("html") or row.get("text") or "")


def kind_of(row: Row) -> DocumentKind:
    return "html" if "html" in row or "html_b64" in row else "text"


def by_ingest(cleaner: Cleaner) -> Reading:
    def reading(row: Row) -> Row:
        url = str(row.get("url") or "") or None
        article = cleaner.clean(RawDocument(data_of(row), name=str(row["id"]), kind=kind_of(row), url=url))
        return {
            "text": article.text,
            "title": article.title,
            "authors": list(article.authors),
            "date": article.published,
            "language": article.language,
            "removed": [(cut.rule, cut.kind, cut.text) for cut in article.removed],
        }

    return reading


def by_trafilatura(row: Row) -> Row:
    """Read a page as trafilatura does by default, comments off and metadata on: the peer of the HTML tables."""
    import trafilatura

    url = str(row.get("url") or "") or None
    found = trafilatura.bare_extraction(data_of(row), url=url, include_comments=False, with_metadata=True)
    if found is None or isinstance(found, dict):  # a dict if it is asked for one
        return {"text": ""}
    authors = [name for name in (found.author or "").split("; ") if name]
    return {"text": found.text, "title": found.title, "authors": authors, "date": found.date}


_BETWEEN = re.compile(r"\s+[|｜–—»·•/-]+\s+|\s*[_|｜]\s*|\s+:\s+")
_HEADLINE = re.compile(r"\"(?:headline|alternativeHeadline)\"\s*:\s*(\"(?:[^\"\\\\]|\\\\.)*\")")
_SOCIAL = "//meta[@property='og:title' or @name='og:title' or @property='twitter:title' or @name='twitter:title']/@*"


def headlines(row: Row) -> set[str]:
    """Return what a page calls its headline: main headings and JSON-LD's as they are; titles for social media and of
    the page without a tail that ends in the site's name or host."""
    from lxml import html

    data = data_of(row)
    encoding = "utf-8" if isinstance(data, str) else None
    source = data.encode("utf-8", "replace") if isinstance(data, str) else data
    page = html.fromstring(source, parser=html.HTMLParser(encoding=encoding))
    stated = [" ".join(heading.itertext()) for heading in page.iter("h1")]
    for script in page.xpath("//script[contains(@type, 'ld+json')]"):
        stated += [json.loads(headline, strict=False) for headline in _HEADLINE.findall(script.text or "")]
    # Names and contents: some of the pages were saved by a parser that writes "value" for "content".
    titles = [*map(str, page.xpath(_SOCIAL)), *(title.text or "" for title in page.iterfind("head/title"))]
    sites = [str(name) for name in page.xpath("//meta[@property='og:site_name']/@content")]
    names = {_letters(name) for name in [*sites, urlsplit(str(row.get("url") or "")).hostname or ""]} - {""}
    stated += [_without_tail(" ".join(title.split()), names) for title in titles]
    return {unescape(" ".join(text.split())) for text in stated if text.strip()}


def _without_tail(title: str, names: set[str]) -> str:
    for cut in _BETWEEN.finditer(title):
        end = _letters(_BETWEEN.split(title[cut.end() :])[-1])
        if len(end) > 2 and any(end in name or (name in end and len(end) < 2 * len(name)) for name in names):
            return title[: cut.start()]
    return title


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def print_headlines(tool: Path, chosen: list[Row], predictions: Mapping[str, list[str]]) -> None:
    """Print how many titles are a headline of their page, whichever of several the gold's authors chose."""
    norm = runpy.run_path(str(tool))["norm"]
    titled = [row for row in chosen if row.get("gold_title")]
    if not titled:
        return
    known = {str(row["id"]): {norm(text) for text in headlines(row)} for row in titled}
    for name, lines in predictions.items():
        titles = {line["id"]: line.get("title") for line in map(json.loads, lines)}
        right = sum(norm(titles[id]) in texts for id, texts in known.items())
        print(f"{name}: title is a headline of its page {right / len(known):.3f}  ({len(known)} pages)")
    right = sum(norm(row["gold_title"]) in known[str(row["id"])] for row in titled)
    print(f"the gold's {right / len(known):.3f}", flush=True)


def run(
    tool: Path,
    corpora: list[Path],
    readings: Mapping[str, Reading],
    out: Path,
    held_back: bool | None,
    extra: list[str],
) -> dict[str, float]:
    """Read the rows of some corpora, each by every reading in turn, and print their scores; return the seconds of CPU
    that each reading took."""
    out.mkdir(parents=True, exist_ok=True)
    chosen = [row for path in corpora for row in rows(path) if held_back is None or is_held_back(row) == held_back]
    corpus = out / "corpus.jsonl"
    corpus.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in chosen), encoding="utf-8")
    spent = dict.fromkeys(readings, 0.0)
    predicted: dict[str, list[str]] = {name: [] for name in readings}
    for reading in readings.values():
        reading(chosen[0])
    for row in chosen:
        for name, reading in readings.items():
            began = time.process_time()
            read = reading(row)
            spent[name] += time.process_time() - began
            line = {"id": row["id"], "scraper": row.get("scraper"), **read}
            predicted[name].append(json.dumps(line, ensure_ascii=False) + "\n")
    for name, lines in predicted.items():
        predictions = out / f"{name}.jsonl"
        predictions.write_text("".join(lines), encoding="utf-8")
        order = [corpus, predictions] if tool.name == "score_html.py" else [predictions, corpus]
        print(
            f"{out.name}, by {name}: {len(chosen)} documents, {1000 * spent[name] / len(chosen):.2f} ms CPU each",
            flush=True,
        )
        subprocess.run([sys.executable, str(tool), *map(str, order), *extra], check=True)
    if tool.name == "score_html.py":
        print_headlines(tool, chosen, predicted)
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--only", choices=("text", "manual", "html"))
    parser.add_argument("--datasets", help="of HTML: comma-separated names")
    parser.add_argument("--reader", default="auto", help="of HTML: trafilatura, fast or auto")
    parser.add_argument("--peer", action="store_true", help="of HTML: also trafilatura alone, page by page")
    parser.add_argument("--held-back", action="store_true", help="score the held-back fifth of sites")
    parser.add_argument("--all", action="store_true", help="score all sites, held back or not")
    parser.add_argument("--rules", action="append", default=[], help="a rule folder on top")
    parser.add_argument("--out", type=Path, default=Path("build/development"))
    parser.add_argument("--bootstrap", default="100")
    args = parser.parse_args()
    ours = by_ingest(Cleaner(site_rules=False, rules=args.rules, reader=args.reader))
    held_back = None if args.all else args.held_back
    corpora, tools = args.shared / "corpora", args.shared / "tools"
    boots = ["--bootstrap", args.bootstrap]
    if args.only in (None, "text"):
        texts, out = sorted((corpora / "text").glob("*.jsonl.gz")), args.out / "text"
        looked_at = held_back is False
        lines = ["--lines", str(out / "lines.tsv")] if looked_at else []
        run(tools / "score_text.py", texts, {"ingest": ours}, out, held_back, [*boots, *lines])
        print_tables(
            args.shared, out / "corpus.jsonl", out / "ingest.jsonl", out / "examples.txt" if looked_at else None
        )
    if args.only in (None, "manual"):
        out = args.out / "manual"
        # Hand labels: few texts, so all of them are looked at.
        lines = ["--bootstrap", "0", "--lines", str(out / "lines.tsv")]
        run(tools / "score_text.py", [corpora / "text_manual_dev.jsonl"], {"ingest": ours}, out, None, lines)
    if args.only in (None, "html"):
        readings = {"ingest": ours, **({"trafilatura": by_trafilatura} if args.peer else {})}
        spent = Counter[str]()
        for path in sorted((corpora / "html").glob("*.jsonl.gz")):
            name = path.name.removesuffix(".jsonl.gz")
            if args.datasets is None or name in args.datasets.split(","):
                spent.update(run(tools / "score_html.py", [path], readings, args.out / name, held_back, boots))
        if spent["trafilatura"]:
            print(f"CPU of all pages together, ingest's by trafilatura's: {spent['ingest'] / spent['trafilatura']:.2f}")


if __name__ == "__main__":
    main()
