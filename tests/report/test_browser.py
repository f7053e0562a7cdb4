"""The report in a real browser: what is pressed does what it says, nothing runs or loads, and everybody can use it."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dirty_folder import EVIL, dirty_records
from runs import write

from ingest.batch import run
from ingest.options import Options
from ingest.report.report import write_report

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.slow,  # a browser is started
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: install it (Debian: chromium), or name it in CHROMIUM"),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser")
    raw = write(folder / "raw", {"crawl.jsonl": "\n".join(map(json.dumps, dirty_records(180)))})
    run(raw, folder / "clean", Options(language_engine="none"), workers=1)
    return write_report(folder / "clean").path


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="no playwright: pip install 'ingest[browser]'")
    with api.sync_playwright() as playwright:
        # Chromium refuses its sandbox to root, as which tests in containers run; the page is ours.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, report: Path) -> Iterator[Any]:
    """A page with the report, which keeps what it asked for, and what went wrong in it."""
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.asked, page.faults = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.faults.append(message.text))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("dialog", lambda dialog: (page.faults.append(dialog.message), dialog.dismiss()))
    page.goto(report.as_uri())
    yield page
    assert page.faults == []
    assert page.asked == [report.as_uri()]
    page.close()


def wait_for_listed(page: Any, count: int) -> None:
    """Wait until so many documents are left by the filters; the page's policy lets no test run a condition in it."""
    page.locator("#found", has_text=re.compile(rf"^{count} of ")).wait_for()


def test_filters_leave_what_they_name(page: Any) -> None:
    wait_for_listed(page, 182)
    assert page.locator("#list li").count() == 50
    page.click("#more")
    assert page.locator("#list li").count() == 100
    page.select_option("[name=kind]", "read_also")
    wait_for_listed(page, 60)
    page.fill("[name=site]", "harbour.example")
    wait_for_listed(page, 0)
    page.click("[type=reset]")
    wait_for_listed(page, 182)
    page.fill("[name=q]", "ring the courier")
    wait_for_listed(page, 60)


def test_bar_of_a_chart_shows_its_documents(page: Any) -> None:
    page.click("a[href='#rule=en.read-also']")
    assert page.input_value("[name=rule]") == "en.read-also"
    wait_for_listed(page, 60)
    assert page.locator("#view .cut").count() >= 1


def test_span_says_why_it_went_on_hover_and_on_focus(page: Any) -> None:
    page.click("a[href='#rule=en.read-also']")
    page.locator("#view .cut").first.hover()
    assert "en.read-also" in page.inner_text("#tip")
    assert "Moved to related." in page.inner_text("#tip")
    page.mouse.move(0, 0)
    page.locator("#view .cut").first.focus()
    assert page.locator("#tip").is_visible()


def test_keys_go_through_documents_and_spans(page: Any) -> None:
    page.click("#list li:first-child button")
    first = page.inner_text("#view h3")
    page.keyboard.press("j")
    assert page.inner_text("#view h3") != first
    page.keyboard.press("k")
    assert page.inner_text("#view h3") == first
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.className").startswith("cut ")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('aria-current')") == "true"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_document_that_means_harm_is_text(page: Any) -> None:
    page.fill("[name=q]", "alert(1)")
    wait_for_listed(page, 1)
    page.click("#list li button")
    shown = EVIL.replace("\u202e", "⟨U+202E⟩").replace("\u202c", "⟨U+202C⟩")
    assert page.inner_text("#view h3") == shown
    assert page.locator("#view :is(script, style, img, a, iframe)").count() == 0
    assert page.locator("script").count() == 2
    assert page.locator("body").is_visible()


def test_worst_comes_first(page: Any) -> None:
    assert page.locator(".first li").first.inner_text().startswith("60 documents of courier.example")
    assert page.locator("#list .note.bad").first.is_visible()
    page.click("#site-table thead button >> text=share removed")
    shares = page.evaluate("[...document.querySelectorAll('#site-table tbody tr')].map(r => +r.cells[4].dataset.value)")
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_report_fits_and_has_no_serious_fault_of_access(page: Any, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe: pip install 'ingest[browser]'")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for group in page.locator("details").all():
        group.evaluate("each => { each.open = true; }")
    found = axe.Axe().run(page).response["violations"]
    serious = [
        (fault["id"], node["html"][:120])
        for fault in found
        for node in fault["nodes"]
        if fault["impact"] in ("serious", "critical")
    ]
    assert serious == []
