"""Rule files found and read into layers."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from ingest.errors import Fault, RuleError, UsageError
from ingest.html.selectors import fault_of_selector
from ingest.lexicon.word_lists import packaged_rules
from ingest.rules.files.lazy import LazyRuleFile
from ingest.rules.files.parse import read_rule_file
from ingest.rules.files.place import ANY_LANGUAGE
from ingest.rules.files.renamed import read_renamed
from ingest.rules.finders.built_in import BUILT_IN_FINDERS
from ingest.rules.ftr.folder import FtrFolder
from ingest.rules.layers import RuleSet
from ingest.rules.model import GLOBAL, LANGUAGE, LEARNED, SITE, USER, RuleFile
from ingest.vocabulary import Care

# The folder of packaged rule files that serve only those who ask for them.
EXTRA = "extra"


def rule_paths(root: Path) -> tuple[Path, ...]:
    """Return the rule files of a folder (``*.yaml``, ``*.yml``, any depth) or the one file, sorted.

    ``extra/NAME.yaml``, where there is no such path, is a packaged file that only serves those who ask for it.

    Raises:
        UsageError: nothing is there.
    """
    if root.parts[:1] == (EXTRA,) and not root.exists():
        root = packaged_rules() / root
    if root.is_file():
        return (root,)
    if not root.is_dir():
        raise UsageError(
            f"no rules at '{root}': it is neither a folder nor a file\n  fix: check the path after --rules"
        )
    paths = tuple(sorted(path for path in root.rglob("*") if path.suffix in (".yaml", ".yml") and path.is_file()))
    if not paths:
        raise UsageError(f"no rules at '{root}': the folder has no .yaml file\n  fix: 'ingest rules new' writes one")
    return paths


def load_rules(
    roots: Iterable[str | os.PathLike[str]] = (),
    *,
    packaged: bool = True,
    sites: bool = True,
    finders: Collection[str] = BUILT_IN_FINDERS,
    ftr: Path | None = None,
    care: Care = "normal",
) -> RuleSet:
    """Read the packaged rules and the user's own (``roots``: files, folders, or the text of a file, which has several
    lines) into one rule set.

    ``finders`` are the names that ``finder:`` may use. ``ftr`` is a folder of FiveFilters site configs, which are read
    when documents of their hosts come. ``care`` says which rules documents are cleaned with.

    Raises:
        RuleError: all faults of all files.
        UsageError: a root that is not there.
    """
    files, faults = list[RuleFile | LazyRuleFile](), list[Fault]()
    if packaged:
        files += _packaged_files(packaged_rules(), finders, sites=sites)
    for number, root in enumerate(roots):
        written = root.encode() if isinstance(root, str) and "\n" in root else None
        for path in rule_paths(Path(root)) if written is None else (Path(f"rules[{number}]"),):
            try:
                files.append(read_layer(path, None, finders, data=written))
            except RuleError as error:
                faults += error.faults
    if faults:
        raise RuleError(faults)
    configs = FtrFolder(ftr, fault_of_selector) if ftr else None
    renamed = read_renamed(packaged_rules()) if packaged else {}
    served = (file for file in files if sites or file.site is None or file.rank == LEARNED)
    return RuleSet(served, configs, renamed, care)


def learned_layers(folder: Path, finders: Collection[str] = BUILT_IN_FINDERS) -> tuple[LazyRuleFile, ...]:
    """Return the rule files in a folder that this program has written, to be read when documents of their groups
    come."""
    paths = sorted(folder.glob("*.yaml"))
    return tuple(LazyRuleFile(str(path), f"learned/{path.name}", None, finders, learned=True) for path in paths)


def _packaged_files(home: Path, finders: Collection[str], *, sites: bool) -> Iterator[RuleFile | LazyRuleFile]:
    """Yield the packaged rule files that serve everybody, which are those outside ``extra``.

    Those of languages are lazy; the others are trusted, since all are checked before packaging. There are hundreds, so
    their paths stay text, which takes a tenth of the time.
    """
    for folder, folders, names in os.walk(home):
        place = folder[len(str(home)) + 1 :].replace(os.sep, "/")
        if not place:
            folders[:] = [name for name in folders if name != EXTRA and (sites or name != "sites")]
        language = place.removeprefix("lang/") if place.startswith("lang/") else ANY_LANGUAGE
        for name in names:
            if not name.endswith(".yaml"):
                continue
            if language == ANY_LANGUAGE:
                yield read_layer(Path(folder, name), home, finders, trusted=True)
            else:
                yield LazyRuleFile(os.path.join(folder, name), f"rules/{place}/{name}", language, finders)


def read_layer(
    path: Path, home: Path | None, finders: Collection[str], *, trusted: bool = False, data: bytes | None = None
) -> RuleFile:
    """Read one rule file: of the packaged rules, whose folder is ``home``, or (None) of the user's own; ``data`` are
    its bytes, if it lies nowhere.

    Unless it is ``trusted``, its patterns and selectors are compiled, to see that they are sound.

    Raises:
        RuleError: all that is wrong with the file.
    """
    return read_rule_file(
        path,
        data=data,
        rank=_rank(path.relative_to(home).as_posix()) if home else USER,
        shown=_shown_path(path, home) if home else None,
        finders=finders,
        check_selector=None if trusted else fault_of_selector,
        trusted=trusted,
    )


def _shown_path(path: Path, home: Path) -> str:
    return f"rules/{path.relative_to(home).as_posix()}"


def _rank(place: str) -> int:
    folder, _, rest = place.partition("/")
    if folder == "lang" and rest.startswith(f"{ANY_LANGUAGE}/"):
        return GLOBAL
    return {"lang": LANGUAGE, "names": LANGUAGE, "sites": SITE}.get(folder, GLOBAL)
