"""The article, made of a page and its settled edits: text, fields, trail, quality, notes."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import compress

from msgspec import structs

from ingest.article import (
    Article,
    ArticleBlock,
    Block,
    Caption,
    Edit,
    MadeBy,
    Metadata,
    Note,
    Page,
    RawDocument,
    Related,
    Removal,
    Repair,
    Source,
    site_of,
)
from ingest.fields import Moving, announced_stories, caption, described_pictures, moved_fields, told_stories
from ingest.quality import lost, no_article, prose_blocks, quality
from ingest.rules.edits.settle import edited, is_repair, join_blocks, left_of
from ingest.rules.edits.view import BlockView
from ingest.rules.engine.known_labels import known_labels
from ingest.rules.selection import Selection
from ingest.stated.fields import known_of
from ingest.text.dates import day_in_address, is_plausible
from ingest.text.shape import shape
from ingest.version import __version__

# A note is made where more than this is lost (``prose_removed``); news pages lose under a tenth.
MOSTLY = 0.4


@dataclass(frozen=True, slots=True)
class SettledPage:
    """A page once its edits are settled, and what was decided about it on the way.

    ``read`` are its blocks as they were read, before any edit; ``title`` is the headline before ``title_edits``.
    """

    page: Page
    read: tuple[BlockView, ...]
    edits: tuple[Edit, ...]
    title: str | None
    title_edits: tuple[Edit, ...]
    language: str | None
    selection: Selection
    notes: tuple[Note, ...] = ()


def assemble(settled: SettledPage, raw: RawDocument, *, rules_sha256: str, max_removed: float | None = None) -> Article:
    """Return the article of a settled page; ``raw`` says its name, its site and what is stated of it.

    ``rules_sha256`` is the hash of what its rules are. ``max_removed`` is the share of prose (``prose_removed``) above
    which the page is passed through untouched.
    """
    page = settled.page
    prose = _prose(settled)
    left = left_of(page.text, page.blocks, settled.edits)
    share = lost(_cut_from(prose, settled.edits), sum(map(len, left)))
    notes = list(settled.notes)
    if max_removed is not None and share > max_removed:
        notes.append(Note("kept-whole", f"prose_removed would be {share:.0%}"))
        settled, share = replace(settled, edits=(), title_edits=()), 0.0
        left = left_of(page.text, page.blocks, ())
    elif share > MOSTLY:
        notes.append(Note("mostly-removed", f"prose_removed: {share:.0%}"))
    text, blocks = join_blocks(page.blocks, left)
    notes += _notes_on_content(page, notes, has_prose=bool(prose), has_text=bool(text))
    notes += _notes_on_walls(settled, notes, left)
    known = known_of(page, raw)
    moving = [*_moved_elements(page), *_moved_spans(page.text, settled.edits)]
    moved = moved_fields(moving, known, settled.language)
    captions = (*(caption(one.text) for one in page.captions), *moved.get("captions", ()))
    related = (*page.related, *moved.get("related", ()))
    labels = known_labels(settled.selection, (*(one.text for one in captions), *(one.title for one in related)))
    url = known.url
    source = _source(raw, page)
    name = raw.name or url or ""
    return Article(
        name=name,
        id=hashlib.sha256(f"{name}\n{source.sha256}".encode("utf-8", "surrogatepass")).hexdigest()[:32],
        url=url,
        canonical_url=known.canonical_url,
        site=site_of(raw) or site_of(replace(raw, url=url)),
        site_name=known.site_name,
        title=_edited_title(settled),
        text=text,
        blocks=tuple(ArticleBlock(kind=block.kind, start=block.start, end=block.end) for block in blocks),
        subtitle=known.subtitle or moved.get("subtitle"),
        authors=known.authors or moved.get("authors", ()),
        author_bio=known.author_bio or moved.get("author_bio"),
        published=known.published or moved.get("published") or _day_in_address(raw),
        modified=known.modified or moved.get("modified"),
        section=known.section or moved.get("section"),
        tags=known.tags or moved.get("tags", ()),
        language=settled.language,
        dateline=known.dateline or moved.get("dateline"),
        captions=_captions(known, described_pictures(captions, labels)),
        related=_related(known, told_stories(related, labels, known, announced_stories(moving))),
        copyright=known.copyright or moved.get("copyright"),
        images=known.images,
        removed=(*page.removed, *_removals(settled)),
        repaired=(*page.repairs, *_repairs(settled)),
        quality=_quality(settled, left, share),
        notes=tuple(notes),
        extra=raw.extra,
        source=source,
        made_by=MadeBy(__version__, rules_sha256, page.reader),
    )


def read_again(record: Article, article: Article) -> Article:
    """Return what a record of ours becomes that was cleaned again to ``article``: itself, where nothing more went; else
    the article under the record's name and id, with a note that earlier removals are not in its trail."""
    if (article.text, article.title) == (record.text, record.title):
        return record
    note = Note("recleaned", f"{len(record.removed)} spans were taken out before, which the record that was read lists")
    return structs.replace(article, id=record.id, language=record.language, notes=(*record.notes, *article.notes, note))


def _day_in_address(raw: RawDocument) -> str | None:
    """Return the day that the address of a document spells, unless it came after the fetch."""
    day = day_in_address(raw.url or "")
    return day if day and is_plausible(day, raw.fetched_at) else None


def _prose(settled: SettledPage) -> tuple[Block, ...]:
    """Return the blocks of the page that are prose, for what notes say of it."""
    # As read: prose that rules know for cruft is prose that went.
    are_prose = prose_blocks([view.text for view in settled.read], [view.shape for view in settled.read])
    return tuple(compress(settled.page.blocks, are_prose))


def _cut_from(blocks: Iterable[Block], edits: Sequence[Edit]) -> int:
    """Return the number of characters that settled drops and moves take from some blocks."""
    starts = [edit.start for edit in edits]
    inside = (edits[bisect_left(starts, block.start) : bisect_left(starts, block.end)] for block in blocks)
    return sum(edit.end - edit.start for cuts in inside for edit in cuts if edit.takes)


def _notes_on_content(page: Page, notes: Iterable[Note], *, has_prose: bool, has_text: bool) -> list[Note]:
    if not page.source.strip():
        return [] if any(note.code == "binary" for note in notes) else [Note("empty", "nothing to read")]
    if has_prose and has_text:
        return []
    return [Note("no-body", "no prose was found" if has_text else "nothing is left")]


def _notes_on_walls(settled: SettledPage, notes: Iterable[Note], left: Sequence[str]) -> list[Note]:
    """Return notes on a page that is no article, or of which nothing is left but what asked to subscribe."""
    said = no_article([view.text for view in settled.read])
    found = [Note("no-article", said)] if said else []
    asked = any(edit.takes and edit.kind == "paywall" for edit in settled.edits)
    if asked and not any(shape(text).prose for text in left) and not any(note.code == "paywalled" for note in notes):
        found.append(Note("paywalled", "no prose is left but what asks to subscribe"))
    return found


def _edited_title(settled: SettledPage) -> str | None:
    title = settled.title
    return (edited(title, 0, len(title), settled.title_edits) or None) if title else None


def _captions(known: Metadata, found: Iterable[Caption]) -> tuple[Caption, ...]:
    """Return the captions that are stated, and behind them those that were found beside."""
    stated = {one.text: one if one.credit else caption(one.text) for one in known.captions}
    return (*stated.values(), *(one for one in found if one.text not in stated))


def _related(known: Metadata, found: Iterable[Related]) -> tuple[Related, ...]:
    """Return the stories that are stated, and behind them those that were found beside."""
    stated = {one.title for one in known.related}
    return (*known.related, *(one for one in found if one.title not in stated))


def _moved_spans(text: str, edits: Iterable[Edit]) -> list[Moving]:
    spans = ((edit, text[edit.start : edit.end]) for edit in edits if edit.to and edit.to != "title")
    return [Moving(e.to or "", said, said if e.value is None else e.value, e.kind) for e, said in spans]


def _moved_elements(page: Page) -> list[Moving]:
    """Return the fields that element rules filled, but for those that the page already holds as captions and links."""
    kept = ("captions", "related", "title")
    found = (cut for cut in page.removed if cut.to and cut.to not in kept and cut.text)
    return [Moving(cut.to or "", cut.text, cut.text, cut.kind) for cut in found]


def _edited_texts(settled: SettledPage) -> tuple[tuple[str, tuple[Edit, ...]], ...]:
    """Return the two texts that edits are laid over, each with its edits."""
    return (settled.page.text, settled.edits), (settled.title or "", settled.title_edits)


def _removals(settled: SettledPage) -> list[Removal]:
    return [
        Removal(edit.rule, edit.kind, text[edit.start : edit.end], edit.part, edit.start, edit.end, None, edit.to)
        for text, edits in _edited_texts(settled)
        for edit in edits
        if edit.takes
    ]


def _repairs(settled: SettledPage) -> list[Repair]:
    return [
        Repair(
            rule=edit.rule,
            before=text[edit.start : edit.end],
            after=edit.after,
            part=edit.part,
            start=edit.start,
            end=edit.end,
        )
        for text, edits in _edited_texts(settled)
        for edit in edits
        if is_repair(edit)
    ]


def _quality(settled: SettledPage, left: Sequence[str], share: float) -> dict[str, float]:
    kept = [(view, text) for view, text in zip(settled.read, left, strict=True) if text]
    return quality(
        [text for _, text in kept],
        [view.shape if text == view.text else shape(text) for view, text in kept],
        removed_chars=sum(edit.end - edit.start for edit in settled.edits if edit.takes),
        page_chars=len(settled.page.text),
        prose_removed=share,
        left_out=settled.page.left_out,
    )


def _source(raw: RawDocument, page: Page) -> Source:
    data = raw.data if isinstance(raw.data, bytes) else raw.data.encode("utf-8", "surrogatepass")
    return Source(page.kind, hashlib.sha256(data).hexdigest(), len(data), page.encoding, raw.fetched_at)
