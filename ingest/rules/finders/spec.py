"""What a finder is: a function that points at what no pattern can say, when it is asked, and what it depends on.

Rules name finders by ``finder:``. One of your own is given to ``Cleaner(finders={"name": finder})``: a function, or a
``FinderSpec`` where it is to be asked late or its findings may be cached. To be used by worker processes it must be
importable. What it finds is subject to its rule's ``where``, like what a pattern finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Literal, NamedTuple, get_args

from ingest.errors import UsageError, nearest
from ingest.rules.edits.view import PageView

# When a finder is asked: in every round with the patterns, or once all others find nothing more.
Stage = Literal["round", "late"]


class Found(NamedTuple):
    """A span that a finder points at: ``block`` is the index of its block in ``view.blocks``, the offsets are in the
    block's text (end None: to its end).

    ``moves`` is False where a rule that moves should only drop this span.
    """

    block: int
    start: int = 0
    end: int | None = None
    moves: bool = True


Finder = Callable[[PageView], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class FinderSpec:
    """A finder with its properties. It can be called as its function can.

    Args:
        function: takes a view of the page, and yields the spans it finds.
        stage: "round" to be asked in every round; "late" to be asked only when all others find nothing more, for what
            looks at the page as a whole. Only late finders are told ``view.body``.
        depends_on: the fields of ``PageView`` that decide what is found. Where these are equal to those of an earlier
            view of the same document, the earlier findings serve again. None: the function is called every time.

    Raises:
        TypeError: ``function`` is none.
        UsageError: a stage or a field that is not known.
    """

    function: Finder
    stage: Stage = "round"
    depends_on: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if not callable(self.function):
            raise TypeError(f"a finder is a function of a PageView, or a FinderSpec, not {self.function!r}")
        if self.stage not in get_args(Stage):
            raise UsageError(f"stage: '{self.stage}' is not known\n  fix: {nearest(self.stage, get_args(Stage))}")
        known = [field.name for field in fields(PageView)]
        for name in self.depends_on or ():
            if name not in known:
                raise UsageError(f"depends_on: a PageView has no '{name}'\n  fix: {nearest(name, known)}")

    def __call__(self, view: PageView) -> Iterable[Found]:
        return self.function(view)

    def __str__(self) -> str:
        """Return what tells the finder from others in every process: as text its function would have an address."""
        name = f"{self.function.__module__}.{getattr(self.function, '__qualname__', type(self.function).__qualname__)}"
        return f"{name} ({self.stage}; depends on {'all' if self.depends_on is None else ', '.join(self.depends_on)})"

    def may_depend_on(self, field: str) -> bool:
        """True if a field of the view may decide what is found."""
        return self.depends_on is None or field in self.depends_on

    def inputs(self, view: PageView) -> tuple[object, ...] | None:
        """Return what the findings in a view depend on, None if that is not known."""
        return None if self.depends_on is None else tuple(getattr(view, name) for name in self.depends_on)


def spec_of(finder: Finder) -> FinderSpec:
    """Return a finder with its properties: those of a plain function are the defaults."""
    return finder if isinstance(finder, FinderSpec) else FinderSpec(finder)
