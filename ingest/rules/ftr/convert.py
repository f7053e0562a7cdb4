"""Site configs written as rule files of ours, to be read, changed and tested like any other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import Fault, UsageError
from ingest.html.selectors import fault_of_selector
from ingest.rules.ftr.config import SiteConfig, Unconverted
from ingest.rules.ftr.folder import FtrFolder
from ingest.rules.model import RuleFile, SelectorText


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a folder: files read, files written (or, of a dry run, to be written), rules and field selectors
    in them, lines that are wrong (``faults``) and lines that are sound but say what rule files cannot."""

    read: int
    written: int
    rules: int
    fields: int
    faults: tuple[Fault, ...]
    unconverted: tuple[Unconverted, ...]

    @property
    def unconverted_by_fate(self) -> dict[str, int]:
        """Return the number of lines that were not converted, by why: network, not converted, source."""
        return dict(sorted(Counter(line.fate for line in self.unconverted).items()))


def import_configs(folder: Path, into: Path | None) -> Imported:
    """Write the site configs of a folder as rule files under ``into``/sites; None: only return what would be written.

    Raises:
        UsageError: no site configs, a rule file that is there already, or a folder that cannot be written.
    """
    configs = FtrFolder(folder, fault_of_selector)
    read = [configs.read(key) for key in configs.paths]
    chosen, hidden = _one_per_host(configs, read)
    files = [config.file for config in chosen if config.file.rules or config.file.fields]
    if into is not None:
        _write_rule_files(files, into / "sites")
    return Imported(
        read=len(read),
        written=len(files),
        rules=sum(len(file.rules) for file in files),
        fields=sum(len(selectors) for file in files for selectors in (file.fields or {}).values()),
        faults=(*(fault for config in read for fault in config.faults), *hidden),
        unconverted=tuple(line for config in read for line in config.unconverted),
    )


def _one_per_host(configs: FtrFolder, read: list[SiteConfig]) -> tuple[list[SiteConfig], list[Fault]]:
    """Return one site config for each host, and a fault for each that it hides: our files serve a host with its
    subdomains, theirs one or the other."""
    chosen: dict[str, SiteConfig] = {}
    hidden: list[Fault] = []
    for key, config in sorted(zip(configs.paths, read, strict=True), key=lambda pair: pair[0].startswith(".")):
        if config.host in chosen:
            what = f"is for subdomains, which {Path(chosen[config.host].file.path).name} serves once it is converted"
            hidden.append(Fault(configs.paths[key].as_posix(), 1, 1, what, "join the two files, or use --ftr"))
        else:
            chosen[config.host] = config
    return list(chosen.values()), hidden


def _write_rule_files(files: list[RuleFile], folder: Path) -> None:
    existing = [file for file in files if (folder / f"{file.site}.yaml").exists()]
    if existing:
        first, others = folder / f"{existing[0].site}.yaml", len(existing) - 1
        raise UsageError(f"'{first}' is there already, and {others} others\n  fix: another folder with --into")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            (folder / f"{file.site}.yaml").write_text(yaml_of(file), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"'{folder}' cannot be written: {error.strerror}\n  fix: another folder with --into") from None


def yaml_of(file: RuleFile) -> str:
    """Return a rule file of element rules and fields as YAML that reads back as the same rules."""
    return "\n".join(_yaml_lines(file)) + "\n"


def _yaml_lines(file: RuleFile) -> Iterator[str]:
    yield f"about: {_quoted(file.about)}"
    yield f"site: {_quoted(file.site or '')}"
    yield "origin: ftr"
    if file.fields:
        yield "fields:"
        for field, selectors in file.fields.items():
            yield f"  {field}:"
            yield from (f"    - {_selector(selector)}" for selector in selectors)
    yield "rules:" if file.rules else "rules: []"
    for rule in file.rules:
        yield f"  - id: {rule.id}"
        yield f"    kind: {rule.kind}"
        yield "    origin: ftr"
        yield "    element:"
        yield from (f"      - {_selector(selector)}" for selector in rule.selectors)


def _selector(selector: SelectorText) -> str:
    syntax, expression = selector
    return f"{{{syntax}: {_quoted(expression)}}}"


def _quoted(text: str) -> str:
    if "'" in text and not re.search(r'["\\]', text):
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"
