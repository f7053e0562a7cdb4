"""One document, start to end: read, mend, find the body, settle what rules propose, say what was done."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress
from pathlib import Path
from urllib.parse import urlsplit

from ingest.annotate.fields import Moving, caption, moved_fields
from ingest.annotate.language import decide, load_engine
from ingest.annotate.quality import lost, prose_of, quality
from ingest.article import Article, Block, DocumentKind, Edit, MadeBy, Note, Page, RawDocument, Removal, Repair, Source
from ingest.options import Options, options_of
from ingest.read.decode import Decoded, decode, looks_binary, normalised, sniff_kind
from ingest.read.marks import READER_RULES
from ingest.read.plain import read_text, split_blocks
from ingest.read.shape import is_spaced, shape
from ingest.repair.spacing import PAGE_REPAIRS, mend
from ingest.rules.finders import BUILT_IN, Finder
from ingest.rules.fold import fold
from ingest.rules.layers import RuleSet, Selection, load_rules
from ingest.rules.propose import Proposer
from ingest.rules.rounds import is_repair, rest, under_policy
from ingest.rules.settle import edited, joined, left_of
from ingest.rules.sheet import Line, Sheet, lines_of, positions_of
from ingest.rules.title import guess_title, places
from ingest.version import __version__

# A note is made where more than this is lost (``prose_removed``); news pages lose under a tenth.
MOSTLY = 0.4
# Loads the repairs (the entity), the rules of English, and what makes a record.
_SPECIMEN = "The council voted on Tuesday to keep the old bridge &amp; its lamps. “Good,” said a neighbour."


class Cleaner:
    """Cleans documents. Build one and use it for millions: it is immutable, may be shared between threads, and pickles.

    >>> cleaner = Cleaner(keep=["caption"])
    >>> cleaner.clean("Read Also: Parliament votes on the budget", language="en").text
    ''

    Args:
        options: all options in one value; or, instead, the fields of ``Options`` by name, lists allowed.
        finders: functions for rules that name them, beside the built-in ones.

    Raises:
        RuleError: rule files with faults, all of them.
        UsageError: an option or a path that cannot be.
    """

    def __init__(
        self, options: Options | None = None, *, finders: Mapping[str, Finder] | None = None, **named: object
    ) -> None:
        self.options = options or options_of(named, finders or {})
        self._finders = {**BUILT_IN, **dict(self.options.finders)}
        self.rules: RuleSet = load_rules(
            map(Path, self.options.rules),
            packaged=self.options.packaged,
            sites=self.options.site_rules,
            finders=self._finders,
            ftr=Path(self.options.ftr) if self.options.ftr else None,
        )

    def __reduce__(self) -> tuple[type[Cleaner], tuple[Options]]:
        return Cleaner, (self.options,)

    def warm(self, languages: Iterable[str] = ()) -> None:
        """Load and compile what documents will need, so that the first does not wait for it.

        With ``languages`` (ISO 639-1), all that documents in these may ever need, so that no later one waits either;
        it takes about a tenth of a second a language.
        """
        load_engine(self.options.language_engine)
        for language in languages:
            self.rules.select(language, None).warm()
        self.clean(_SPECIMEN, kind="text", title="", language="en")

    @property
    def rules_sha256(self) -> str:
        """The hash of all rule files, whatever they apply to."""
        return self.rules.sha256

    @cached_property
    def rule_ids(self) -> tuple[str, ...]:
        """The ids of all rules and repairs that can stand in a record, sorted."""
        return tuple(sorted([*self.rules.ids, *PAGE_REPAIRS, *READER_RULES]))

    def clean(
        self,
        raw: RawDocument | str | bytes,
        *,
        url: str | None = None,
        kind: DocumentKind | None = None,
        name: str = "",
        site: str | None = None,
        title: str | None = None,
        language: str | None = None,
        charset: str | None = None,
    ) -> Article:
        """Give the clean article. Never raises for what a document holds: what is wrong with it is in ``notes``.

        Args:
            raw: the document; bytes are decoded, ``charset`` being what HTTP said.
            url: where it was found; its host is the site unless ``site`` says otherwise.
            kind: html or text; sniffed if not given.
            name: what the record is called; default: the URL.
            title: its headline, if known; "" says that it has none, so that none is looked for in the text.
            language: its language, if known.
        """
        if not isinstance(raw, RawDocument):
            raw = RawDocument(
                raw, name=name, kind=kind, url=url, site=site, title=title, language=language, charset=charset
            )
        return self.clean_page(self.read(raw), raw)

    def read(self, raw: RawDocument) -> Page:
        """Give the page of a document, encoding and spacing repaired: what rules are laid over."""
        if isinstance(raw.data, bytes) and looks_binary(raw.data):
            return Page(raw.kind or "text", "", "", (), notes=(Note("binary", "the input is not text"),))
        if raw.kind != "html":
            decoded = (
                decode(raw.data, charset=raw.charset)
                if isinstance(raw.data, bytes)
                else Decoded(normalised(raw.data), "utf-8")
            )
            if raw.kind == "text" or sniff_kind(decoded.text) == "text":
                return _mended(read_text(decoded), self.options)
        # Here, so that a run over texts never loads an HTML parser.
        from ingest.read.html import read_html

        selection = self.rules.select(None, site_of(raw))
        page = read_html(
            raw.data,
            charset=raw.charset,
            url=raw.url,
            elements=selection.element_rules(self.options.kept),
            fields=selection.field_selectors(),
            hints=selection.field_selectors(hints=True),
            replacements=selection.replacements,
            reader=self.options.reader,
        )
        return _mended(page, self.options)

    def clean_page(self, page: Page, raw: RawDocument) -> Article:
        """Give the article that the rules leave of a page; ``raw`` says its name, site and what is stated of it."""
        texts = [page.text[block.start : block.end] for block in page.blocks]
        spaced = is_spaced(page.text)
        shapes = [shape(text, spaced=spaced) for text in texts]
        positions = positions_of(shapes)
        spoken = "\n".join(text for text, position in zip(texts, positions, strict=True) if position == "body")
        language, doubt = decide(raw.language, page.metadata.language, spoken, engine=self.options.language_engine)
        site = site_of(raw)
        selection = self.rules.select(language, site)
        proposer = Proposer(selection, self._finders)
        read = lines_of(page.text, page.blocks, shapes, positions)
        lines = self._placed(read, proposer)
        title = page.title if raw.title is None else normalised(raw.title).strip() or None
        if title is None and raw.title is None and page.kind == "text":
            title = self._guessed_title(lines, proposer, raw.url)
        sheet = Sheet(lines, "text", title, site, page.metadata.site_name, language)
        edits, settled = rest(page.text, sheet, proposer, self.options.kept, moving=True)
        # What went from the text may name the site that the title ends with.
        taken = [e for e in edits if e.action in ("drop", "move") and e.kind != "title"] if title else []
        around = tuple(page.text[edit.start : edit.end] for edit in taken)
        title_edits, title_settled = self._title_edits(title, sheet, around, proposer)
        if title and title_edits and proposer.minds_headline(headline := edited(title, 0, len(title), title_edits)):
            # Once more with the headline as it is now, which stands in the text: a second cleaning knows no other.
            sheet = replace(sheet, headline=headline)
            edits, settled = rest(page.text, sheet, proposer, self.options.kept, moving=True)
        notes = [*page.notes, *([doubt] if doubt else [])]
        if page.metadata.paywalled:
            notes.append(Note("paywalled", page.metadata.paywalled))
        if not (settled and title_settled):
            notes.append(Note("unsettled", "rules were still finding something in the last round"))
        notes += [Note("match-limit", rule) for rule in sorted(proposer.limits)]
        # As read: prose that rules know for cruft is prose that went.
        outcome = _Outcome(page, raw, title, edits, title_edits, read, language, site, selection)
        return outcome.article(self.options, notes)

    def _placed(self, lines: tuple[Line, ...], proposer: Proposer) -> tuple[Line, ...]:
        """Give the lines with their positions, now that the language is known and with it which sentences are cruft."""
        cruft = proposer.known_cruft(lines)
        if not cruft:
            return lines
        shapes = [line.shape._replace(prose=False) if at in cruft else line.shape for at, line in enumerate(lines)]
        positions = positions_of(shapes)
        return tuple(
            line._replace(shape=shape, position=position)
            for line, shape, position in zip(lines, shapes, positions, strict=True)
        )

    def _guessed_title(self, lines: tuple[Line, ...], proposer: Proposer, url: str | None) -> str | None:
        """Give the headline of a plain text that states none: a line that no rule would take."""
        if not (looked := places(lines)):
            return None
        taken = {
            (edit.start, edit.end)
            for edit in under_policy(proposer.propose(Sheet(lines), frozenset(looked), only=True), self.options.kept)
            if edit.action in ("drop", "move")
        }
        cruft = {index for index in looked if (lines[index].block.start, lines[index].block.end) in taken}
        guessed = guess_title(lines, cruft, url)
        return None if guessed is None else lines[guessed].text

    def _title_edits(
        self, title: str | None, sheet: Sheet, around: tuple[str, ...], proposer: Proposer
    ) -> tuple[tuple[Edit, ...], bool]:
        if not title:
            return (), True
        block = Block(0, len(title), "heading")
        line = Line(0, block, title, shape(title), "head", fold(title))
        return rest(title, replace(sheet, lines=(line,), part="title", around=around), proposer, self.options.kept)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """All that is known of a document once its edits are settled."""

    page: Page
    raw: RawDocument
    title: str | None
    edits: tuple[Edit, ...]
    title_edits: tuple[Edit, ...]
    lines: tuple[Line, ...]
    language: str | None
    site: str | None
    selection: Selection

    def article(self, options: Options, notes: list[Note]) -> Article:
        """Make the article, and say what a reader of it should know."""
        page, raw = self.page, self.raw
        edits, title_edits = self.edits, self.title_edits
        left = left_of(page.text, page.blocks, edits)
        prose = self._prose()
        share = lost(_cut_from(prose, edits), sum(map(len, left)))
        if options.max_removed is not None and share > options.max_removed:
            notes.append(Note("kept-whole", f"prose_removed would be {share:.0%}"))
            edits, title_edits, share = (), (), 0.0
            left = left_of(page.text, page.blocks, edits)
        elif share > MOSTLY:
            notes.append(Note("mostly-removed", f"prose_removed: {share:.0%}"))
        text, blocks = joined(page.blocks, left)
        if not page.source.strip() and not any(note.code == "binary" for note in notes):
            notes.append(Note("empty", "nothing to read"))
        elif not (prose and text):
            notes.append(Note("no-body", "no prose was found" if text else "nothing is left"))
        title = edited(self.title, 0, len(self.title), title_edits) if self.title else None
        stated = page.metadata
        moved = moved_fields(
            [*_moved_elements(page), *_moved(page.text, edits)],
            replace(stated, published=raw.published) if raw.published else stated,
        )
        url = raw.url or stated.url
        source = _source(raw, page)
        name = raw.name or url or ""
        return Article(
            name=name,
            id=hashlib.sha256(f"{name}\n{source.sha256}".encode("utf-8", "surrogatepass")).hexdigest()[:32],
            url=url,
            canonical_url=stated.canonical_url,
            site=self.site if url == raw.url else self.site or site_of(replace(raw, url=url)),
            site_name=stated.site_name,
            title=title or None,
            text=text,
            blocks=blocks,
            subtitle=stated.subtitle or moved.get("subtitle"),
            authors=stated.authors or moved.get("authors", ()),
            author_bio=moved.get("author_bio"),
            published=raw.published or stated.published or moved.get("published"),
            modified=stated.modified or moved.get("modified"),
            section=stated.section or moved.get("section"),
            tags=stated.tags or moved.get("tags", ()),
            language=self.language,
            dateline=moved.get("dateline"),
            captions=(*(caption(one.text) for one in page.captions), *moved.get("captions", ())),
            related=(*page.related, *moved.get("related", ())),
            copyright=moved.get("copyright"),
            images=stated.images,
            removed=(*page.removed, *_removals(page.text, edits), *_removals(self.title or "", title_edits)),
            repaired=(*page.repairs, *_repairs(page.text, edits), *_repairs(self.title or "", title_edits)),
            quality=quality(
                [said for said in left if said],
                [
                    line.shape if said == line.text else shape(said)
                    for line, said in zip(self.lines, left, strict=True)
                    if said
                ],
                removed_chars=sum(e.end - e.start for e in edits if e.action in ("drop", "move")),
                page_chars=len(page.text),
                prose_removed=share,
                left_out=page.left_out,
            ),
            notes=tuple(notes),
            extra=raw.extra,
            source=source,
            made_by=MadeBy(__version__, self.selection.sha256, page.reader),
        )

    def _prose(self) -> tuple[Block, ...]:
        """Return the blocks of the page that are prose, for what notes say of it."""
        are_prose = prose_of([line.text for line in self.lines], [line.shape for line in self.lines])
        return tuple(compress(self.page.blocks, are_prose))


def _mended(page: Page, options: Options) -> Page:
    """Give a page with encoding and spacing repaired; of HTML, with its blocks where their lines now are."""
    text, repairs = mend(page.source, options.kept)
    title = page.title and mend(page.title, options.kept)[0].replace("\n", " ").strip()
    if not repairs:
        return page if title == page.title else replace(page, title=title)
    blocks = split_blocks(text) if page.kind == "text" else _mended_blocks(page, text, repairs)
    return replace(page, text=text, repairs=repairs, blocks=blocks, title=title)


def _mended_blocks(page: Page, text: str, repairs: Sequence[Repair]) -> tuple[Block, ...]:
    """Give the blocks of a page where its repaired text has them: a block of invisible characters is gone, one with a
    line separator is two."""
    out: list[Block] = []
    grown, at = 0, 0
    for block in page.blocks:
        start = block.start + grown
        while at < len(repairs) and repairs[at].start < block.end:
            grown += len(repairs[at].after) - len(repairs[at].before)
            at += 1
        for part in split_blocks(text[start : block.end + grown]):
            out.append(block._replace(start=start + part.start, end=start + part.end))
    return tuple(out)


def _moved(text: str, edits: Iterable[Edit]) -> list[Moving]:
    spans = ((edit, text[edit.start : edit.end]) for edit in edits if edit.to and edit.to != "title")
    return [Moving(e.to or "", said, said if e.value is None else e.value, e.kind) for e, said in spans]


def _moved_elements(page: Page) -> list[Moving]:
    """Give the fields that element rules filled, but for those that the page already holds as captions and links."""
    kept = ("captions", "related", "title")
    found = (cut for cut in page.removed if cut.to and cut.to not in kept and cut.text)
    return [Moving(cut.to or "", cut.text, cut.text, cut.kind) for cut in found]


def _cut_from(blocks: Iterable[Block], edits: Sequence[Edit]) -> int:
    """Return the number of characters that settled drops and moves take from some blocks."""
    starts = [edit.start for edit in edits]
    inside = (edits[bisect_left(starts, block.start) : bisect_left(starts, block.end)] for block in blocks)
    return sum(edit.end - edit.start for cuts in inside for edit in cuts if edit.action in ("drop", "move"))


def _removals(text: str, edits: Iterable[Edit]) -> list[Removal]:
    return [
        Removal(edit.rule, edit.kind, text[edit.start : edit.end], edit.part, edit.start, edit.end, None, edit.to)
        for edit in edits
        if edit.action in ("drop", "move")
    ]


def _repairs(text: str, edits: Iterable[Edit]) -> list[Repair]:
    return [
        Repair(edit.rule, text[edit.start : edit.end], edit.after, edit.start, edit.end, edit.part)
        for edit in edits
        if is_repair(edit)
    ]


def _source(raw: RawDocument, page: Page) -> Source:
    data = raw.data if isinstance(raw.data, bytes) else raw.data.encode("utf-8", "surrogatepass")
    return Source(page.kind, hashlib.sha256(data).hexdigest(), len(data), page.encoding, raw.fetched_at)


def site_of(raw: RawDocument) -> str | None:
    """Give the host name whose rules apply, without "www."."""
    if raw.site:
        return raw.site.lower().removeprefix("www.")
    try:
        host = urlsplit(raw.url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
