"""Rule files found and read into layers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from ingest.errors import Fault, RuleError, UsageError
from ingest.html.selectors import fault_of_selector
from ingest.rules.files.lazy import LazyRuleFile
from ingest.rules.files.parse import read_rule_file
from ingest.rules.finders.built_in import BUILT_IN_FINDERS
from ingest.rules.ftr.folder import FtrFolder
from ingest.rules.layers import RuleSet
from ingest.rules.model import GLOBAL, LANGUAGE, LEARNED, SITE, USER, RuleFile

# The folder of packaged rule files that serve only those who ask for them.
EXTRA = "extra"


def packaged_rules() -> Path:
    """Return the folder of the packaged rules: inside the wheel, or the repository's own in an editable install."""
    inside = Path(__file__).parent.parent / "_rules"
    return inside if inside.is_dir() else Path(__file__).parent.parent.parent / "rules"


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


def default_paths(home: Path) -> tuple[Path, ...]:
    """Return the packaged rule files that serve everybody: all but those in ``extra``."""
    return tuple(path for path in rule_paths(home) if path.relative_to(home).parts[0] != EXTRA)


def load_rules(
    roots: Iterable[Path] = (),
    *,
    packaged: bool = True,
    sites: bool = True,
    finders: Collection[str] = BUILT_IN_FINDERS,
    ftr: Path | None = None,
) -> RuleSet:
    """Read the packaged rules and the user's own (``roots``, files or folders) into one rule set.

    ``finders`` are the names that ``finder:`` may use. ``ftr`` is a folder of FiveFilters site configs, which are read
    when documents of their hosts come.

    Raises:
        RuleError: all faults of all files.
        UsageError: a root that is not there.
    """
    home = packaged_rules()
    paths: list[tuple[Path, Path | None]] = [(path, home) for path in default_paths(home)] if packaged else []
    paths += [(path, None) for root in roots for path in rule_paths(root)]
    files, faults = list[RuleFile | LazyRuleFile](), list[Fault]()
    for path, root in paths:
        if sites or root is None or _rank(path.relative_to(root).as_posix()) != SITE:
            try:
                files.append(_packaged(path, root, finders) if root else read_layer(path, None, finders))
            except RuleError as error:
                faults += error.faults
    if faults:
        raise RuleError(faults)
    configs = FtrFolder(ftr, fault_of_selector) if ftr else None
    return RuleSet((file for file in files if sites or file.site is None or file.rank == LEARNED), configs)


def learned_layers(folder: Path, finders: Collection[str] = BUILT_IN_FINDERS) -> tuple[LazyRuleFile, ...]:
    """Return the rule files in a folder that this program has written, to be read when documents of their groups
    come."""
    paths = sorted(folder.glob("*.yaml"))
    return tuple(LazyRuleFile(path, f"learned/{path.name}", finders, learned=True) for path in paths)


def _packaged(path: Path, home: Path, finders: Collection[str]) -> RuleFile | LazyRuleFile:
    """Read a packaged rule file: of a language lazily, any other trusted, since all are checked before packaging."""
    if path.parent == home / "lang":
        return LazyRuleFile(path, _shown_path(path, home), finders)
    return read_layer(path, home, finders, trusted=True)


def read_layer(path: Path, home: Path | None, finders: Collection[str], *, trusted: bool = False) -> RuleFile:
    """Read one rule file: of the packaged rules, whose folder is ``home``, or (None) of the user's own.

    Unless it is ``trusted``, its patterns and selectors are compiled, to see that they are sound.

    Raises:
        RuleError: all that is wrong with the file.
    """
    return read_rule_file(
        path,
        rank=_rank(path.relative_to(home).as_posix()) if home else USER,
        shown=_shown_path(path, home) if home else None,
        finders=finders,
        check_selector=None if trusted else fault_of_selector,
        trusted=trusted,
    )


def _shown_path(path: Path, home: Path) -> str:
    return f"rules/{path.relative_to(home).as_posix()}"


def _rank(place: str) -> int:
    return {"lang": LANGUAGE, "names": LANGUAGE, "sites": SITE}.get(place.split("/", 1)[0], GLOBAL)
