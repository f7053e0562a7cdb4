"""From the documents of a group to proposals: what of their furniture repeats, each with its evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.article import Block
from ingest.rules.learn.evidence import Evidence, evidence_of
from ingest.rules.learn.judge import is_learned, least_documents, may_be_headline
from ingest.rules.learn.patterns import pattern_of
from ingest.rules.learn.repeats import originals, runs_of
from ingest.rules.learn.templates.collect import templates_of
from ingest.rules.learn.templates.condense import condensed
from ingest.rules.learn.templates.template import Template
from ingest.rules.learn.tokens import Tokenizer, TokenRow
from ingest.rules.matcher import Engine, fault_of
from ingest.rules.model import Position
from ingest.rules.patterns.translate import Pattern, PatternError, translate

# A group of so many documents learns nothing more from others: those with the smallest keys are looked at.
MAX_DOCUMENTS = 1000
# ... and a group of so many rules is no group.
_MAX_RULES = 200
# ... nor of so many words.
_MAX_TOKENS = 2_000_000
_MAX_EXAMPLE = 2000
# In so many documents, from first to last, it is looked whether rules in force take a piece.
_ASKED = 6
_SENTENCE = re.compile(r"[^.!?。।\n]{20,200}[.!?。।]")
# What a learned piece is about, where its words tell; the first that is found counts.
_KINDS = (
    ("copyright", re.compile(r"©|\bcopyright|all rights reserved|\(c\)", re.IGNORECASE)),
    ("newsletter", re.compile(r"newsletter", re.IGNORECASE)),
    ("cookie", re.compile(r"\bcookies?\b", re.IGNORECASE)),
    ("share", re.compile(r"facebook|twitter|instagram|telegram|whatsapp|youtube|tiktok|linkedin", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule that is proposed: ``pattern`` takes a ``whole`` line, or a part of one; ``removes`` and ``keeps`` are
    examples from the documents."""

    kind: str
    pattern: str
    whole: bool
    positions: tuple[Position, ...]
    seen: Evidence
    removes: tuple[str, ...]
    keeps: tuple[str, ...]


def mine(
    documents: Sequence[tuple[str, Sequence[Block]]], is_taken: Callable[[int, int, int], bool] | None = None
) -> tuple[Proposal, ...]:
    """Return what documents of one group repeat, and what is not their articles', the most frequent first.

    A document is its text, after encoding and spacing are repaired, and its blocks. The same documents in the same
    order give the same proposals. ``is_taken`` tells whether rules in force take a span of a document, given by its
    number: what they take in all documents that are looked at is not proposed again.
    """
    tokenizer = Tokenizer()
    rows: list[TokenRow] = []
    tokens = 0
    for text, blocks in documents[:MAX_DOCUMENTS]:
        rows.append(tokenizer.row(text, blocks))
        tokens += len(rows[-1].ids)
        if tokens > _MAX_TOKENS:
            break
    runs = [runs_of(row) for row in rows]
    kept = originals(runs)
    rows, runs = [rows[at] for at in kept], [runs[at] for at in kept]
    if len(rows) < 2:
        return ()
    least = least_documents(len(rows))
    templates = templates_of(rows, runs, tokenizer, least)
    seen = evidence_of(templates, rows, tokenizer)
    headlines = [template for template, one in zip(templates, seen, strict=True) if may_be_headline(one)]
    if headlines:
        # They are the articles', but what stands around several of them may be the site's.
        rows = condensed(rows, headlines)
        templates = templates_of(rows, [runs_of(row) for row in rows], tokenizer, least)
        seen = evidence_of(templates, rows, tokenizer)
    proposals: list[Proposal] = []
    for template, one in zip(templates, seen, strict=True):
        if not is_learned(one) or (is_taken is not None and _is_known(template, rows, kept, is_taken)):
            continue
        if (proposal := _proposal(template, one, rows, tokenizer)) is not None:
            proposals.append(proposal)
    return tuple(proposals[:_MAX_RULES])


def _is_known(
    template: Template, rows: Sequence[TokenRow], kept: Sequence[int], is_taken: Callable[[int, int, int], bool]
) -> bool:
    """True if rules in force take what is found of a template, in all of some documents that have it."""
    return all(
        is_taken(kept[number], rows[number].starts[first], rows[number].ends[last - 1])
        for number, first, last in template.found[:: max(1, len(template.found) // _ASKED)]
    )


def _proposal(template: Template, seen: Evidence, rows: Sequence[TokenRow], tokenizer: Tokenizer) -> Proposal | None:
    """Return the proposal for a template; None if no pattern is to be had that finds its examples, and no prose."""
    anchor: Literal["start", "end"] | None = None
    if seen.is_label and not seen.is_block:
        anchor = "start" if seen.opens >= seen.closes else "end"
    pattern = pattern_of(template, rows, tokenizer.words, whole=seen.is_block, anchor=anchor)
    try:
        alternatives = translate(pattern)
    except PatternError:
        return None
    if any(fault_of(alternative, case=False) for alternative in alternatives):
        return None
    engine = Engine([Pattern((), alternatives)])
    pieces = dict.fromkeys(rows[found.row].said(found.first, found.last) for found in template.found[:40])
    removes = [piece for piece in pieces if _is_plain(piece) and engine.hits(piece)][:2]
    keeps = next((said for said in _sentences(template, rows) if not engine.hits(said)), None)
    if not removes or keeps is None:
        return None
    positions: tuple[Position, ...] = ("head", "tail") if seen.is_label and seen.is_block else ()
    kind = next((kind for kind, known in _KINDS if known.search(removes[0])), "other")
    return Proposal(kind, pattern, seen.is_block, positions, seen, tuple(removes), (keeps,))


def _is_plain(text: str) -> bool:
    return len(text) <= _MAX_EXAMPLE and text.isprintable()


def _sentences(template: Template, rows: Sequence[TokenRow]) -> Iterator[str]:
    """Yield sentences of documents in which a template stands, and then what is always true."""
    for found in template.found[:5]:
        row = rows[found.row]
        for sentence in _SENTENCE.finditer(row.text[:20_000], len(row.text) // 3 if len(row.text) < 20_000 else 0):
            outside = sentence.end() <= row.starts[found.first] or sentence.start() >= row.ends[found.last - 1]
            if outside and _is_plain(said := sentence[0].strip()):
                yield said
    yield "This is a sentence of an article."
