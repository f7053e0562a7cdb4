"""Proposals as rule files that people can read: one file a group, the same bytes for the same documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.rules.learn.groups import GroupKey, digest
from ingest.rules.learn.mine import Proposal

_ASCII_WORDS = re.compile(r"[a-z0-9]+")
_AT = {"head": "at the head", "tail": "at the tail", "edge": "at the edge", "body": "in the body"}


def learned_yaml(group: GroupKey, proposals: Sequence[Proposal]) -> str:
    """Return the rule file of a group."""
    return "\n".join(_lines(group, proposals)) + "\n"


def _lines(group: GroupKey, proposals: Sequence[Proposal]) -> Iterator[str]:
    about = (
        f"What documents of {group.name} repeat, as ingest has learned it. To change it, copy it to a folder of yours."
    )
    yield f"about: {_quoted(about)}"
    yield f"{'site' if group.is_site else 'group'}: {_quoted(group.name)}"
    yield "origin: learned"
    yield "rules:"
    known: set[str] = set()
    for proposal in sorted(proposals, key=lambda one: (-one.seen.documents, one.pattern)):
        id = f"learned.{group.slug}.{_slug(proposal)}"
        if id not in known:
            known.add(id)
            yield from _rule(id, group, proposal)


def _slug(proposal: Proposal) -> str:
    words = _ASCII_WORDS.findall(proposal.removes[0].lower())
    return "-".join([*words[:3], digest(f"{proposal.pattern}{proposal.whole}", 3)])


def _rule(id: str, group: GroupKey, proposal: Proposal) -> Iterator[str]:
    seen = proposal.seen
    site = "this site" if group.is_site else "this group"
    yield f"  - id: {id}"
    yield f"    kind: {proposal.kind}"
    yield f"    {'line' if proposal.whole else 'span'}: {_quoted(proposal.pattern)}"
    if proposal.positions:
        yield f"    where: {{position: [{', '.join(proposal.positions)}]}}"
    yield "    origin: learned"
    yield f"    seen: {{documents: {seen.documents}, of: {seen.of}, at: {seen.at}}}"
    yield f"    why: {_quoted(f'in {seen.documents} of {seen.of} documents of {site}, {_AT[seen.at]}')}"
    yield "    examples:"
    for key, examples in (("removes", proposal.removes), ("keeps", proposal.keeps)):
        yield f"      {key}:"
        yield from (f"        - {_quoted(example)}" for example in examples)


def _quoted(text: str) -> str:
    """Return a text as YAML has it in single quotes; what cannot be printed is left out."""
    plain = "".join(char if char.isprintable() else " " for char in text)
    return "'" + plain.replace("'", "''") + "'"
