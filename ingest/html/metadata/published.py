"""When an article was published and changed: as stated, as shown near its headline, as in its address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice

from ingest.html.dom import Element, text_of
from ingest.html.metadata.jsonld import strings
from ingest.html.metadata.near_headline import VisibleMetadata
from ingest.html.metadata.statements import PageStatements, stated_or_shown
from ingest.text.dates import rfc3339, to_rfc3339

_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?:/|[-_.]|$)")
# A line with the day is short, in characters, and is among the first lines, above the text: a longer line is prose.
_MAX_LINE, _PROSE, _MOST_LINES = 90, 150, 14
# So many elements marked as dates, and as bylines, are looked at.
_MOST_ELEMENTS = 6
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
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?$")


def publication_times(
    stated: PageStatements, shown: VisibleMetadata, url: str | None, language: str | None = None
) -> tuple[str | None, str | None]:
    """Return when an article was published and when it was last changed: as stated; else the time shown with the
    headline, the day in the address, or the day in a line near the headline.

    ``language`` tells days from months in "3/5/2024".
    """
    modified = _moment(_dates(stated, "dateModified", "modified"))
    if time := _moment(_dates(stated, "datePublished", "published")):
        return time, modified
    marked = [element for element in stated.times if element.get("pubdate") is not None]
    candidates = marked or [element for element in islice(stated.times, 20) if _is_with_headline(element)]
    if time := _moment(stated_or_shown(candidates[:1])):
        return time, modified
    for address in (url, *stated.links.get("canonical", ())):
        if (match := _IN_ADDRESS.search(address or "")) and (time := rfc3339("-".join(match.groups()))):
            return time, modified
    published, changed = _shown_days(shown, language)
    return published, modified or changed


def _dates(stated: PageStatements, key: str, field: str) -> Iterator[str]:
    yield from strings(stated.article.get(key))
    yield from stated.all_metas(field)
    yield from stated_or_shown(stated.marked.get(key.lower(), ()))


def _is_with_headline(time: Element) -> bool:
    """True if a time is with the main heading: in the same header, or in an article that holds the heading."""
    return any(around.find(".//h1") is not None for around in time.iterancestors("header", "article", "main"))


def _moment(texts: Iterable[str]) -> str | None:
    """Return the first moment; another statement about the same day, if that has a time and the first has none."""
    first: str | None = None
    for moment in filter(None, map(rfc3339, texts)):
        first = first or moment
        if "T" in moment and moment[:10] == first[:10]:
            return moment
    return first


def _shown_days(shown: VisibleMetadata, language: str | None) -> tuple[str | None, str | None]:
    """Return the day in the first line near the headline that has one, and that of a change, if one comes before it."""
    day_first = None if language in (None, "en") else True
    changed: str | None = None
    for text in _date_texts(shown):
        if not _NOT_OF_ARTICLE.search(text) and (moment := rfc3339(text) or to_rfc3339(text, day_first=day_first)):
            if _OF_PUBLICATION.search(text) or not _OF_CHANGE.search(text):
                return moment, changed
            changed = changed or moment
    return changed, changed


def _date_texts(shown: VisibleMetadata) -> Iterator[str]:
    """Yield the texts that may have a day: of marked elements, then the lines under the headline."""
    marks = shown.near if shown.heading is not None else shown.rest
    for element in [*marks.dates[:_MOST_ELEMENTS], *marks.classed[:_MOST_ELEMENTS]]:
        if not shown.is_of_card(element):
            yield from (_epoch_to_iso(value) for name in _ATTRIBUTES if (value := element.get(name)))
            if len(text := text_of(element)) <= _MAX_LINE:
                yield text
    prose = 0
    for text in islice(shown.lines(), _MOST_LINES):
        prose += len(text) > _PROSE
        if prose > 1:
            break
        if len(text) <= _MAX_LINE:
            yield text


def _epoch_to_iso(text: str) -> str:
    """Return seconds or milliseconds since 1970 as an ISO 8601 time, any other text as it is."""
    if not _EPOCH.match(text):
        return text
    return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
