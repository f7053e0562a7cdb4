"""What shows that a run was called wrongly: nothing becomes a record, or no record has a name that ``--map`` says."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

from ingest.batch.summary import Detail, Tally
from ingest.errors import printable
from ingest.field_synonyms import fitting, near, preset_of
from ingest.input_record import CONTENT

STOP_AFTER = 1000  # documents, after which it is judged whether a run is of use
SHOWN_DETAILS, SHOWN_KEYS, WIDTH = 3, 12, 160  # in what is printed; the width of a detail in characters
# Pictures and style sheets of a mirror, however many, say nothing of how the run was called.
_NO_DOCUMENTS = ("unsupported", "outside")

FieldPairs = tuple[tuple[str, str], ...]


def enough_read(tally: Tally) -> bool:
    """True if enough documents have been read to tell whether going on is of use."""
    return tally.read - tally.skipped - sum(tally.reasons[reason] for reason in _NO_DOCUMENTS) >= STOP_AFTER


def hopeless(tally: Tally, fields: FieldPairs) -> bool:
    """True if what has been read shows that going on is of no use.

    A name of ``--map`` may come in a later record, so that only one which another resembles is taken for misspelt.
    """
    return _no_records(tally) or any(near(name, tally.keys) for name in _missing_names(tally, fields))


def complaint(
    tally: Tally, fields: FieldPairs, *, stopped: bool = False, keep_going: bool = False, preset: str = ""
) -> str:
    """Return what is wrong with the call that a run, at its end or ``stopped``, came from; empty if nothing is.
    ``fields`` and ``preset`` are what it says of the names in the records."""
    no_records, missing = _no_records(tally), _missing_names(tally, fields)
    if not no_records and not missing:
        return ""
    if tally.read == tally.skipped:
        what = f"there is nothing to read: {skips_said(tally.skip_reasons)} skipped"
        return f"{what}\n  fix: a file that is named alone is read whatever it is called"
    lines = [_line_of_no_records(tally.read - tally.skipped)] if no_records else []
    lines += [_line_of_missing_name(name, tally.keys) for name in missing]
    lines += [f"stopped after these {tally.read:,} documents, there are more"] if stopped else []
    lines += detail_lines(tally.details) if no_records else []
    if tally.keys:
        more = f" and {len(tally.keys) - SHOWN_KEYS:,} more" if len(tally.keys) > SHOWN_KEYS else ""
        lines.append(f"keys of its records, commonest first: {', '.join(map(repr, tally.keys[:SHOWN_KEYS]))}{more}")
    lines.append(f"fix: {_fix(tally, fields, preset)}{'' if keep_going else _or_go_on(no_records, stopped)}")
    return "\n  ".join(lines)


def skips_said(reasons: Mapping[str, int]) -> str:
    """Return how many files were skipped and why: ``3 hidden, 1 backup``."""
    return ", ".join(f"{count:,} {reason}" for reason, count in sorted(reasons.items(), key=lambda item: -item[1]))


def detail_lines(details: Sequence[Detail]) -> list[str]:
    """Return the commonest details with their counts, a line each, as they may be printed."""
    lines = [f"{detail.count:,} {detail.reason}: {printable(detail.detail)}" for detail in details[:SHOWN_DETAILS]]
    return [line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…" for line in lines]


def _no_records(tally: Tally) -> bool:
    return not tally.records


def _missing_names(tally: Tally, fields: FieldPairs) -> list[str]:
    """Return the names of ``--map`` that no record has had; none, if there were no records."""
    names = dict.fromkeys(theirs for _, theirs in fields) if tally.keys else ()
    return [name for name in names if name not in tally.met]


def _line_of_no_records(read: int) -> str:
    return f"none of {read:,} documents became a record" if read > 1 else "its one document became no record"


def _line_of_missing_name(name: str, keys: Sequence[str]) -> str:
    close = near(name, keys)
    return f"no record has {name!r}, which --map names{f': did you mean {close!r}?' if close else ''}"


def _fix(tally: Tally, fields: FieldPairs, preset: str) -> str:
    tool = preset_of(tally.keys)
    if _no_records(tally) and tool and tool != preset:
        return f"--from {tool}"
    content = {*CONTENT, *(theirs for ours, theirs in fields if ours in CONTENT)}
    if _no_records(tally) and (content & {*tally.keys} or not tally.keys):
        return "see what rejects.jsonl says of each"
    pairs = fitting(tally.keys, fields)
    if pairs and pairs != fields:
        return f"--map {shlex.quote(','.join(f'{ours}={theirs}' for ours, theirs in pairs))}"
    if _no_records(tally):
        return "name the key that holds the page or the text: --map html=KEY or --map text=KEY"
    return "name in --map what your records have"


def _or_go_on(no_records: bool, stopped: bool) -> str:
    if stopped:
        return "; or --keep-going, if the rest is better"
    return "" if no_records else "; or --keep-going, which takes the records as they are"
