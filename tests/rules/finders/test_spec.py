"""Finders with their properties: when they are asked, and what they depend on; a user's own are like built-in ones."""

from __future__ import annotations

import doctest
import pickle
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

import ingest
from ingest import Cleaner, FinderSpec, Found, Options, PageView, UsageError
from ingest.article import Metadata
from ingest.batch.resume.provenance import options_as_json
from ingest.rules.edits.view import block_views, positions_of
from ingest.rules.engine.propose import Proposer
from ingest.rules.finders.built_in import BUILT_IN_FINDERS, finder_specs
from ingest.rules.finders.spec import Finder, Stage
from ingest.rules.model import Rule
from ingest.rules.selection import CompiledLayer, Selection
from ingest.text.blocks import split_blocks
from ingest.text.shape import shape

ONE = "The council voted on Tuesday to keep the old bridge open for another year."
TWO = "Engineers had asked for more time to look at the northern pier of the bridge."
TITLE = "Council keeps the old bridge open"
MENU = ["Sport", "Weather", "Travel", "Culture"] * 3
LINES = [*MENU, TITLE, f"{TITLE}, he said", ONE, TWO, ONE, TWO, TWO, *MENU, "Bridge news - The Courier"]


def view_of(lines: list[str], **known: object) -> PageView:
    text = "\n".join(lines)
    blocks = split_blocks(text)
    shapes = [shape(text[block.start : block.end]) for block in blocks]
    return PageView(block_views(text, blocks, shapes, positions_of(shapes)), **known)  # type: ignore[arg-type]


# A page on which every built-in finder finds something, and other values for all that is known of it.
BODY = (len(MENU), len(MENU) + 7)
KNOWN = view_of(LINES, title=TITLE, site="courier.example", language="en", body=BODY)
OTHERWISE: dict[str, Any] = {
    "part": "title",
    "title": "Another",
    "site": "mail.example",
    "site_name": "Riverside Mail",
    "language": "de",
    "around": ("Bridge news",),
    "below": frozenset({1, 2}),
    "headline": "Sport",
    "body": (1, 2),
    "run_together": True,
    "known": Metadata(title="Another", published="2020-01-01"),
}
# An element and then its parts: only there is something nested.
NESTED = replace(
    view_of([*MENU, f"{TITLE} {ONE}", TITLE, ONE, TWO, *MENU], title=TITLE), body=(len(MENU), len(MENU) + 4)
)
# Lines that repeat what is known, and a byline beside a headline that is another.
STATED = view_of(
    ["Politics", "The Courier", "Harbour, Bridges", "Ann Lee", "Courier, Kyiv", "Ann Lee | 5 March 2024", ONE, TWO],
    title=TITLE,
    site="courier.example",
    known=Metadata(
        title=TITLE,
        authors=("Ann Lee",),
        published="2024-03-05",
        section="Politics",
        site_name="The Courier",
        tags=("Harbour", "Bridges"),
    ),
)
# The same, with the day on a line of its own.
DATED = replace(STATED, blocks=view_of(["5 March 2024", "Ann Lee | 6 March 2024", ONE, TWO]).blocks)
FEW_BELOW = view_of([ONE, TWO, "Council news in brief"])

# Other headlines between paragraphs; terms below the last one.
RUNS = view_of([TITLE, ONE, "Ferry to Corrin Isle sails again after nine weeks", f"{TITLE} at Ardle after all", TWO])
TERMS = view_of([TITLE, ONE, TWO, "old bridge", "council"])

# A text on one line, with what stands inside it, and a foot.
INSIDE = replace(
    view_of(
        [
            f"{ONE} Published: 5 March 2026, 10:15 {TWO} window.a = window.a || []; a.push({{b: 1}}); {ONE} "
            f"{'Level of trust ' * 4}{TWO} ann@courier.example ▶ Morning news by mail © Courier."
        ]
    ),
    run_together=True,
)
OTHERWISE_INSIDE = {**OTHERWISE, "run_together": False}

# What these find only where the headline is another.
LAST_OF = {"byline-line": "Courier, Kyiv", "date-line": "Ann Lee | 6 March 2024"}


def page_for(name: str) -> PageView:
    if name in (pages := {"nested-lines": NESTED, "headline-run": RUNS, "tail-terms": TERMS}):
        return pages[name]
    if name in ("code", "labelled-dates", "page-foot", "said-over"):
        return INSIDE
    if name in ("stated-date", "date-line"):
        return DATED
    if name == "tail-lines":
        return FEW_BELOW
    return STATED if "known" in (BUILT_IN_FINDERS[name].depends_on or ()) else KNOWN


@pytest.mark.parametrize("name", sorted(BUILT_IN_FINDERS))
def test_built_in_finders_depend_on_nothing_that_they_do_not_declare(name: str) -> None:
    finder = BUILT_IN_FINDERS[name]
    known = page_for(name)
    assert finder.depends_on is not None
    assert set(OTHERWISE) | {"blocks"} == {field.name for field in fields(PageView)}
    otherwise = OTHERWISE_INSIDE if known is INSIDE else OTHERWISE
    other = replace(known, **{key: value for key, value in otherwise.items() if key not in finder.depends_on})
    assert list(finder(known))
    assert list(finder(other)) == list(finder(known))


@pytest.mark.parametrize(
    ("name", "field"),
    [
        (name, field)
        for name, finder in BUILT_IN_FINDERS.items()
        for field in finder.depends_on or ()
        if field != "blocks"
    ],
)
def test_built_in_finders_declare_no_more_than_they_depend_on(name: str, field: str) -> None:
    known = page_for(name)
    known = replace(known, headline=f"{TITLE}, he said") if known is KNOWN else known
    if name in LAST_OF:
        known = replace(known, known=Metadata())
    other = replace(known, **{field: (OTHERWISE_INSIDE if known is INSIDE else OTHERWISE)[field]})
    if field == "title" and "known" in (BUILT_IN_FINDERS[name].depends_on or ()):
        other = replace(known, title=LAST_OF[name])
    if field == "known" and name in LAST_OF:
        other = replace(known, known=Metadata(title=LAST_OF[name]))
    if name == "site-tail" and field == "around":
        known, other = (
            replace(view, site="", blocks=view_of(["A bridge - Bridge News"]).blocks) for view in (known, other)
        )
    if name == "site-tail" and field == "site_name":
        other = replace(other, blocks=view_of(["A bridge - Riverside Mail"]).blocks)
        known = replace(known, blocks=other.blocks)
    assert list(BUILT_IN_FINDERS[name](known)) != list(BUILT_IN_FINDERS[name](other))


# ---------------------------------------------------------------- what a finder may not be


@pytest.mark.parametrize(
    ("wrong", "error", "what"),
    [
        ({"stage": "lat"}, UsageError, "stage: 'lat' is not known\n  fix: did you mean 'late'"),
        ({"depends_on": ("lines",)}, UsageError, "a PageView has no 'lines'\n  fix: .*known: around, below, blocks"),
        ({"function": "bridge"}, TypeError, "a finder is a function of a PageView, or a FinderSpec, not 'bridge'"),
    ],
    ids=["stage", "field", "no function"],
)
def test_wrong_property_is_named_with_a_fix(wrong: dict[str, object], error: type[Exception], what: str) -> None:
    with pytest.raises(error, match=what):
        FinderSpec(**{"function": ends, **wrong})  # type: ignore[arg-type]


def test_what_is_no_finder_is_refused_before_the_first_document() -> None:
    with pytest.raises(TypeError, match="a function, or a FinderSpec"):
        Cleaner(packaged=False, finders={"bridge": "bridge"})  # type: ignore[dict-item]


# ---------------------------------------------------------------- when a finder is asked


def ends(view: PageView) -> Iterator[Found]:
    """The last block, if it is no sentence."""
    if view.blocks and not view.blocks[-1].shape.sentence:
        yield Found(len(view.blocks) - 1)


def rules(folder: Path, *written: str) -> Path:
    path = folder / "rules.yaml"
    entries = "".join(f"  - {{id: own.{n}, kind: other, origin: ftr, {rule}}}\n" for n, rule in enumerate(written))
    path.write_text("rules:\n" + entries, encoding="utf-8")
    return path


@pytest.mark.parametrize(("stage", "blocks"), [("round", 3), ("late", 2)])
def test_late_finder_sees_only_what_all_others_leave(tmp_path: Path, stage: Stage, blocks: int) -> None:
    seen: list[int] = []

    def counting(view: PageView) -> Iterator[Found]:
        seen.append(len(view.blocks))
        return ends(view)

    path = rules(tmp_path, "line: '^more'", "finder: ends")
    cleaner = Cleaner(rules=[path], packaged=False, finders={"ends": FinderSpec(counting, stage)})
    assert cleaner.clean("\n".join([ONE, TWO, "More"]), language="en", title="").text == f"{ONE}\n\n{TWO}"
    assert seen[0] == blocks


def test_what_a_late_finder_finds_gives_the_others_more_to_find(tmp_path: Path) -> None:
    path = rules(tmp_path, "line: '^share', where: {after: edge}", "finder: ends")
    cleaner = Cleaner(rules=[path], packaged=False, finders={"ends": FinderSpec(ends, "late")})
    made = cleaner.clean("\n".join([ONE, TWO, "Share this.", "Sport"]), language="en", title="")
    assert [(cut.rule, cut.text) for cut in made.removed] == [("own.0", "Share this."), ("own.1", "Sport")]


def body_of(view: PageView) -> Iterator[Found]:
    if view.body:
        yield Found(view.body[0])


@pytest.mark.parametrize(("stage", "gone"), [("late", [ONE]), ("round", [])])
def test_late_finder_of_ones_own_knows_the_body(tmp_path: Path, stage: Stage, gone: list[str]) -> None:
    path = rules(tmp_path, "finder: body-of")
    spec = FinderSpec(body_of, stage, ("blocks", "body"))
    cleaner = Cleaner(rules=[path], packaged=False, finders={"body-of": spec})
    made = cleaner.clean("\n".join([*MENU, ONE, TWO, *MENU]), kind="text", language="en", title="")
    assert [cut.text for cut in made.removed][:1] == gone


# ---------------------------------------------------------------- what is found again


def counted(calls: list[PageView]) -> FinderSpec:
    def finder(view: PageView) -> Iterator[Found]:
        calls.append(view)
        return (Found(0) for _ in view.below)

    return FinderSpec(finder, depends_on=("blocks", "below"))


def proposer(finder: FinderSpec) -> Proposer:
    rule = Rule("own.found", "other", "finder", finder="found")
    return Proposer(Selection((CompiledLayer([rule]),), frozenset(), ()), finder_specs({"found": finder}))


@pytest.mark.parametrize(
    ("change", "calls", "edits"),
    [
        ({}, 1, 0),
        ({"title": "Another"}, 1, 0),
        ({"below": frozenset({7})}, 2, 1),
        ({"blocks": view_of([TWO, ONE]).blocks}, 2, 0),
        ({"blocks": view_of([ONE, TWO]).blocks}, 1, 0),
    ],
    ids=["nothing", "what it does not depend on", "below", "blocks", "equal blocks"],
)
def test_findings_serve_again_where_all_they_depend_on_is_equal(
    change: dict[str, object], calls: int, edits: int
) -> None:
    seen: list[PageView] = []
    first = view_of([ONE, TWO], title=TITLE)
    asked = proposer(counted(seen))
    asked.propose(first)
    assert len(asked.propose(replace(first, **change))) == edits  # type: ignore[arg-type]
    assert len(seen) == calls


def test_plain_function_is_called_every_time() -> None:
    seen: list[PageView] = []
    asked = proposer(FinderSpec(counted(seen).function))
    view = view_of([ONE, TWO])
    asked.propose(view)
    asked.propose(view)
    assert len(seen) == 2


def of_headline(view: PageView) -> Iterator[Found]:
    yield from (Found(index) for index, block in enumerate(view.blocks) if block.text == f"{view.headline}!")


def of_headline_in_body(view: PageView) -> Iterator[Found]:
    return of_headline(view) if view.body else iter(())


@pytest.mark.parametrize("depends_on", [None, ("blocks", "body", "headline")], ids=["on all", "as declared"])
@pytest.mark.parametrize(
    ("finder", "stage", "minds"),
    [(of_headline, "round", True), (of_headline_in_body, "late", True), (of_headline_in_body, "round", False)],
    ids=["each round", "late", "a body that only late ones know"],
)
def test_new_headline_is_tried_on_what_the_finder_was_asked(
    finder: Finder, stage: Stage, minds: bool, depends_on: tuple[str, ...] | None
) -> None:
    asked = proposer(FinderSpec(finder, stage, depends_on))
    view = view_of([*MENU, ONE, f"{TITLE}!", TWO, *MENU], title=f"LIVE {TITLE}")
    asked.propose(view)
    asked.propose_late(view, ())
    assert asked.headline_affects_finders(TITLE) is minds
    assert not asked.headline_affects_finders("Another")


# ---------------------------------------------------------------- at the rim


def test_spec_travels_to_workers_and_reads_the_same_in_every_process() -> None:
    options = Options(packaged=False, finders=(("ends", FinderSpec(ends, "late", ("blocks",))),))
    assert pickle.loads(pickle.dumps(options)) == options
    said = options_as_json(options)["finders"]
    assert said == [["ends", f"{ends.__module__}.ends (late; depends on blocks)"]]


def test_scrapy_takes_a_spec_as_it_takes_a_function() -> None:
    misc = pytest.importorskip("scrapy.utils.misc")
    spec = FinderSpec(ends, "late")
    assert misc.load_object(spec) is spec
    assert misc.load_object("ingest.rules.finders.built_in.echo_of_next") is BUILT_IN_FINDERS["echo-of-next"].function


def test_rules_readme_shows_a_finder_that_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    readme = (Path(ingest.__file__).parent.parent / "rules" / "README.md").read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```python\n(.*?)```", readme, re.DOTALL))
    ran = doctest.DocTestRunner().run(doctest.DocTestParser().get_doctest(code, {}, "rules/README.md", None, 0))
    assert ran.attempted > 5
    assert ran.failed == 0


@pytest.mark.parametrize("kind", [PageView, ingest.BlockView, Found, FinderSpec])
def test_rules_readme_names_every_field_a_finder_sees(kind: type) -> None:
    readme = (Path(ingest.__file__).parent.parent / "rules" / "README.md").read_text(encoding="utf-8")
    section = readme[readme.index("## Finders of your own") : readme.index("## Site configs")]
    names = getattr(kind, "_fields", None) or [field.name for field in fields(kind)]
    # What is left of a block that was cut is for the settling of edits alone.
    own = set(names) - ({"cuts", "pieces"} if kind is ingest.BlockView else set())
    assert {name for name in own if not re.search(rf"[`(, ]{name}[`,)]", section)} == set()
