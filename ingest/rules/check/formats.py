"""What a check found, in the forms that people, programs and GitHub's annotations read."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Literal

from ingest.errors import Fault
from ingest.rules.check.check import Report

ReportFormat = Literal["text", "json", "github"]


def fault_lines(report: Report, form: ReportFormat) -> str:
    """Return the faults and hints of a report: of ``text`` as they are printed for people, of ``github`` commands,
    of ``json`` the whole report as one object."""
    if form == "json":
        return json.dumps(asdict(report), ensure_ascii=False)
    if form == "text":
        return "\n".join(map(str, (*report.faults, *report.hints)))
    faults = [_github("error", fault) for fault in report.faults]
    return "\n".join([*faults, *(_github("notice", hint) for hint in report.hints)])


def _github(level: str, fault: Fault) -> str:
    """Return a fault as a workflow command, which GitHub shows beside the line."""
    message = _escaped(f"{fault.what}\nfix: {fault.fix}" if fault.fix else fault.what)
    file = _escaped(fault.file).replace(":", "%3A").replace(",", "%2C")
    return f"::{level} file={file},line={fault.line},col={fault.column}::{message}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
