"""When an article was published and changed: as stated, as shown near its headline, as in its address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from ingest.html.dom import Element, text_of
from ingest.html.metadata.jsonld import strings
from ingest.html.metadata.near_headline import VisibleMetadata
from ingest.html.metadata.statements import PageStatements, stated_or_shown
from ingest.html.metadata.witnesses import Claim, Witness, believed
from ingest.text.dates import day_in, day_in_address, stated_time

# A line with the day is short, in characters, and is among the first lines, above the text: a longer line is prose.
_MAX_LINE, _PROSE, _MOST_LINES = 90, 150, 14
# So many elements marked as dates, and as bylines, are looked at.
_MOST_ELEMENTS = 6
# Pages state a time a dozen times at most.
_MOST_STATED = 30
_OF_CHANGE = re.compile(
    r"(?:^|\W)(?:(?:last\s+)?(?:updated?|modified|changed|edited)|upd|stand|zuletzt|aktualisiert|geändert|mis à jour|"
    r"actualizado|actualización|aggiornato|atualizado|bijgewerkt|oppdatert|opdateret|uppdaterad|güncelleme|"
    r"aktualizováno|zaktualizowano|aktualizacja|обновлено|оновлено|diperbarui|更新)\b",
    re.I,
)
_OF_PUBLICATION = re.compile(
    r"publi|pubbli|posted|veröffentlicht|erstellt|erschienen|gepubliceerd|publicer|опубл", re.I
)
_NOT_OF_ARTICLE = re.compile(r"\b(?:event|termin|deadline|start|until|bis zum|ab|from)\b", re.I)
# The attributes that scripts of a page read the time from.
_ATTRIBUTES = (
    "datetime",
    "content",
    "data-datetime",
    "data-date",
    "data-published",
    "data-time",
    "data-timestamp",
    "title",
)


def publication_times(
    stated: PageStatements,
    shown: VisibleMetadata,
    url: str | None,
    language: str | None = None,
    fetched_at: str | None = None,
) -> tuple[str | None, str | None]:
    """Return when an article was published and when it was last changed: as stated; else the time shown with the
    headline, the day in the address, or the day in a line near the headline.

    ``language`` tells days from months in "3/5/2024". A day before 1990 or more than two days after ``fetched_at``
    needs a second witness, see ``witnesses.py``.
    """
    publications = _stated_times(stated, "datePublished", "published", language)
    changes = _stated_times(stated, "dateModified", "modified", language)
    shown_changes: list[str] = []
    published = believed(
        chain(
            _claims(publications, "stated"),
            _claims(_time_with_headline(stated, shown, language), "shown"),
            _claims(_days_in_addresses(stated, url), "address"),
            _claims(_shown_days(shown, language, shown_changes), "shown"),
        ),
        fetched_at,
    )
    changed = believed(chain(_claims(changes, "stated"), _claims(shown_changes, "shown")), fetched_at)
    return _with_hour(published, publications), _with_hour(changed, changes)


def _claims(times: Iterable[str], witness: Witness) -> Iterator[Claim]:
    return (Claim(time, witness) for time in times)


def _with_hour(claim: Claim | None, stated: Iterable[str]) -> str | None:
    """Return the time of a claim; if it is a day alone, a stated time on that day."""
    if claim is None or "T" in claim.time:
        return claim and claim.time
    return next((time for time in stated if "T" in time and time.startswith(claim.time)), claim.time)


def _stated_times(stated: PageStatements, key: str, field: str, language: str | None) -> tuple[str, ...]:
    """Return the times that are stated for machines, the most trusted first."""
    values = chain(
        _values(stated.article.get(key)), stated.all_metas(field), stated_or_shown(stated.marked.get(key.lower(), ()))
    )
    return tuple(time for value in islice(values, _MOST_STATED) if (time := _time_of(value, language)))


def _values(value: Any) -> Iterator[object]:
    """Yield the strings and numbers of a JSON-LD value."""
    for item in value if isinstance(value, list) else [value]:
        plain = item.get("@value") if isinstance(item, dict) else item
        yield from strings(plain) if isinstance(plain, str) else [plain]


def _time_of(value: object, language: str | None) -> str | None:
    """Return the time that a value is, or that a short text has in it."""
    if time := stated_time(value):
        return time
    return day_in(value, language=language) if isinstance(value, str) and len(value) <= _MAX_LINE else None


def _time_with_headline(stated: PageStatements, shown: VisibleMetadata, language: str | None) -> Iterator[str]:
    """Yield the time that the page marks as that of publication; else the first that is with the main heading: in the
    same header, or in an article that holds the heading, but not in what is beside it or in a card."""
    marked = (element for element in stated.times if element.get("pubdate") is not None)
    near = (element for element in islice(stated.times, 20) if _is_with_headline(element, shown))
    for value in stated_or_shown(islice(chain(marked, near), 1)):
        if time := _time_of(value, language):
            yield time


def _is_with_headline(time: Element, shown: VisibleMetadata) -> bool:
    around = any(around.find(".//h1") is not None for around in time.iterancestors("header", "article", "main"))
    return around and shown.is_here(time) and not shown.is_of_card(time)


def _days_in_addresses(stated: PageStatements, url: str | None) -> Iterator[str]:
    addresses = (url, *stated.links.get("canonical", ()))
    return (day for address in addresses if (day := day_in_address(address or "")))


def _shown_days(shown: VisibleMetadata, language: str | None, changes: list[str]) -> Iterator[str]:
    """Yield the days in lines near the headline; those of changes come last, and are appended to ``changes``."""
    for text, is_value in _date_texts(shown):
        if _NOT_OF_ARTICLE.search(text):
            continue
        if time := _time_of(text, language) if is_value else day_in(text, language=language):
            if _OF_PUBLICATION.search(text) or not _OF_CHANGE.search(text):
                yield time
            else:
                changes.append(time)
    yield from changes


def _date_texts(shown: VisibleMetadata) -> Iterator[tuple[str, bool]]:
    """Yield the texts that may have a day, and whether they are values for scripts: of marked elements, then the lines
    under the headline."""
    marks = shown.near if shown.heading is not None else shown.rest
    for element in [*marks.dates[:_MOST_ELEMENTS], *marks.classed[:_MOST_ELEMENTS]]:
        if not shown.is_of_card(element):
            yield from ((value, True) for name in _ATTRIBUTES if (value := element.get(name)))
            if len(text := text_of(element)) <= _MAX_LINE:
                yield text, False
    prose = 0
    for text in islice(shown.lines(), _MOST_LINES):
        prose += len(text) > _PROSE
        if prose > 1:
            break
        if len(text) <= _MAX_LINE:
            yield text, False
