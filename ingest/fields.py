"""What moved spans become in the record: captions, headlines, names, days."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple, TypedDict

from ingest.article import Caption, Metadata, Related
from ingest.lexicon.word_lists import any_word
from ingest.text.dates import day_in
from ingest.text.labels import describes_nothing, is_story
from ingest.text.names import is_desk, names_in_bylines

# "(Reuters)" or "(JANE DOE/AP)" at the end of a caption, one or several; or what follows "Photo:".
_CREDIT_CHARS = 400
_BRACKETED = re.compile(r"(?:\s*[(\[（【［][^()\[\]（）【】［］]{2,80}[)\]）】］])+\s*$")
_LABELLED = re.compile(
    rf"(?:^|[\s.|(]){any_word('credits', 'labels at the end')}s?\s*(?:by|:|©|credit:)\s*(.{{2,80}})$",
    re.I,
)
# "Photo by Jane Doe": the label is no part of the credit.
_LABEL = re.compile(
    r"^(?:(?:file |stock |archive )?(?:photo|photograph|image|picture|pic)s?(?: (?:credit|courtesy|source))?"
    r"(?: of| by|:)"
    r"|(?:credit|courtesy|source)s?(?: of| by|:)"
    rf"|{any_word('credits', 'labels')}\s?[.:：=＝／/|]"
    r"|(?:fot|zdj)\.|foto (?=[A-Z])|ph\.?\s?:?(?=\s[A-Z]))\s*",
    re.IGNORECASE,
)
# What Markdown puts around a line: marks of headings and items, emphasis, a link.
_LINK = re.compile(r"\[([^\[\]]+)\]\(([^\s()]+(?:\([^\s()]*\)[^\s()]*)*)(?:(?<!\s)\s+\"[^\"()]*\")?\)")
# "(AFP)", "© Reuters": an agency alone is a credit.
_AROUND_CREDIT = " ()[]（）【】［］©"
# More pictures than these are not compared with each other.
_MOST_CAPTIONS = 200
_LINE_MARKS = re.compile(r"^(?:#{1,6}|[-*+•])\s+")


class Moved(TypedDict, total=False):
    """The fields of an article that spans were moved to, ready for it."""

    subtitle: str
    authors: tuple[str, ...]
    author_bio: str
    published: str
    modified: str
    section: str
    tags: tuple[str, ...]
    dateline: str
    captions: tuple[Caption, ...]
    related: tuple[Related, ...]
    copyright: str


def caption(text: str) -> Caption:
    """Return a caption with its credit in a field of its own; the text keeps both, as published.

    >>> caption("The old bridge at dusk. (Reuters)").credit
    'Reuters'
    >>> caption("The old bridge at dusk (Photo by Jane Doe)").credit
    'Jane Doe'
    """
    # Credits are short; searching a long text from each of its brackets would take its square.
    found = _BRACKETED.search(text, max(0, len(text) - _CREDIT_CHARS))
    if found and found.start() > 0:
        said = re.sub(r"[)\]]\s*[(\[]", ", ", found[0].strip()).strip("()[]（）【】［］ /").replace("/,", ",")
        return Caption(text, _LABEL.sub("", said) or said)
    labelled = _LABELLED.search(text)
    return Caption(text, labelled[1].strip(" )./")) if labelled else Caption(text)


def related(text: str) -> Related:
    """Return the story that a line points to, with the address where the line is a Markdown link.

    >>> related("- [The ferry sails again](https://example.com/ferry)")
    Related(title='The ferry sails again', url='https://example.com/ferry')
    """
    link = _LINK.search(text)
    return Related(link[1].strip(), link[2]) if link else Related(_LINE_MARKS.sub("", text))


def described_pictures(captions: Iterable[Caption], labels: Container[str]) -> tuple[Caption, ...]:
    """Return the captions that say something of a picture, or who made it: no buttons, no lines that rules know for
    something else (``labels``)."""
    return tuple(
        one
        for one in captions
        if one.credit
        or is_desk(one.text.strip(_AROUND_CREDIT))
        or not (one.text in labels or describes_nothing(one.text))
    )


def announced_stories(moved: Iterable[Moving]) -> frozenset[str]:
    """Return the titles of stories that stood behind a label in their own line: "Read also: Ferry sails"."""
    parts = (span.value.strip() for span in moved if span.to == "related" and span.value != span.text)
    return frozenset(related(part).title for part in parts)


def told_stories(
    stories: Iterable[Related], labels: Container[str], known: Metadata, announced: Container[str]
) -> tuple[Related, ...]:
    """Return the lines that may be headlines of other stories, each once: no labels (``labels`` are those that rules
    know), and nothing that is known to be the page's own section, tag, author or name. Those that were ``announced``
    as stories are so however short."""
    own = {text.casefold() for text in (known.section, known.site_name, *known.tags, *known.authors) if text}
    chosen = (
        one
        for one in stories
        if one.title not in labels
        and one.title.casefold() not in own
        and (one.title in announced or is_story(one.title, one.url, known.url))
    )
    return tuple(dict.fromkeys(chosen))


def author_names(text: str) -> tuple[str, ...]:
    """Return the names in a byline: "By Jane Doe and John Roe, Staff Writer" are two."""
    return names_in_bylines([text])


class Moving(NamedTuple):
    """A span on its way to a field: its text, the part of it that is the value, and the kind of cruft it is."""

    to: str
    text: str
    value: str
    kind: str


def moved_fields(moved: Iterable[Moving], stated: Metadata, language: str | None = None) -> Moved:
    """Return the fields for spans moved to them, in reading order.

    What the page states about itself stands before what its text seems to say. ``language`` is that of the text: it
    tells days from months in "3/5/2024".
    """
    seen: dict[str, dict[str, None]] = {}
    pictures: dict[str, Caption] = {}
    for span in moved:
        value = span.value.strip()
        if span.to == "captions":
            made = caption(span.text.strip())
            pictures[made.text] = Caption(made.text, value) if span.kind == "credit" and value else made
        elif value:
            seen.setdefault(span.to, {})[value] = None
    texts = {to: list(values) for to, values in seen.items()}
    out = Moved()
    if pictures:
        # One picture, twice described: the longer caption has all that the shorter one says.
        said = tuple(pictures)
        few = said if len(said) <= _MOST_CAPTIONS else ()
        out["captions"] = tuple(pictures[text] for text in said if not any(text in one != text for one in few))
    if "related" in texts:
        out["related"] = tuple(related(text) for text in texts["related"])
    if "authors" in texts and not stated.authors:
        out["authors"] = tuple(dict.fromkeys(name for text in texts["authors"] for name in author_names(text)))
    if "tags" in texts and not stated.tags:
        tags = (tag.strip(" #.") for text in texts["tags"] for tag in re.split(r"[,;|·•،、，；]|\s#", text))
        out["tags"] = tuple(dict.fromkeys(tag for tag in tags if tag))
    _first(out, texts, stated, language)
    return out


def _first(out: Moved, texts: Mapping[str, list[str]], stated: Metadata, language: str | None) -> None:
    """Fill the fields that hold one text."""
    if "dateline" in texts:
        out["dateline"] = texts["dateline"][0]
    if "copyright" in texts:
        out["copyright"] = "\n".join(texts["copyright"])
    if "author_bio" in texts:
        out["author_bio"] = "\n".join(texts["author_bio"])
    if "subtitle" in texts and not stated.subtitle:
        out["subtitle"] = texts["subtitle"][0]
    if "section" in texts and not stated.section:
        out["section"] = texts["section"][0]
    if "published" in texts and not stated.published and (day := day_in(texts["published"][0], language=language)):
        out["published"] = day
    if "modified" in texts and not stated.modified and (day := day_in(texts["modified"][0], language=language)):
        out["modified"] = day
