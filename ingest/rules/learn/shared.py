"""What many groups repeat in the same words: it is no group's own, and is proposed for their language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.rules.learn.groups import GroupKey
from ingest.rules.learn.mine import Proposal

# So many groups have what a language may have: two may have one owner.
LEAST_GROUPS = 3


@dataclass(frozen=True, slots=True)
class LearnedGroup:
    """A group, the language of its documents, None if that is not known, and what they repeat."""

    key: GroupKey
    language: str | None
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class SharedProposal:
    """A proposal that several groups have, and how many: its evidence is of all of them."""

    proposal: Proposal
    groups: int


def split_shared(
    groups: Iterable[LearnedGroup],
) -> tuple[tuple[LearnedGroup, ...], dict[str, tuple[SharedProposal, ...]]]:
    """Return groups without what ``LEAST_GROUPS`` of one language have in common, and that, by language."""
    groups = tuple(sorted(groups, key=lambda group: group.key))
    found: dict[tuple[str, str, bool], list[Proposal]] = defaultdict(list)
    for group in groups:
        for proposal in group.proposals:
            if group.language:
                found[group.language, proposal.pattern, proposal.whole].append(proposal)
    common = {key: proposals for key, proposals in found.items() if len(proposals) >= LEAST_GROUPS}
    by_language: dict[str, list[SharedProposal]] = defaultdict(list)
    for (language, _, _), proposals in sorted(common.items()):
        by_language[language].append(_together(proposals))
    own = (
        replace(
            group,
            proposals=tuple(one for one in group.proposals if (group.language, one.pattern, one.whole) not in common),
        )
        for group in groups
    )
    return tuple(group for group in own if group.proposals), {name: tuple(all_) for name, all_ in by_language.items()}


def _together(proposals: Sequence[Proposal]) -> SharedProposal:
    first = proposals[0]
    at = first.seen.at if len({one.seen.at for one in proposals}) == 1 else "edge"
    if "body" in {one.seen.at for one in proposals}:
        at = "body"
    documents, of = sum(one.seen.documents for one in proposals), sum(one.seen.of for one in proposals)
    return SharedProposal(replace(first, seen=replace(first.seen, documents=documents, of=of, at=at)), len(proposals))
