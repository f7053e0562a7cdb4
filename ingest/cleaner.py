"""One document, start to end, a stage a function: read, repair, view, language, body, headline, settle, assemble."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from copy import copy
from dataclasses import replace
from functools import cached_property
from os import PathLike
from pathlib import Path
from reprlib import repr as shortened

from ingest.article import Article, Block, Metadata, Note, Page, RawDocument, site_of
from ingest.assemble import SettledPage, assemble, read_again
from ingest.errors import WrongTypeError
from ingest.html.extract.class_names import READER_RULES
from ingest.input_record import document_of
from ingest.options import Options, Reader, Trail, check_document, options_given, options_of
from ingest.record import has_its_blocks, is_made_with, page_of_article
from ingest.rules.edits.settle import edited
from ingest.rules.edits.view import BlockView, PageView, block_views, positions_of
from ingest.rules.engine.fixpoint import RoundLog, Trace, apply_keep_policy, run_to_fixpoint
from ingest.rules.engine.propose import Proposer
from ingest.rules.finders.built_in import finder_specs
from ingest.rules.finders.spec import Finder
from ingest.rules.finders.title import guess_title, title_candidates
from ingest.rules.layers import RuleSet
from ingest.rules.load import learned_layers, load_rules
from ingest.rules.model import RuleFile
from ingest.rules.selection import Selection
from ingest.rules.trial.tried import with_tried
from ingest.stated.fields import known_of, normalized
from ingest.text.blocks import read_text
from ingest.text.decoding.decode import Decoded, decode, normalize_decoded
from ingest.text.decoding.sniff import looks_binary, sniff_kind
from ingest.text.fold import fold
from ingest.text.language import LanguageEngine
from ingest.text.language.detect import decide
from ingest.text.language.engines import load_engine
from ingest.text.language.prose import spoken_prose
from ingest.text.repair.layout import is_run_together
from ingest.text.repair.normalize import PAGE_REPAIRS, repair_page
from ingest.text.shape import is_spaced, shape
from ingest.vocabulary import KEPT_BY_DEFAULT, Care, DocumentKind

RuleSource = str | PathLike[str] | Mapping[str, object]
# Loads the repairs (the entity), the rules of English, and what makes a record.
_SPECIMEN = "The council voted on Tuesday to keep the old bridge &amp; its lamps. “Good,” said a neighbour."


class Cleaner:
    """Cleans documents. Build one and use it for millions: it is immutable, may be shared between threads, and pickles.

    >>> cleaner = Cleaner(keep=["caption"])
    >>> cleaner.clean("Read Also: Parliament votes on the budget", language="en").text
    ''

    Args:
        options: all options in one value; or, instead, the fields of ``Options`` by name, lists allowed.
        rules: rule files or folders; or rules themselves, as mappings: one rule, or what a file holds.
        finders: functions (or ``FinderSpec``) for rules that name them, in addition to the built-in ones.

    Raises:
        RuleError: rule files with faults, all of them.
        UsageError: an option or a path that cannot be; of another type than is taken, a ``TypeError`` as well.
    """

    def __init__(
        self,
        options: Options | None = None,
        *,
        rules: RuleSource | Iterable[RuleSource] = (),
        packaged: bool = True,
        site_rules: bool = True,
        ftr: str | PathLike[str] | None = None,
        keep: str | Iterable[str] = (),
        only: str | Iterable[str] = (),
        drop: str | Iterable[str] = (),
        reader: Reader = "auto",
        language_engine: LanguageEngine = "fasttext",
        care: Care = "normal",
        trail: Trail = "full",
        max_removed: float | None = None,
        finders: Mapping[str, Finder] | None = None,
    ) -> None:
        named: dict[str, object] = {
            "rules": rules,
            "packaged": packaged,
            "site_rules": site_rules,
            "ftr": ftr,
            "keep": keep,
            "only": only,
            "drop": drop,
            "reader": reader,
            "language_engine": language_engine,
            "care": care,
            "trail": trail,
            "max_removed": max_removed,
        }
        self.options = options_given(options, options_of(named, finders))
        self._learned: Path | None = None
        self._tried: tuple[RuleFile, ...] = ()
        self._finders = finder_specs(dict(self.options.finders))
        self.rules: RuleSet = load_rules(
            self.options.rules,
            packaged=self.options.packaged,
            sites=self.options.site_rules,
            finders=self._finders,
            ftr=Path(self.options.ftr) if self.options.ftr else None,
            care=self.options.care,
        )

    def __reduce__(self) -> tuple[Callable[..., Cleaner], tuple[object, ...]]:
        if self._learned is None and not self._tried:
            return Cleaner, (self.options,)
        return cleaner_with, (self.options, self._learned, self._tried)

    def with_learned(self, folder: Path) -> Cleaner:
        """Return this cleaner with the rules that a run has learned: a folder of files as ``ingest run --learn`` writes
        them, which are read when they are needed. Any other is given as ``rules``."""
        cleaner = copy(self)
        files = (*self.rules.files, *learned_layers(folder, self._finders))
        rules = RuleSet(files, self.rules.ftr, self.rules.renamed, self.rules.care)
        vars(cleaner).pop("rule_ids", None)
        vars(cleaner).update(_learned=folder, rules=rules)
        return cleaner

    def with_tried(self, files: Iterable[RuleFile]) -> Cleaner:
        """Return this cleaner with rules on trial, which take the place of those that have their ids."""
        cleaner, tried = copy(self), tuple(files)
        vars(cleaner).pop("rule_ids", None)
        vars(cleaner).update(_tried=tried, rules=with_tried(self.rules, tried))
        return cleaner

    @property
    def finder_names(self) -> Collection[str]:
        """The names that ``finder:`` of a rule may use."""
        return self._finders.keys()

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
        fetched_at: str | None = None,
    ) -> Article:
        """Return the clean article. Never raises for what a document holds: what is wrong with it is in ``notes``.

        Args:
            raw: the document; bytes are decoded, ``charset`` being the one that HTTP stated.
            url: where it was found; its host is the site unless ``site`` names another. What is stated and has no
                meaning (a language that there is not) is in ``extra``, with a note.
            kind: html or text; sniffed if not given.
            name: what the record is called; default: the URL.
            title: its headline, if known; "" states that it has none, so that none is looked for in the text.
            language: its language, if known.
            fetched_at: when it was fetched (RFC 3339), if known: nothing was published later.

        Raises:
            UsageError: ``kind`` is not known; or an argument is of another type, which is a ``TypeError`` as well.
        """
        if not isinstance(raw, RawDocument):
            raw = RawDocument(
                raw,
                name=name,
                kind=kind,
                url=url,
                site=site,
                title=title,
                language=language,
                charset=charset,
                fetched_at=fetched_at,
            )
        check_document(raw)
        raw = normalized(raw)
        if raw.record is not None and self._made(raw, raw.record):
            return raw.record
        article = self.clean_page(self.read(raw), raw)
        return article if raw.record is None else read_again(raw.record, article)

    def _rules_sha256(self, selection: Selection) -> str:
        """Return the hash of the rules that apply; and of the kinds that are left in, and the care, where these are
        others than by default."""
        parts = [selection.sha256]
        if self.options.kept != KEPT_BY_DEFAULT:
            parts.append(" ".join(sorted(self.options.kept)))
        if self.options.care != "normal":
            parts.append(f"care {self.options.care}")
        return hashlib.sha256("\n".join(parts).encode()).hexdigest() if parts[1:] else selection.sha256

    def _made(self, raw: RawDocument, record: Article) -> bool:
        """True if a record that is read as a document was made as this cleaner would make it."""
        return is_made_with(record, self._rules_sha256(self.rules.select(record.language, site_of(raw), raw.group)))

    def clean_record(self, record: Mapping[str, object]) -> dict[str, object]:
        """Return the record of a scraped record: a mapping with ``html`` or ``text`` and any fields of ours that are
        known, as crawlers have them. Its other keys pass through under ``extra``; a clean record of ours comes back.

        Raises:
            IngestError: it has neither html nor text.
        """
        if not isinstance(record, Mapping):
            raise WrongTypeError("record", shortened(record), "a mapping with 'html' or 'text'")
        return self.clean(document_of(record, "")).to_dict(trail=self.options.trail)

    def read(self, raw: RawDocument) -> Page:
        """Return the page of a document, encoding and spacing repaired: what rules are laid over."""
        if raw.record is not None and has_its_blocks(raw.record):
            return repair_page(page_of_article(raw.record), self.options.kept)
        if isinstance(raw.data, bytes) and looks_binary(raw.data):
            return Page(raw.kind or "text", "", "", (), notes=(Note("binary", "the input is not text"),))
        if raw.kind != "html":
            decoded = (
                decode(raw.data, charset=raw.charset)
                if isinstance(raw.data, bytes)
                else Decoded(normalize_decoded(raw.data), "utf-8")
            )
            if raw.kind == "text" or sniff_kind(decoded.text) == "text":
                return repair_page(read_text(decoded), self.options.kept)
        # Here, so that a run over texts never loads an HTML parser.
        from ingest.html.reader import read_html

        selection = self.rules.select(None, site_of(raw), raw.group)
        page = read_html(
            raw.data,
            charset=raw.charset,
            url=raw.url,
            elements=selection.element_rules(self.options.kept),
            fields=selection.field_selectors(),
            hints=selection.field_selectors(hints=True),
            replacements=selection.replacements,
            reader=self.options.reader,
            fetched_at=raw.fetched_at,
        )
        return repair_page(page, self.options.kept)

    def clean_page(self, page: Page, raw: RawDocument) -> Article:
        """Return the article that the rules leave of a page; ``raw`` says its name, site and what is stated of it."""
        settled, _ = self._settled_page(page, raw)
        return self._assembled(settled, raw)

    def _assembled(self, settled: SettledPage, raw: RawDocument) -> Article:
        sha256 = self._rules_sha256(settled.selection)
        return assemble(settled, raw, rules_sha256=sha256, max_removed=self.options.max_removed)

    def trace(self, page: Page, raw: RawDocument) -> tuple[Article, Trace]:
        """Return the article as ``clean_page`` does, and what was looked at on the way to it."""
        settled, trace = self._settled_page(page, raw)
        return self._assembled(settled, raw), trace

    def _settled_page(self, page: Page, raw: RawDocument) -> tuple[SettledPage, Trace]:
        """Return a page with its edits settled, and what was looked at on the way."""
        read = _view(page)
        language, doubt = self._language(read, page, raw)
        selection = self.rules.select(language, site_of(raw), raw.group)
        proposer = Proposer(selection, self._finders)
        blocks = _locate_body(read, proposer)
        known = known_of(page, raw)
        if raw.record is not None:
            # Its other fields may come from its own text, which is clean of them.
            known = Metadata(title=known.title, url=known.url)
        title = self._headline(blocks, page, raw, proposer, known)
        view = PageView(
            blocks,
            "text",
            title,
            site_of(raw),
            page.metadata.site_name,
            language,
            run_together=page.kind == "text" and is_run_together(page.source),
            known=known,
        )
        trace, converged = self._settle(page, view, proposer)
        notes = (*raw.notes, *_notes(page, doubt, proposer, converged=converged))
        settled = SettledPage(page, read, trace.edits, title, trace.title_edits, language, selection, notes)
        return settled, trace

    def _language(self, blocks: tuple[BlockView, ...], page: Page, raw: RawDocument) -> tuple[str | None, Note | None]:
        """Return the document's language, from what is stated and the prose of its body; and a note if in doubt."""
        if raw.language:
            return decide(raw.language, None, "")
        return decide(None, page.metadata.language, spoken_prose(blocks), engine=self.options.language_engine)

    def _headline(
        self, blocks: tuple[BlockView, ...], page: Page, raw: RawDocument, proposer: Proposer, known: Metadata
    ) -> str | None:
        """Return the headline: as stated from outside, as the page states it, or as a plain text begins with it."""
        if raw.title is not None:
            return normalize_decoded(raw.title).strip() or None
        if page.title is None and page.kind == "text":
            return self._guessed_title(blocks, proposer, known)
        return page.title

    def _guessed_title(self, blocks: tuple[BlockView, ...], proposer: Proposer, known: Metadata) -> str | None:
        """Return the headline of a plain text that states none: a line that no rule would take."""
        if not (looked := title_candidates(blocks)):
            return None
        proposed = proposer.propose(PageView(blocks, known=known), frozenset(looked), only=True)
        taken = {(edit.start, edit.end) for edit in apply_keep_policy(proposed, self.options.kept) if edit.takes}
        cruft = {index for index in looked if (blocks[index].in_page.start, blocks[index].in_page.end) in taken}
        guessed = guess_title(blocks, cruft, known.url)
        return None if guessed is None else blocks[guessed].text

    def _settle(self, page: Page, view: PageView, proposer: Proposer) -> tuple[Trace, bool]:
        """Return the settled edits of the text and of the title with all that was looked at, and whether both came to
        rest."""
        kept, title, log, title_log = self.options.kept, view.title, RoundLog(), RoundLog()
        edits, converged = run_to_fixpoint(page.text, view, proposer, kept, relocate_body=True, log=log)
        if not title:
            return Trace(proposer, kept, log, title_log, edits, ()), converged
        # What went from the text may name the site that the title ends with.
        taken = tuple(page.text[edit.start : edit.end] for edit in edits if edit.takes and edit.kind != "title")
        title_view = _title_view(view, title, taken)
        title_edits, title_converged = run_to_fixpoint(title, title_view, proposer, kept, log=title_log)
        if title_edits and proposer.headline_affects_finders(headline := edited(title, 0, len(title), title_edits)):
            # Once more with the headline as it is now, which stands in the text: a second cleaning knows no other.
            view, log = replace(view, headline=headline), RoundLog()
            edits, converged = run_to_fixpoint(page.text, view, proposer, kept, relocate_body=True, log=log)
        return Trace(proposer, kept, log, title_log, edits, title_edits), converged and title_converged


def cleaner_with(options: Options, learned: Path | None, tried: tuple[RuleFile, ...]) -> Cleaner:
    """Return a cleaner with the rules in a folder that a run has learned, if any, and with rules on trial."""
    cleaner = Cleaner(options) if learned is None else Cleaner(options).with_learned(learned)
    return cleaner.with_tried(tried) if tried else cleaner


def _view(page: Page) -> tuple[BlockView, ...]:
    """Return the blocks of a page as rules see them before any is known: by shape and position alone."""
    texts = [page.text[block.start : block.end] for block in page.blocks]
    spaced = is_spaced(page.text)
    shapes = [shape(text, spaced=spaced) for text in texts]
    return block_views(page.text, page.blocks, shapes, positions_of(shapes))


def _locate_body(blocks: tuple[BlockView, ...], proposer: Proposer) -> tuple[BlockView, ...]:
    """Return the blocks with their positions, now that the language is known and with it which sentences are cruft."""
    cruft = proposer.known_cruft(blocks)
    if not cruft:
        return blocks
    shapes = [block.shape._replace(prose=False) if at in cruft else block.shape for at, block in enumerate(blocks)]
    return tuple(
        block._replace(shape=shape, position=position)
        for block, shape, position in zip(blocks, shapes, positions_of(shapes), strict=True)
    )


def _title_view(view: PageView, title: str, taken: tuple[str, ...]) -> PageView:
    """Return the view of a title: one line, and ``taken``, what the rules took out of the text."""
    line = BlockView(0, Block(0, len(title), "heading"), title, shape(title), "head", fold(title))
    return replace(view, blocks=(line,), part="title", around=taken)


def _notes(page: Page, doubt: Note | None, proposer: Proposer, *, converged: bool) -> tuple[Note, ...]:
    notes = [*page.notes, *([doubt] if doubt else [])]
    if page.metadata.paywalled:
        notes.append(Note("paywalled", page.metadata.paywalled))
    if not converged:
        notes.append(Note("unsettled", "rules were still finding something in the last round"))
    return (*notes, *(Note("match-limit", rule) for rule in sorted(proposer.limits)))
