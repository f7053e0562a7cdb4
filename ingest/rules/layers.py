"""Which rules apply to a document: global < language < site < the user's own, minus what is disabled."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ingest.article import Part
from ingest.errors import Fault, RuleError, UsageError
from ingest.rules.casing import Casing
from ingest.rules.file import read_rule_file
from ingest.rules.finders import BUILT_IN, Finder
from ingest.rules.ftr import SiteConfig
from ingest.rules.ftr_folder import FtrFolder
from ingest.rules.late import LateFile
from ingest.rules.match import Engine, Question
from ingest.rules.rule import GLOBAL, LANGUAGE, SITE, USER, Pattern, Rule, RuleFile

if TYPE_CHECKING:
    from ingest.read.prune import ElementRule
    from ingest.read.tree import Selector

# Shelves of this many sites are kept compiled; an archive may hold millions of sites.
SITES_KEPT = 64
# The folder of packaged rule files that serve only those who ask for them.
EXTRA = "extra"
# Pages in every language carry English plugins: their whole lines outside the body are cruft everywhere.
PLUGIN_LANGUAGE = "en"


class Sought:
    """Patterns that are looked for together: ``probes`` says, for each of ``engine``, whose it is and what for."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        probes = [(rule, role, pattern) for rule in rules for role, pattern in _sought(rule)]
        self.engine = Engine([pattern for _, _, pattern in probes], [rule.where for rule, _, _ in probes])
        self.probes = tuple((rule, role) for rule, role, _ in probes)

    def warm(self) -> None:
        """Compile all that is looked for."""
        self.engine.warm({at for at, (rule, _) in enumerate(self.probes) if rule.located})


class Shelf:
    """Rules of one layer: what of them is looked for in texts and in titles (``parts``), and by other means.

    What must stand beside something is not looked for, but asked of single lines once that is found (``beside``).
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        parts: tuple[Part, ...] = ("text", "title")
        self.parts = {part: Sought(rule for rule in self.rules if rule.where.part == part) for part in parts}
        self.beside = {
            (rule.id, role): Question(pattern) for rule in self.rules for role, pattern in _asked_beside(rule)
        }
        self.casing = Casing(rule for rule in self.rules if rule.find == "words")
        self.finders = tuple(rule for rule in self.rules if rule.find == "finder")
        # How far before a change a line is looked at again: sections look this far ahead for what confirms them.
        self.reach = max((rule.section.within for rule in self.rules if rule.section), default=1)


def _sought(rule: Rule) -> Iterator[tuple[str, Pattern]]:
    if rule.pattern:
        yield "main", rule.pattern
    if rule.section:
        yield "start", rule.section.start


def _asked_beside(rule: Rule) -> Iterator[tuple[str, Pattern]]:
    if rule.section and rule.section.confirm:
        yield "confirm", rule.section.confirm
    if rule.section and isinstance(rule.section.end, Pattern):
        yield "end", rule.section.end
    for role, neighbour in (("before", rule.where.before), ("after", rule.where.after)):
        if neighbour and neighbour.pattern:
            yield role, neighbour.pattern


@dataclass(frozen=True)
class Selection:
    """The rules for one document: shelves, and the ids among them that a later layer disables."""

    shelves: tuple[Shelf, ...]
    disabled: frozenset[str]
    files: tuple[RuleFile, ...]

    @cached_property
    def reach(self) -> int:
        """The number of lines that a line's neighbours and confirmations lie within."""
        return max((shelf.reach for shelf in self.shelves), default=1)

    def warm(self) -> None:
        """Compile all that is looked for."""
        for shelf in self.shelves:
            for sought in shelf.parts.values():
                sought.warm()
            for question in shelf.beside.values():
                question.warm()

    def rules(self) -> tuple[Rule, ...]:
        """Give the rules that apply, in the order of their layers."""
        return tuple(rule for shelf in self.shelves for rule in shelf.rules if rule.id not in self.disabled)

    @cached_property
    def sha256(self) -> str:
        """The hash of the layers that apply: of their files' bytes, in order."""
        return hashlib.sha256("".join(file.sha256 for file in self.files).encode()).hexdigest()

    def element_rules(self, kept: Collection[str]) -> tuple[ElementRule, ...]:
        """Give the rules for elements, one for each selector; those of kept kinds only where they guard."""
        from ingest.read.prune import ElementRule
        from ingest.read.tree import Selector

        return tuple(
            ElementRule(
                rule.id,
                rule.kind,
                Selector(expression, syntax),
                _on_elements(rule),
                rule.to,
                rule.rank,
                bool(rule.origin),
            )
            for rule in self.rules()
            for syntax, expression in rule.selectors
            if rule.action == "keep" or rule.kind not in kept
        )

    @property
    def replacements(self) -> tuple[tuple[str, str], ...]:
        """What to put for what in the source of a page, before it is parsed."""
        return tuple(pair for file in self.files for pair in file.replacements)

    def field_selectors(self, *, hints: bool = False) -> dict[str, tuple[Selector, ...]]:
        """Give the field selectors of the layers that apply; a later layer's replace an earlier one's.

        With ``hints`` those of origin "ftr", and only those: such files are often years old, so a page's own word
        counts more.
        """
        from ingest.read.tree import Selector

        files = [file for file in self.files if (file.origin == "ftr") == hints]
        fields = {name: value for file in files for name, value in (file.fields or {}).items()}
        return {name: tuple(Selector(said, syntax) for syntax, said in value) for name, value in fields.items()}


class RuleSet:
    """All layers, compiled as they are asked for. Safe to share between threads: what is cached is immutable."""

    def __init__(self, files: Iterable[RuleFile | LateFile], ftr: FtrFolder | None = None) -> None:
        self.files = tuple(sorted(files, key=lambda file: (file.rank, file.path)))
        self.ftr = ftr
        self._refuse_repeated_ids()
        self._bases: dict[str | None, Selection] = {}
        self._sites: OrderedDict[tuple[str | None, str], Selection] = OrderedDict()

    def _refuse_repeated_ids(self) -> None:
        faults, seen = [], dict[str, RuleFile | LateFile]()
        for file in self.files:
            for id in file.ids:
                if id in seen:
                    faults.append(_repeated(id, seen[id].read(), file.read()))
                seen.setdefault(id, file)
        for file in self.files:
            for id in set(file.disable) - set(seen):
                if self.ftr and id.startswith("ftr."):
                    continue  # of a site config, which is not read yet
                faults.append(Fault(file.path, 1, 1, f"disables '{id}', which no layer has", "remove it"))
        if faults:
            raise RuleError(faults)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule of every layer."""
        return tuple(rule for file in self.files for rule in file.read().rules)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The id of every rule of every layer."""
        return tuple(id for file in self.files for id in file.ids)

    @cached_property
    def sha256(self) -> str:
        """The hash of all layers, site configs included."""
        said = [file.sha256 for file in self.files] + ([self.ftr.sha256] if self.ftr else [])
        return hashlib.sha256("".join(said).encode()).hexdigest()

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages that some layer has rules of its own for."""
        return frozenset(file.language for file in self.files if file.language)

    def site_file(self, host: str | None, rank: int = SITE, language: str | None = None) -> RuleFile | None:
        """Give the site file of a layer that serves a host: the one with the longest suffix of it, of those that are
        for any language or for this one."""
        at = host or ""
        while at:
            for file in self._of_sites.get((rank, at), ()):
                if file.language in (None, language):
                    return file
            at = at.partition(".")[2]
        return None

    @cached_property
    def _of_sites(self) -> dict[tuple[int, str], list[RuleFile]]:
        found: dict[tuple[int, str], list[RuleFile]] = {}
        for file in self.files:
            if file.site:
                found.setdefault((file.rank, file.site), []).append(file.read())
        return found

    def site_config(self, host: str | None) -> SiteConfig | None:
        """Give the FiveFilters site config that serves a host, None if there is none."""
        return self.ftr.config(host) if self.ftr else None

    def select(self, language: str | None, site: str | None) -> Selection:
        """Give the rules for a document of a language (None: not known) on a site (a host name, None: not known)."""
        if language not in self.languages:
            # Records state what they like: one base for all that have no rules, else memory grows with the input.
            language = None
        base = self._bases.get(language)
        if base is None:
            base = self._bases[language] = self._base(language)
        own = [file for rank in (SITE, USER) if (file := self.site_file(site, rank, language))]
        if config := self.site_config(site):
            own.insert(0, config.file)
        if not own or site is None:
            return base
        cached = self._sites.get((language, site))
        if cached is None:
            rules = [rule for file in own for rule in file.rules]
            disabled = base.disabled.union(*(file.disable for file in own))
            cached = Selection((*base.shelves, Shelf(rules)), frozenset(disabled), (*base.files, *own))
            self._sites[language, site] = cached
            while len(self._sites) > SITES_KEPT:
                self._sites.popitem(last=False)
        return cached

    def _base(self, language: str | None) -> Selection:
        files = [f.read() for f in self.files if f.site is None and f.language in (None, language)]
        rules = [rule for file in files for rule in file.rules]
        plugins = [f.read() for f in self.files if f.site is None and f.language == PLUGIN_LANGUAGE != language]
        rules += [rule for file in plugins for rule in file.rules if _is_plugin_line(rule)]
        disabled = frozenset(id for file in files for id in file.disable)
        return Selection((Shelf(rules),), disabled, tuple(sorted([*files, *plugins], key=lambda f: (f.rank, f.path))))


def _repeated(id: str, first: RuleFile, second: RuleFile) -> Fault:
    known, rule = (next(rule for rule in file.rules if rule.id == id) for file in (first, second))
    what = f"rule '{id}': the id stands already in {known.file}:{known.line}"
    return Fault(rule.file, rule.line, 1, what, f"choose another id, and disable: [{id}]")


def _on_elements(rule: Rule) -> Literal["drop", "move", "keep"]:
    return "keep" if rule.action == "keep" else "move" if rule.action == "move" else "drop"


def _is_plugin_line(rule: Rule) -> bool:
    """Say whether a rule is about whole lines outside the body, by phrases: safe in pages of any language."""
    if "body" in rule.where.positions or rule.where.part == "title":
        return False
    pattern = rule.section.start if rule.section else rule.pattern if rule.find == "line" else None
    return pattern is not None and bool(pattern.phrases) and not pattern.alternatives


def packaged_rules() -> Path:
    """Give the folder of the packaged rules: inside the wheel, or the repository's own in an editable install."""
    inside = Path(__file__).parent.parent / "_rules"
    return inside if inside.is_dir() else Path(__file__).parent.parent.parent / "rules"


def rule_paths(root: Path) -> tuple[Path, ...]:
    """Give the rule files of a folder (``*.yaml``, ``*.yml``, any depth) or the one file, sorted.

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
    found = tuple(sorted(path for path in root.rglob("*") if path.suffix in (".yaml", ".yml") and path.is_file()))
    if not found:
        raise UsageError(f"no rules at '{root}': the folder has no .yaml file\n  fix: 'ingest rules new' writes one")
    return found


def default_paths(home: Path) -> tuple[Path, ...]:
    """Give the packaged rule files that serve everybody: all but those in ``extra``."""
    return tuple(path for path in rule_paths(home) if path.relative_to(home).parts[0] != EXTRA)


def load_rules(
    roots: Iterable[Path] = (),
    *,
    packaged: bool = True,
    sites: bool = True,
    finders: Mapping[str, Finder] = BUILT_IN,
    ftr: Path | None = None,
) -> RuleSet:
    """Read the packaged rules and the user's own (``roots``, files or folders) into one rule set.

    ``ftr`` is a folder of FiveFilters site configs, which are read when documents of their hosts come.

    Raises:
        RuleError: all faults of all files.
        UsageError: a root that is not there.
    """
    home = packaged_rules()
    wanted: list[tuple[Path, Path | None]] = [(path, home) for path in default_paths(home)] if packaged else []
    wanted += [(path, None) for root in roots for path in rule_paths(root)]
    files, faults = list[RuleFile | LateFile](), list[Fault]()
    for path, root in wanted:
        if sites or root is None or _rank(path.relative_to(root).as_posix()) != SITE:
            try:
                files.append(_packaged(path, root, finders) if root else read_layer(path, None, finders))
            except RuleError as error:
                faults += error.faults
    if faults:
        raise RuleError(faults)
    configs = FtrFolder(ftr, fault_of_selector) if ftr else None
    return RuleSet((file for file in files if sites or file.site is None), configs)


def _packaged(path: Path, home: Path, finders: Mapping[str, Finder]) -> RuleFile | LateFile:
    """Read a packaged rule file, of a language only as far as it is known by: they are checked before packaging."""
    if path.parent == home / "lang":
        return LateFile(path, _shown(path, home), finders)
    return read_layer(path, home, finders, trusted=True)


def read_layer(path: Path, home: Path | None, finders: Mapping[str, Finder], *, trusted: bool = False) -> RuleFile:
    """Read one rule file: of the packaged rules, whose folder is ``home``, or (None) of the user's own.

    Unless it is ``trusted``, its patterns and selectors are tried on what will look for them.

    Raises:
        RuleError: all that is wrong with the file.
    """
    return read_rule_file(
        path,
        rank=_rank(path.relative_to(home).as_posix()) if home else USER,
        shown=_shown(path, home) if home else None,
        finders=finders,
        check_selector=None if trusted else fault_of_selector,
        trusted=trusted,
    )


def _shown(path: Path, home: Path) -> str:
    return f"rules/{path.relative_to(home).as_posix()}"


def _rank(place: str) -> int:
    return {"lang": LANGUAGE, "names": LANGUAGE, "sites": SITE}.get(place.split("/")[0], GLOBAL)


def fault_of_selector(syntax: str, expression: str) -> str | None:
    """Say why a selector is bad, None if it is good."""
    # Here, so that lxml is loaded only where a rule file has selectors.
    from ingest.read.tree import Selector

    try:
        Selector.compile(expression, "css" if syntax == "css" else "xpath")
    except ValueError as error:
        return str(error)
    return None
