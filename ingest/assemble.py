"""The article, made of a page and its settled edits: text, fields, trail, quality, notes."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import compress

from ingest.article import (
    Article,
    ArticleBlock,
    Block,
    Caption,
    Edit,
    MadeBy,
    Note,
    Page,
    RawDocument,
    Related,
    Removal,
    Repair,
    Source,
    site_of,
)
from ingest.fields import Moved, Moving, caption, described_pictures, moved_fields, told_stories
from ingest.quality import lost, prose_blocks, quality
from ingest.rules.edits.settle import edited, is_repair, join_blocks, left_of
from ingest.rules.edits.view import BlockView
from ingest.rules.engine.known_labels import known_labels
from ingest.rules.selection import Selection
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


def assemble(settled: SettledPage, raw: RawDocument, *, max_removed: float | None = None) -> Article:
    """Return the article of a settled page; ``raw`` says its name, its site and what is stated of it.

    ``max_removed`` is the share of prose (``prose_removed``) above which the page is passed through untouched.
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
    stated, moved = page.metadata, _moved_fields(settled, raw)
    url = raw.url or stated.url
    captions, related = _captions_and_related(settled, moved, url)
    source = _source(raw, page)
    name = raw.name or url or ""
    return Article(
        name=name,
        id=hashlib.sha256(f"{name}\n{source.sha256}".encode("utf-8", "surrogatepass")).hexdigest()[:32],
        url=url,
        canonical_url=stated.canonical_url,
        site=site_of(raw) or site_of(replace(raw, url=url)),
        site_name=stated.site_name,
        title=_edited_title(settled),
        text=text,
        blocks=tuple(ArticleBlock(kind=block.kind, start=block.start, end=block.end) for block in blocks),
        subtitle=stated.subtitle or moved.get("subtitle"),
        authors=stated.authors or moved.get("authors", ()),
        author_bio=moved.get("author_bio"),
        published=raw.published or stated.published or moved.get("published"),
        modified=stated.modified or moved.get("modified"),
        section=stated.section or moved.get("section"),
        tags=stated.tags or moved.get("tags", ()),
        language=settled.language,
        dateline=moved.get("dateline"),
        captions=captions,
        related=related,
        copyright=moved.get("copyright"),
        images=stated.images,
        removed=(*page.removed, *_removals(settled)),
        repaired=(*page.repairs, *_repairs(settled)),
        quality=_quality(settled, left, share),
        notes=tuple(notes),
        extra=raw.extra,
        source=source,
        made_by=MadeBy(__version__, settled.selection.sha256, page.reader),
    )


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


def _edited_title(settled: SettledPage) -> str | None:
    title = settled.title
    return (edited(title, 0, len(title), settled.title_edits) or None) if title else None


def _moved_fields(settled: SettledPage, raw: RawDocument) -> Moved:
    page = settled.page
    stated = replace(page.metadata, published=raw.published) if raw.published else page.metadata
    return moved_fields([*_moved_elements(page), *_moved_spans(page.text, settled.edits)], stated)


def _captions_and_related(
    settled: SettledPage, moved: Moved, url: str | None
) -> tuple[tuple[Caption, ...], tuple[Related, ...]]:
    """Return the captions and the other stories of a page, without labels, buttons and credits alone."""
    page = settled.page
    captions = (*(caption(one.text) for one in page.captions), *moved.get("captions", ()))
    related = (*page.related, *moved.get("related", ()))
    labels = known_labels(settled.selection, (*(one.text for one in captions), *(one.title for one in related)))
    return described_pictures(captions, labels), told_stories(related, labels, page.metadata, url)


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
