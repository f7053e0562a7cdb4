"""Proposals as rule files that people can read: one file a group, the same bytes for the same documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.rules.learn.groups import GroupKey, digest
from ingest.rules.learn.mine import Proposal
from ingest.rules.learn.shared import SharedProposal

_ASCII_WORDS = re.compile(r"[a-z0-9]+")
_LEARNED = "as ingest has learned it. To change it, copy it to a folder of yours."
_AT = {"head": "at the head", "tail": "at the tail", "edge": "at the edge", "body": "in the body"}


def learned_yaml(group: GroupKey, proposals: Sequence[Proposal]) -> str:
    """Return the rule file of a group."""
    head = (
        f"about: {_quoted(f'What documents of {group.name} repeat, {_LEARNED}')}",
        f"{'site' if group.is_site else 'group'}: {_quoted(group.name)}",
    )
    whose = "this site" if group.is_site else "this group"
    return _file(head, group.slug, [(proposal, whose) for proposal in proposals])


def shared_yaml(language: str, proposals: Sequence[SharedProposal]) -> str:
    """Return the rule file for what groups of a language have in common; its folder says the language."""
    head = (f"about: {_quoted(f'What many sites in this language repeat, {_LEARNED}')}",)
    return _file(head, language, [(one.proposal, f"{one.groups} groups") for one in proposals])


def _file(head: Iterable[str], slug: str, proposals: Iterable[tuple[Proposal, str]]) -> str:
    """Return a rule file; each proposal comes with whose documents it was seen in."""
    lines = [*head, "origin: learned", "rules:"]
    known: set[str] = set()
    for proposal, whose in sorted(proposals, key=lambda one: (-one[0].seen.documents, one[0].pattern)):
        id = f"learned.{slug}.{_slug(proposal)}"
        if id not in known:
            known.add(id)
            lines += _rule(id, whose, proposal)
    return "\n".join(lines) + "\n"


def _slug(proposal: Proposal) -> str:
    words = _ASCII_WORDS.findall(proposal.removes[0].lower())
    return "-".join([*words[:3], digest(f"{proposal.pattern}{proposal.whole}", 3)])


def _rule(id: str, whose: str, proposal: Proposal) -> Iterator[str]:
    seen = proposal.seen
    yield f"  - id: {id}"
    yield f"    kind: {proposal.kind}"
    yield f"    {'line' if proposal.whole else 'span'}: {_quoted(proposal.pattern)}"
    if proposal.positions:
        yield f"    where: {{position: [{', '.join(proposal.positions)}]}}"
    yield "    origin: learned"
    yield f"    seen: {{documents: {seen.documents}, of: {seen.of}, at: {seen.at}}}"
    yield f"    why: {_quoted(f'in {seen.documents} of {seen.of} documents of {whose}, {_AT[seen.at]}')}"
    yield "    examples:"
    for key, examples in (("removes", proposal.removes), ("keeps", proposal.keeps)):
        yield f"      {key}:"
        yield from (f"        - {_quoted(example)}" for example in examples)


def _quoted(text: str) -> str:
    """Return a text as YAML has it in single quotes; what cannot be printed is left out."""
    plain = "".join(char if char.isprintable() else " " for char in text)
    return "'" + plain.replace("'", "''") + "'"
