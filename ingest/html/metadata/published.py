"""When an article was published and changed: as stated, as shown beside its headline, as its address says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice

from ingest.html.dom import Element, text_of
from ingest.html.metadata.jsonld import strings
from ingest.html.metadata.near_headline import VisibleMetadata
from ingest.html.metadata.statements import PageStatements, said_by
from ingest.text.dates import rfc3339, to_rfc3339

_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?:/|[-_.]|$)")
# A line that says when is short, and a page says it before the text begins.
_MAX_LINE = 90
_PROSE = 150
_MOST_LINES = 14
_FEW = 6
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
# What scripts of a page read the moment from.
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
    """Give when an article was published and when it was last changed: as stated; else the time shown with the
    headline, the day in the address, or the day that a line beside the headline says.

    ``language`` tells days from months in "3/5/2024".
    """
    modified = _moment(_dates(stated, "dateModified", "modified"))
    if said := _moment(_dates(stated, "datePublished", "published")):
        return said, modified
    marked = [time for time in stated.times if time.get("pubdate") is not None]
    beside = marked or [time for time in islice(stated.times, 20) if _beside_the_headline(time)]
    if said := _moment(said_by(beside[:1])):
        return said, modified
    for address in (url, *stated.links.get("canonical", ())):
        if (found := _IN_ADDRESS.search(address or "")) and (said := rfc3339("-".join(found.groups()))):
            return said, modified
    published, changed = _shown(shown, language)
    return published, modified or changed


def _dates(stated: PageStatements, key: str, field: str) -> Iterator[str]:
    yield from strings(stated.article.get(key))
    yield from stated.all_metas(field)
    yield from said_by(stated.marked.get(key.lower(), ()))


def _beside_the_headline(time: Element) -> bool:
    """Say whether a time stands with the main heading: in the same header, or in an article that holds the heading."""
    return any(holder.find(".//h1") is not None for holder in time.iterancestors("header", "article", "main"))


def _moment(said: Iterable[str]) -> str | None:
    """Give the first moment, to the hour if another statement about the same day is."""
    first: str | None = None
    for moment in filter(None, map(rfc3339, said)):
        first = first or moment
        if "T" in moment and moment[:10] == first[:10]:
            return moment
    return first


def _shown(shown: VisibleMetadata, language: str | None) -> tuple[str | None, str | None]:
    """Give the day in the first line near the headline that says one, and that of a change, if one comes before it."""
    day_first = None if language in (None, "en") else True
    changed: str | None = None
    for said in _lines(shown):
        if not _NOT_OF_ARTICLE.search(said) and (moment := rfc3339(said) or to_rfc3339(said, day_first=day_first)):
            if _OF_PUBLICATION.search(said) or not _OF_CHANGE.search(said):
                return moment, changed
            changed = changed or moment
    return changed, changed


def _lines(shown: VisibleMetadata) -> Iterator[str]:
    """Give what stands where a page says when: the elements marked so, then the lines under the headline."""
    marks = shown.near if shown.heading is not None else shown.rest
    for element in [*marks.dates[:_FEW], *marks.classed[:_FEW]]:
        if not shown.is_of_card(element):
            yield from (_clock(said) for name in _ATTRIBUTES if (said := element.get(name)))
            if len(text := text_of(element)) <= _MAX_LINE:
                yield text
    prose = 0
    for text in islice(shown.lines(), _MOST_LINES):
        prose += len(text) > _PROSE
        if prose > 1:
            break
        if len(text) <= _MAX_LINE:
            yield text


def _clock(said: str) -> str:
    """Give seconds or milliseconds since 1970 as a moment, anything else as it is."""
    if not _EPOCH.match(said):
        return said
    return datetime.fromtimestamp(int(said[:10]), UTC).isoformat()
