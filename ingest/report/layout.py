"""What the report's page shows, from top to bottom: its head, its sections, the frame of the document browser."""

from __future__ import annotations

from pathlib import Path

from ingest.report.figures import SHARE_STEPS
from ingest.report.markup import Markup, element, joined
from ingest.report.sample import HOW
from ingest.report.sections import RunFigures, look_first, rejects, removals, sites, still_repeating, totals

_KEYS = "j and k: next and previous document; n and p: next and previous span; / : search; Esc: back to the list"


def body(clean: Path, run: RunFigures, shown: int) -> Markup:
    """Return the body of the page; ``shown`` is how many documents its data holds."""
    name = clean.name or clean.resolve().name
    parts = (
        ("first", "Look here first", look_first(run)),
        ("removals", "What was removed", removals(run)),
        ("sites", "Sites", sites(run)),
        ("repeats", "What still repeats", still_repeating(run)),
        ("rejects", "Rejects", rejects(run)),
        ("documents", "Documents", _browser(shown, run.figures.all.documents)),
    )
    links = (element("a", title, href=f"#{id}") for id, title, _ in parts)
    head = element(
        "header",
        element("p", "ingest report", class_="brand"),
        element("h1", name),
        element("p", _when(run), class_="said"),
        totals(run),
        element("nav", *links, aria_label="Sections"),
    )
    sections = (
        element("section", element("h2", title), content, id=id, class_="part", tabindex=-1)
        for id, title, content in parts
    )
    return joined(head, element("main", *sections))


def _when(run: RunFigures) -> str:
    summary = run.summary
    if not summary:
        return "No run.json: the figures are of the records alone."
    versions = summary.get("versions")
    version = versions.get("ingest", "") if isinstance(versions, dict) else ""
    return f"Run of {str(summary.get('finished', ''))[:16].replace('T', ' ')}, ingest {version}"


def _browser(shown: int, records: int) -> Markup:
    if shown == records:
        said = f"All {records:,} documents, the worst first."
    else:
        said = f"{shown:,} of {records:,} documents, the worst first. {HOW}"
    script = element("p", "The browser of documents needs JavaScript, which is off.", class_="said noscript")
    lists = element(
        "div",
        element("p", "", id="found", role="status", class_="said"),
        element("ol", id="list"),
        element("button", "Show more", id="more", type="button", hidden=True),
        class_="list",
    )
    view = element("article", element("p", "Choose a document.", class_="said"), id="view", tabindex=-1)
    tip = element("div", id="tip", role="tooltip", hidden=True)
    return joined(
        element("p", said, class_="said"), script, _filters(), element("div", lists, view, class_="panes"), tip
    )


def _filters() -> Markup:
    steps = [element("option", "any share", value="")]
    for step in range(SHARE_STEPS):
        said = f"{100 * step // SHARE_STEPS}–{100 * (step + 1) // SHARE_STEPS} % removed"
        steps.append(element("option", said, value=step))
    return element(
        "form",
        element("input", type="search", name="q", placeholder="Search title, name, text", aria_label="Search"),
        *(_select(field, f"any {field}") for field in ("kind", "note", "language")),
        element("select", *steps, name="share", aria_label="Share removed"),
        *(_typed(field) for field in ("rule", "site")),
        element("button", "Clear", type="reset"),
        element("p", _KEYS, class_="said keys"),
        id="filters",
        role="search",
    )


def _select(field: str, said: str) -> Markup:
    return element("select", element("option", said, value=""), name=field, aria_label=field.capitalize())


def _typed(field: str) -> Markup:
    box = element("input", name=field, list=f"known-{field}", placeholder=f"any {field}", aria_label=field.capitalize())
    return joined(box, element("datalist", id=f"known-{field}"))
