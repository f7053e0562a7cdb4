"""FiveFilters site configs: read, used in place, converted. The files here are ours; the real set is in ../shared."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from corpora import SHARED, needs_shared

from ingest import Cleaner
from ingest.errors import UsageError
from ingest.html.selectors import fault_of_selector
from ingest.options import Options
from ingest.rules.check.check import check
from ingest.rules.ftr.config import FATES, SiteConfig, host_of_config, read_config
from ingest.rules.ftr.convert import import_configs
from ingest.rules.ftr.folder import FtrFolder
from ingest.rules.load import load_rules

REAL = "ftr/ftr-site-config.tar.gz"
COURIER = """\
# A comment
title: //h1[@class='head']
author: substring-after(//p[@class='by'], 'by ')
date: //span[@class='day']
body: //div[@id='story']
strip: //div[@class='teaser']
strip_id_or_class: share-bar
strip_id_or_class: 'newsletter'
strip_image_src: /pixel.gif
find_string: <foo
replace_string: <p
replace_string(</foo>): </p>
prune: no
next_page_link: //a[@rel='next']
test_url: https://courier.example/a
"""
PARAGRAPHS = [
    f"<p>The council of ward {n} met on Tuesday evening and kept the old bridge open for a year.</p>" for n in range(5)
]
PAGE = f"""<html><body><h1 class="head">Bridge stays open</h1><p class="by">Written by Jane Doe</p>
<div id="story"><div class="teaser"><p>Another story that is teased here, at some length, for no good reason.</p></div>
{"".join(PARAGRAPHS)}<foo>The last paragraph was in an element of its own, which no reader would know.</foo>
<div class="x-share-bar-y">Share this</div></div>
<div><p>A paragraph that is outside the story, and so belongs to something else entirely, one thinks.</p></div>
</body></html>"""


def config(text: str, name: str = "courier.example.txt") -> SiteConfig:
    return read_config(text.encode(), name, fault_of_selector)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "ftr"
    root.mkdir()
    (root / "courier.example.txt").write_text(COURIER, encoding="utf-8")
    (root / ".courier.example.txt").write_text("strip: //nav\n", encoding="utf-8")
    (root / ".sport.courier.example.txt").write_text("strip: //aside\n", encoding="utf-8")
    (root / "LICENSE.txt").write_text("Not a site config.", encoding="utf-8")
    return root


def test_config_says_fields_rules_and_replacements() -> None:
    read = config(COURIER)
    assert read.faults == ()
    assert {field: len(found) for field, found in (read.file.fields or {}).items()} == {
        "title": 1, "authors": 1, "published": 1, "body": 1
    }  # fmt: skip
    assert [(rule.id, rule.kind, len(rule.selectors)) for rule in read.file.rules] == [
        ("ftr.courier.example.newsletter", "newsletter", 1),
        ("ftr.courier.example.other", "other", 1),
        ("ftr.courier.example.share", "share", 1),
        ("ftr.courier.example.teaser", "teaser", 1),
    ]
    assert read.file.replacements == (("<foo", "<p"), ("</foo>", "</p>"))
    assert [fault.line for fault in read.unconverted] == [11, 12, 14]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("strip_id_or_class: story-byline", "byline"),
        ("strip: //p[@class='author']", "byline"),
        ('strip: //div[contains(@class, "author-box")]', "author_box"),
        ("strip_id_or_class: relatedPosts", "related"),
        ("strip: //footer", "nav"),
        ("strip_id_or_class: article-body", "other"),
        ("strip_id_or_class: x7", "other"),
    ],
)
def test_kind_is_what_class_names_say_to_the_reader(line: str, kind: str) -> None:
    assert [rule.kind for rule in config(line).file.rules] == [kind]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("titl: //h1", "unknown directive 'titl'"),
        ("https://courier.example/a", "unknown directive 'https'"),
        ("just words", "is no directive"),
        ("body:", "without a value"),
        ("strip: //a[contain(@class, 'x')]", "no function 'contain'"),
        ("body: //div[contains(@class='x')]", "contains() takes 2 arguments"),
        ("strip: //div[", "XPath"),
        ("find_string: a", "without a replace_string"),
        ("replace_string: a", "without a find_string"),
    ],
)
def test_config_names_the_line_that_is_wrong(line: str, said: str) -> None:
    read = config(f"# first\n{line}\ntitle: //h1\n")
    assert [(fault.line, said in fault.what) for fault in read.faults] == [(2, True)]
    assert set(read.file.fields or {}) == {"title"}


@pytest.mark.parametrize(
    "line", ['replace_string(<p style="a: b">): <p>', "replace_string(f(x)): ", "replace_string(a): b: c"]
)
def test_replacement_may_hold_brackets_and_colons(line: str) -> None:
    ((find, _),) = config(line).file.replacements
    assert find in line
    assert find.count("(") == find.count(")")


@pytest.mark.parametrize("directive", sorted(FATES))
def test_rules_readme_names_every_directive(directive: str) -> None:
    readme = (Path(__file__).parents[2].parent / "rules" / "README.md").read_text(encoding="utf-8")
    assert directive in readme.split() or f"`{directive}" in readme or f"{directive}`" in readme


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("Example.com.txt", "example.com"), (".example.com.txt", ".example.com"),
        ("www.example.com.txt", "example.com"), ("LICENSE.txt", None),
        ("global.txt", None), ("README.md", None), ("a.b", None),
    ],
)  # fmt: skip
def test_host_is_in_the_name(name: str, host: str | None) -> None:
    assert host_of_config(name) == host


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("courier.example", "courier.example"), ("news.courier.example", ".courier.example"),
        ("live.sport.courier.example", ".sport.courier.example"), ("sport.courier.example", ".courier.example"),
        ("ourier.example", None), (None, None),
    ],
)  # fmt: skip
def test_host_is_served_by_its_own_file_or_the_longest_suffix(folder: Path, host: str | None, key: str | None) -> None:
    configs = FtrFolder(folder, fault_of_selector)
    assert (configs.serving(host) if configs.serving(host) in configs.paths else None) == key


def test_page_is_cleaned_by_the_config_of_its_host(folder: Path) -> None:
    article = Cleaner(ftr=folder, packaged=False).clean(PAGE, url="https://www.courier.example/a", kind="html")
    assert "teased here" not in article.text
    assert "outside the story" not in article.text
    assert "an element of its own" in article.text
    assert article.authors == ("Jane Doe",)
    assert {cut.rule for cut in article.removed} == {"ftr.courier.example.teaser", "ftr.courier.example.share"}
    assert [note.code for note in article.notes if note.code == "site-config"] == ["site-config"]


def test_rules_hash_covers_the_config_of_the_host_only(folder: Path) -> None:
    def hashes() -> list[str]:
        cleaner = Cleaner(ftr=str(folder), packaged=False)
        pages = [cleaner.clean(PAGE, url=f"https://{host}/a", kind="html") for host in ("courier.example", "b.example")]
        return [*(page.made_by.rules_sha256 for page in pages), cleaner.rules_sha256]

    before = hashes()
    (folder / "courier.example.txt").write_text(COURIER + "strip: //nav\n", encoding="utf-8")
    after = hashes()
    assert [a == b for a, b in zip(before, after, strict=True)] == [False, True, False]


def test_stale_config_takes_no_article_away(folder: Path) -> None:
    (folder / "courier.example.txt").write_text("body: //div[@class='teaser']\nstrip: //p\n", encoding="utf-8")
    article = Cleaner(ftr=folder, packaged=False).clean(PAGE, url="https://courier.example/a", kind="html")
    assert article.text.count("kept the old bridge open") == 5
    assert [note.code for note in article.notes].count("site-config") == 2


def test_site_file_of_ours_comes_after_the_config(folder: Path, tmp_path: Path) -> None:
    sites = tmp_path / "rules" / "sites"
    sites.mkdir(parents=True)
    own = "disable: [ftr.courier.example.other]\nfields: {title: h2}\n"
    (sites / "courier.example.yaml").write_text(own, encoding="utf-8")
    with pytest.raises(UsageError, match="turned off"):
        Options(ftr=str(folder), site_rules=False)
    rules = load_rules([tmp_path / "rules"], packaged=False, ftr=folder).select(None, "courier.example")
    assert [file.rank for file in rules.files] == sorted(file.rank for file in rules.files)
    assert "ftr.courier.example.other" not in {rule.id for rule in rules.rules()}


def test_import_writes_files_that_check(folder: Path, tmp_path: Path) -> None:
    imported = import_configs(folder, tmp_path / "mine")
    assert (imported.read, imported.written, len(imported.faults)) == (3, 2, 1)
    assert imported.unconverted_by_fate == {"network": 1, "source": 2}
    assert check([tmp_path / "mine"]).faults == ()
    rules = load_rules([tmp_path / "mine"], packaged=False).select(None, "courier.example")
    there = FtrFolder(folder, fault_of_selector).config("courier.example")
    assert there is not None
    assert [rule.selectors for rule in rules.rules()] == [rule.selectors for rule in there.file.rules]
    assert rules.files[0].fields == there.file.fields
    with pytest.raises(UsageError, match="there already"):
        import_configs(folder, tmp_path / "mine")


def test_folder_without_site_configs_is_a_wrong_call(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(UsageError, match="no site configs"):
            FtrFolder(path, fault_of_selector)


@needs_shared(REAL)
def test_real_site_configs_are_read_and_converted(tmp_path: Path) -> None:
    with tarfile.open(SHARED / REAL) as archive:
        archive.extractall(tmp_path / "real", filter="data")
    root = next(path for path in [tmp_path / "real", *(tmp_path / "real").iterdir()] if list(path.glob("*.txt")))
    imported = import_configs(root, tmp_path / "mine")
    assert imported.read >= 2030
    assert imported.rules >= 3000
    bad = [fault for fault in imported.faults if "XPath" in fault.what or "takes" in fault.what]
    assert len(bad) == 4
    assert len(imported.faults) < 60
    assert check([tmp_path / "mine"]).faults == ()
