"""FiveFilters site configs: one file for a host, read into a rule file of ours.

The format is https://help.fivefilters.org/full-text-rss/site-patterns.html, the files
https://github.com/fivefilters/ftr-site-config (public domain). Selectors become element and field rules; ``FATES`` has
what becomes of the other directives, which need the network or tell another program how to parse.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ingest.errors import Fault, closest_word
from ingest.html.extract.class_names import mark_of
from ingest.rules.model import FTR, Rule, RuleFile, SelectorText
from ingest.vocabulary import CRUFT_KINDS

Fate = Literal["field", "rule", "source", "inert", "network", "not converted"]
# What becomes of each directive, and why.
FATES: Mapping[str, tuple[Fate, str]] = {
    "author": ("field", "authors"),
    "body": ("field", "body"),
    "date": ("field", "published"),
    "title": ("field", "title"),
    "strip": ("rule", "an element rule"),
    "strip_id_or_class": ("rule", "an element rule"),
    "strip_image_src": ("rule", "an element rule"),
    "find_string": ("source", "changes the page's source, which rule files cannot"),
    "replace_string": ("source", "changes the page's source, which rule files cannot"),
    "autodetect_on_failure": ("inert", "where body finds nothing, the whole page is read"),
    "convert_double_br_tags": ("inert", "a line break ends a block anyway"),
    "dissolve": ("inert", "takes a tag away and leaves its text"),
    "footnotes": ("inert", "footnotes of the page are not told apart"),
    "insert_detected_image": ("inert", "pictures are not text"),
    "parser": ("inert", "there is one parser"),
    "post_strip_attr": ("inert", "attributes are not text"),
    "prune": ("inert", "the reader prunes by its own lights"),
    "src_lazy_load_attr": ("inert", "pictures are not text"),
    "strip_attr": ("inert", "attributes are not text"),
    "strip_comments": ("inert", "markup comments are never read"),
    "test_contains": ("inert", "says what a page on the network must hold"),
    "test_url": ("inert", "names a page on the network"),
    "tidy": ("inert", "there is one parser"),
    "wrap_in": ("inert", "marks up what stays"),
    "autodetect_next_page": ("network", "fetches a page"),
    "http_header": ("network", "says how to fetch a page"),
    "if_page_contains": ("network", "is a condition of fetching a page"),
    "login_extra_fields": ("network", "logs in"),
    "login_password_field": ("network", "logs in"),
    "login_uri": ("network", "logs in"),
    "login_username_field": ("network", "logs in"),
    "next_page_link": ("network", "fetches a page"),
    "not_logged_in_xpath": ("network", "logs in"),
    "requires_login": ("network", "logs in"),
    "single_page_link": ("network", "fetches a page"),
    "single_page_link_in_feed": ("network", "fetches a page"),
    "move_into": ("not converted", "puts text elsewhere in the page"),
    "native_ad_clue": ("not converted", "marks a page as an advertisement"),
    "skip_id_or_class": ("not converted", "an exception to class names that only another program removes"),
    "skip_json_ld": ("not converted", "distrusts what the page states for machines"),
}
# What names elements in an expression: what is quoted, or else its words.
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_NAME = re.compile(r"[\w-]+")
_LINE = re.compile(r"\s*([A-Za-z_]+)\s*(?:\((.*?)\)\s*(?=:))?\s*:\s?(.*)")
_NODES_ONLY = re.compile(r"/(?:text\(\)|@[\w:-]+)\s*$")


@dataclass(frozen=True, slots=True)
class Unconverted(Fault):
    """A line of a site config that is sound, but says what a rule file cannot; ``fate`` is why."""

    fate: Fate = "not converted"


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """A site config as read: the rule file made of it, the lines that are wrong and so skipped (``faults``), and those
    that are sound but ``unconverted``. ``host`` is without the dot of a wildcard."""

    file: RuleFile
    host: str
    faults: tuple[Fault, ...] = ()
    unconverted: tuple[Unconverted, ...] = ()


def read_config(data: bytes, name: str, check_selector: Callable[[str, str], str | None]) -> SiteConfig:
    """Return a site config as read. Nothing is raised: a line that is wrong is skipped, and noted in ``faults``.

    Args:
        data: the file.
        name: its name, ``example.com.txt`` or (for subdomains only) ``.example.com.txt``.
        check_selector: returns why a selector (syntax, expression) is bad, None if it is good.
    """
    return _Config(data, name, check_selector).read()


def host_of_config(name: str) -> str | None:
    """Return the host of a site config by its file name, with a dot before it if it is for subdomains only.

    None: the file is no site config.
    """
    host = name.lower().removesuffix(".txt")
    if not name.lower().endswith(".txt") or not re.fullmatch(r"\.?[^\s./\\]+(\.[^\s./\\]+)+", host):
        return None
    return host.removeprefix("www.")


class _Config:
    """One file being read."""

    def __init__(self, data: bytes, name: str, check_selector: Callable[[str, str], str | None]) -> None:
        self.data = data
        self.name = name
        self.check_selector = check_selector
        self.faults: list[Fault] = []
        self.unconverted: list[Unconverted] = []
        self.fields: dict[str, list[SelectorText]] = {}
        self.stripped: dict[str, tuple[int, list[SelectorText]]] = {}
        self.replacements: list[tuple[str, str]] = []
        # The line and value of a find_string that no replace_string has followed yet.
        self.sought: tuple[int, str] | None = None

    def read(self) -> SiteConfig:
        host = (host_of_config(self.name.rpartition("/")[2]) or "").lstrip(".")
        lines = self.data.decode("utf-8-sig", "replace").splitlines()
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.lstrip().startswith(("#", "//")):
                self.line(number, line.strip())
        self.end_of_pair()
        file = RuleFile(
            path=self.name,
            rules=tuple(self.rules(host)),
            about=f"From the FiveFilters site config {self.name.rpartition('/')[2]} (public domain).",
            fields={field: tuple(selectors) for field, selectors in self.fields.items() if selectors} or None,
            site=host,
            origin="ftr",
            rank=FTR,
            sha256=hashlib.sha256(self.data).hexdigest(),
            replacements=tuple(self.replacements),
        )
        return SiteConfig(file, host, tuple(self.faults), tuple(self.unconverted))

    def line(self, number: int, line: str) -> None:
        """Read one line that is neither empty nor a comment."""
        parsed = _replacement(line) or _LINE.fullmatch(line)
        directive, inner, value = (parsed[1].lower(), parsed[2], parsed[3].strip()) if parsed else (line, None, "")
        if parsed is None:
            self.fault(number, f"'{line[:60]}' is no directive", "NAME: VALUE, or # before a comment")
        elif directive not in FATES:
            close = closest_word(directive, FATES)
            fix = f"did you mean '{close}'?" if close else "see rules/README.md"
            self.fault(number, f"an unknown directive '{directive}'", fix)
        elif not value and directive != "replace_string":
            self.fault(number, f"'{directive}' without a value", "write one, or remove the line")
        elif FATES[directive][0] == "source":
            self.source(number, directive, inner, value)
        elif FATES[directive][0] in ("network", "not converted"):
            self.leave(number, directive)
        elif FATES[directive][0] == "field":
            self.select(number, value, self.fields.setdefault(FATES[directive][1], []))
        elif FATES[directive][0] == "rule":
            _, selectors = self.stripped.setdefault(_kind_of_cruft(value), (number, []))
            self.select(number, _stripped(directive, value), selectors, written=value)

    def select(self, number: int, xpath: str, selectors: list[SelectorText], written: str | None = None) -> None:
        """Add a selector to others, unless it is bad or there already; ``written`` is what a line strips."""
        if reason := self.check_selector("xpath", xpath):
            self.fault(number, f"'{written or xpath}': {reason}", "mend the expression")
        elif written is not None and _NODES_ONLY.search(xpath):
            what = f"strip: '{written}' selects no element"
            self.unconverted.append(Unconverted(self.name, number, 1, what, "select its element"))
        elif ("xpath", xpath) not in selectors:
            selectors.append(("xpath", xpath))

    def source(self, number: int, directive: str, inner: str | None, value: str) -> None:
        """Note a replacement: ``find_string`` and the ``replace_string`` after it, or ``replace_string(find)``."""
        if directive == "find_string":
            self.end_of_pair()
            self.sought = (number, value)
        elif inner:
            self.replace(number, inner, value)
        elif self.sought is None:
            self.fault(number, "replace_string without a find_string before it", "find_string: WHAT")
        else:
            self.replace(number, self.sought[1], value)
            self.sought = None

    def replace(self, number: int, find: str, put: str) -> None:
        self.replacements.append((find, put))
        self.leave(number, "replace_string")

    def end_of_pair(self) -> None:
        """Note a fault if a find_string is still without its replace_string."""
        if self.sought is not None:
            self.fault(self.sought[0], "find_string without a replace_string after it", "replace_string: WHAT INSTEAD")
            self.sought = None

    def fault(self, number: int, what: str, fix: str) -> None:
        self.faults.append(Fault(self.name, number, 1, what, fix.strip()))

    def leave(self, number: int, directive: str) -> None:
        """Note a directive that is not converted."""
        fate, why = FATES[directive]
        fix = "" if fate == "network" else "use --ftr"
        self.unconverted.append(Unconverted(self.name, number, 1, f"{directive} {why}", fix, fate))

    def rules(self, host: str) -> Iterator[Rule]:
        """Yield an element rule for each kind of what is stripped."""
        slug = re.sub(r"[^a-z0-9.]+", "-", host).strip("-.")
        for kind, (number, selectors) in sorted(self.stripped.items()):
            if selectors:
                yield Rule(
                    id=f"ftr.{slug}.{kind.replace('_', '-')}",
                    kind=kind,
                    find="element",
                    selectors=tuple(selectors),
                    origin="ftr",
                    rank=FTR,
                    file=self.name,
                    line=number,
                )


def _replacement(line: str) -> re.Match[str] | None:
    """Return the parts of ``replace_string(find): put``, where ``find`` may hold brackets and colons."""
    return re.fullmatch(r"(replace_string)\((.+?)\)\s*:\s?(.*)", line, re.I)


def _stripped(directive: str, value: str) -> str:
    """Return the XPath of what a directive strips. A name may be a part of names; the page and its body never match."""
    if directive == "strip":
        return value
    name = value.replace("'", "").replace('"', "")
    if directive == "strip_image_src":
        return f"//img[contains(@src, '{name}')]"
    return f"//body//*[contains(@class, '{name}') or contains(@id, '{name}')]"


def _kind_of_cruft(value: str) -> str:
    """Return the first kind of cruft that the class names in a name or an XPath say, "other" if they say none."""
    names = ["".join(found) for found in _QUOTED.findall(value)] or _NAME.findall(value)
    marks = ("page_control" if mark == "hidden" else mark for mark in map(mark_of, names))
    return next((mark for mark in marks if mark in CRUFT_KINDS), "other")
