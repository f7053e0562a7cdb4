"""The laws of cleaning, over pages written for this project, the samples, and pages put together at random."""
# ruff: noqa: E501  (tables, a row a line)

from __future__ import annotations

import pickle
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from ingest import Article, Cleaner, IngestError, RawDocument, api
from ingest.article import Page
from ingest.record import read_record
from ingest.rules.edits.settle import is_page_repair, replay
from ingest.rules.finders.built_in import BUILT_IN_FINDERS
from ingest.rules.layers import RuleSet
from ingest.rules.load import read_layer

ROOT = Path(__file__).parent
RAW = ROOT.parent / "raw"

# Every find and every action, with neighbours, positions, guards, and rules that fire only after others did.
RULES = r"""
rules:
  - {id: law.read-also, kind: read_also, line: '^(?:read|see) (?:also|more)\s*[:>-]\s*(?P<value>\S.*)', then: {move: related}, origin: ftr}
  - {id: law.advert, kind: advert, phrases: [Advertisement, Story continues below, Реклама, 広告], origin: ftr}
  - {id: law.reading-time, kind: page_control, span: '\(\d+ min read\)', origin: ftr}
  - {id: law.update, kind: editor_note, span: '^\s*UPDATED:?', case: true, origin: ftr}
  - {id: law.stars, kind: other, span: ['\*{3}', '\[ad\]'], origin: ftr}
  - {id: law.comment-form, kind: comment_form, section: {start: {phrases: [Leave a Reply, Залишити відповідь]}, confirm: '^your email', end: page}, where: {position: tail}, origin: ftr}
  - {id: law.check-also, kind: related, section: {start: {phrases: [Check Also, Lesen Sie auch]}, take: headlines, max_blocks: 3}, then: {move: related}, origin: ftr}
  - {id: law.byline, kind: byline, line: '^by (?P<value>\p{L}+ \p{L}+)$', where: {position: head}, then: {move: authors}, origin: ftr}
  - {id: law.dateline, kind: dateline, span: '^(?P<value>[\p{Lu} ]{3,20}) \([^)]{3,20}\) - ', case: true, then: {move: dateline}, origin: ftr}
  - {id: law.after-advert, kind: caption, line: '^photo', where: {before: {phrases: [Share this]}}, then: {move: captions}, origin: ftr}
  - {id: law.share, kind: share, phrases: [Share this, Teilen], where: {after: other}, origin: ftr}
  - {id: law.edge, kind: tags, line: '^tags:', where: {after: edge}, then: {move: tags}, origin: ftr}
  - {id: law.shout, kind: teaser, line: '\w', where: {letters: upper, sentence: false, min_words: 3, position: [body, tail]}, then: {move: related}, origin: ftr}
  - {id: law.tail-only, kind: newsletter, line: '^sign up', where: {position: tail}, origin: ftr}
  - {id: law.body-only, kind: newsletter, line: '^subscribe', where: {position: body}, origin: ftr}
  - {id: law.comment, kind: comments, line: '^\w+ says:', origin: ftr}
  - {id: law.guard, kind: other, line: 'so the sign read', then: keep, origin: ftr}
  - {id: law.guard-span, kind: other, span: 'quoted \(\d+ min read\)', then: keep, origin: ftr}
  - {id: law.colour, kind: casing, span: '\bcolor\b', then: {replace: colour}, origin: ftr}
  - {id: law.casing, kind: casing, words: {kyiv: Kyiv, nato: NATO}, origin: ftr}
  - {id: law.copy, kind: other, finder: repeated-line, origin: ftr}
  - {id: law.echo, kind: caption, finder: echo-of-next, origin: ftr}
  - {id: law.headline, kind: title, finder: repeated-title, then: {move: title}, origin: ftr}
  - {id: law.title-tail, kind: site_tail, span: '\s+[|–]\s+[^|–]{2,40}$', where: {in: title}, origin: ftr}
  - {id: law.title-label, kind: site_tail, span: '^(?:live|video):\s*', where: {in: title}, origin: ftr}
"""
SITE_RULES = r"""
site: courier.example
disable: [law.shout]
rules:
  - {id: site.courier.box, kind: author_box, line: '^the author\b', then: {move: author_bio}, origin: ftr}
"""

PROSE = [
    "The council voted on Tuesday to keep the old bridge open for another year, and the engineers sighed.",
    "Engineers had asked for more time to look at the northern pier, which is the oldest part of it.",
    "“We asked for an inspection,” said Hamish Orde, who chairs the committee. “Nobody wrote back.”",
    "VELMORA (Northwire) - The ferry left at dawn with forty passengers, two lorries and a horse on board.",
    "Troops near kyiv said that nato had sent word to kyiv, see kyiv.example.com and #kyiv for the map.",
    "The color of the harbour wall was never settled (4 min read) by the three committees that met about it.",
    "UPDATED The story was long *** and the night *** was longer than anyone on the pier remembered it.",
    "(3 min read) Read also: the annexes that nobody on the council has read since the winter of 2019.",
    "Leave a reply, so the sign read (4 min read), and nobody who walked past it ever left one there.",
    "He showed a line, quoted (7 min read), to the four members of the board who were still awake then.",
    "Міська рада у вівторок вирішила залишити старий міст відкритим ще на один рік, повідомив голова.",
    "Der Rat stimmte am Dienstag dafür, die alte Brücke noch ein Jahr lang offen zu halten, sagte er.",
    "市議会は火曜日、古い橋をもう一年開放しておくことを決めた。技術者たちはもっと時間を求めていた。",
    "शहर की परिषद ने मंगलवार को पुराने पुल को एक और साल तक खुला रखने का फैसला किया है, उन्होंने कहा।",
    "cafÃ© owners on the quay were pleased, the rest of the quay was not, and the gulls said nothing at all.",
    "A cafe\u0301 and a re\u00adsumption of trade,\u00a0 it was  said,\u200b would follow the ships\u2009by a week or two.",
    "Lamb &amp; mint &lt;fresh&gt; was served to the delegates &nbsp; on the second night of the talks there.",
    "Short and sweet.",
    "Nobody laughed.",
]  # fmt: skip
CRUFT = [
    "Advertisement", "ADVERTISEMENT", "- Advertisement -", "Story continues below", "Реклама", "広告", "Share this:", "Teilen",
    "Read Also: Parliament votes on the budget", "READ MORE > Ten ways to the coast (5 min read)", "See more: (2 min read)",
    "Photo: Neil Gow/Harbour Gazette", "By Moira Tennant", "by moira tennant", "Tags: ferries, Corrin Isle", "Tags:",
    "Leave a Reply", "Your email address will not be published.", "Name *", "Post Comment", "Залишити відповідь",
    "Check Also", "Lesen Sie auch", "Floods close the coast road for a third day", "The rain began on Sunday and did not …",
    "CAPTAIN OF STRANDED TANKER SAYS CREW RAN OUT OF WATER", "MORE FROM POLITICS", "Sign up for our newsletter",
    "Subscribe to the Courier", "Anna says: what a bridge this is, and what a council we have elected for it, my friends.",
    "The author writes about bridges.", "The author", "[ad] [ad] [ad]", "* * *", "***", "Home", "News", "Sport", "Weather",
    "A view of the old bridge at dusk", "A view of the old bridge at dusk, from the northern bank (Lena Abruk/Northwire)",
    "(4 min read)", "   ", "", "", "\u00a0", "\u200b", "\tNews\t",
]  # fmt: skip
TITLES = [
    "Council keeps the old bridge open",
    "Council keeps the old bridge open – Riverside Courier",
    "LIVE: Council keeps the old bridge open | Riverside Courier",
    "Ferry sails again (4 min read) | Politics | The Courier",
    "Міст залишиться відкритим",
]
STATED = [None, None, "", *TITLES]


def page_at_random(seed: int) -> RawDocument:
    """Lines as scrapes have them: cruft, a title perhaps, prose with cruft between, cruft; echoes and copies."""
    pick = random.Random(seed)
    lines = pick.choices(CRUFT, k=pick.randrange(6))
    lines += [pick.choice(TITLES)] * pick.choice([0, 1, 1, 2])
    lines += pick.choices(CRUFT, k=pick.randrange(3))
    for _ in range(pick.randrange(9)):
        lines.append(pick.choice(PROSE))
        lines += pick.choices(CRUFT, k=pick.choice([0, 0, 0, 1, 2, 5]))
    lines += pick.choices(CRUFT, k=pick.randrange(12))
    if lines and pick.random() < 0.3:
        lines.insert(pick.randrange(len(lines)), pick.choice(lines))
    if pick.random() < 0.3:
        # Words from anywhere: no one wrote a rule for these.
        words = " ".join([*PROSE, *CRUFT]).split()
        lines.insert(pick.randrange(len(lines) + 1), " ".join(pick.choices(words, k=pick.randrange(1, 30))))
    return RawDocument(
        pick.choice(["\n", "\n\n"]).join(lines),
        name=f"random-{seed}",
        kind="text",
        title=pick.choice(STATED),
        language=pick.choice([None, "en", "und"]),
        site=pick.choice([None, "courier.example", "www.courier.example"]),
    )


MENU = [
    "Home", "News", "Politics", "Business", "Sport", "Culture", "Weather", "Jobs", "Puzzles", "Sign in", "Local", "Opinion", "Obituaries",
    "Most read", "About us", "Contact us", "Careers", "Advertise", "Terms & conditions", "Privacy policy", "Archive", "Help",
]  # fmt: skip
STORIES = [
    "Floods close the coast road for a third day", "Choir wins a prize it never entered", "Chip shop to open in former cathedral",
    "Ferry returns after six years, and nobody is on it", "County buys a mill and then another", "Read also", "Related stories",
]  # fmt: skip


def bare_page_at_random(seed: int) -> RawDocument:
    """A page as scraping tag by tag has it: menu, article, other stories with their first words, comments, footer."""
    pick = random.Random(seed)
    lines = pick.choices(MENU, k=pick.randrange(25)) + pick.choices(STORIES, k=pick.randrange(3))
    lines += [pick.choice(TITLES)] * pick.choice([0, 1, 2])
    for _ in range(pick.randrange(7)):
        lines += pick.choices(PROSE, k=pick.choice([1, 1, 2, 3]))
        lines += pick.choices(
            [*CRUFT, *STORIES, "Who is to pay", "Flour: two pounds", "Here is the list:"], k=pick.choice([0, 0, 1, 3])
        )
    for _ in range(pick.randrange(6)):
        story, said = pick.choice(STORIES), pick.choice(PROSE)
        lines += pick.choice(
            [[story, said], [f"{story} {said}", story, said], [story, "12 March 2026"], [f"Anna says: {said}", said]]
        )
    lines += pick.choices([*MENU, *CRUFT], k=pick.randrange(30))
    return replace(page_at_random(seed), data="\n".join(lines), name=f"bare-{seed}")


def written_pages() -> list[RawDocument]:
    found = []
    for path in sorted((ROOT / "pages").glob("*.yaml")):
        for page in yaml.safe_load(path.read_text(encoding="utf-8")):
            lines = [line.get("text") or line.get("keep") or line.get("title") for line in page["lines"]]
            found.append(RawDocument("\n".join(lines), name=page["name"], kind="text", language=page["language"]))
    for path in sorted((ROOT / "clean").glob("*.txt")):
        found.append(RawDocument(path.read_text(encoding="utf-8"), name=path.stem, kind="text", language=path.stem[:2]))
    for path in sorted(RAW.rglob("*")):
        if path.suffix in (".txt", ".md", ".html"):
            found.append(RawDocument(path.read_bytes(), name=path.relative_to(RAW).as_posix()))
    return found


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "law.yaml").write_text(RULES, encoding="utf-8")
    (folder / "site.yaml").write_text(SITE_RULES, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def strict(rules: Path) -> Cleaner:
    """A cleaner with the rules above, all kinds taken out."""
    return Cleaner(rules=[rules], packaged=False, drop=["dateline", "editor_note"])


@pytest.fixture(scope="module")
def packaged() -> Cleaner:
    # The one that ``ingest.clean`` uses: reading all rule files takes seconds.
    return api._cleaner()


@pytest.fixture(scope="module")
def pages() -> list[RawDocument]:
    return [page_at_random(seed) for seed in range(300)]


def again(article: Article, raw: RawDocument) -> RawDocument:
    """The article as input: what a second cleaning is given."""
    return RawDocument(
        article.text,
        name=article.name,
        kind="text",
        title=article.title or "",
        language=article.language or "und",
        site=raw.site,
        url=raw.url,
    )


def check_replay(page: Page, article: Article, raw: RawDocument) -> None:
    text, title = replay(page, article.removed, article.repaired, raw.title)
    assert text == article.text
    # A headline guessed from a text that keeps it is in no trail.
    if title is not None or raw.title is not None:
        assert title == article.title


def check_idempotence(cleaner: Cleaner, article: Article, raw: RawDocument) -> None:
    assert not any(note.code == "unsettled" for note in article.notes)
    second = cleaner.clean(again(article, raw))
    assert second.text == article.text, [(cut.rule, cut.text) for cut in second.removed] + list(second.repaired)
    assert second.title == article.title
    assert second.removed == ()
    assert second.repaired == ()


def check_trail(page: Page, article: Article) -> None:
    """Edits of one stage never overlap, lie inside the page, and say what stands there."""
    for part in ("text", "title"):
        cuts = [(c.start, c.end) for c in article.removed if c.part == part and c.start is not None]
        cuts += [(m.start, m.end) for m in article.repaired if m.part == part and not is_page_repair(m.rule)]
        cuts.sort()
        assert all(before[1] <= after[0] for before, after in pairwise(cuts)), cuts  # type: ignore[operator]  # an end where a start is
    for cut in article.removed:
        if cut.part == "text" and cut.start is not None:
            assert page.text[cut.start : cut.end] == cut.text
    ends = 0
    for mend in sorted((m for m in article.repaired if is_page_repair(m.rule)), key=lambda m: (m.start, m.end)):
        assert ends <= mend.start <= mend.end
        assert page.source[mend.start : mend.end] == mend.before
        ends = mend.end


def check_subsequence(page: Page, article: Article) -> None:
    """What is left stands in the page in the same order, replacements aside."""
    text = page.text
    for mend in sorted(article.repaired, key=lambda m: -m.start):
        if not is_page_repair(mend.rule) and mend.part == "text":
            text = text[: mend.start] + mend.after + text[mend.end :]
    letters = iter(text)
    assert all(char in letters for char in article.text if not char.isspace())


def check_blocks(article: Article) -> None:
    texts = [article.text[block.start : block.end] for block in article.blocks]
    assert "\n\n".join(texts) == article.text
    assert all(text and text == text.strip() and "\n" not in text for text in texts)


def check_record(article: Article) -> None:
    line = article.encode()
    assert read_record(line).encode() == line
    assert read_record(line).removed == article.removed


def check_laws(cleaner: Cleaner, raw: RawDocument) -> None:
    before = deepcopy(raw)
    page = cleaner.read(raw)
    article = cleaner.clean_page(page, raw)
    assert raw == before
    assert page == cleaner.read(raw)
    check_replay(page, article, raw)
    check_replay(page, read_record(article.encode()), raw)
    check_trail(page, article)
    check_subsequence(page, article)
    check_blocks(article)
    check_record(article)
    check_idempotence(cleaner, article, raw)


@pytest.mark.parametrize("raw", written_pages(), ids=lambda raw: raw.name)
def test_written_page_keeps_the_laws(packaged: Cleaner, strict: Cleaner, raw: RawDocument) -> None:
    check_laws(packaged, raw)
    check_laws(strict, raw)


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_random_pages_keep_the_laws(strict: Cleaner, pages: list[RawDocument], first: int) -> None:
    for raw in pages[first : first + 50]:
        check_laws(strict, raw)


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_random_pages_keep_the_laws_of_packaged_rules(packaged: Cleaner, pages: list[RawDocument], first: int) -> None:
    for raw in pages[first : first + 50]:
        check_laws(packaged, raw)


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_random_pages_of_bare_tags_keep_the_laws(packaged: Cleaner, first: int) -> None:
    for seed in range(first, first + 50):
        check_laws(packaged, bare_page_at_random(seed))


def test_random_pages_of_bare_tags_are_worth_it(packaged: Cleaner) -> None:
    fired = {cut.rule for seed in range(50) for cut in packaged.clean(bare_page_at_random(seed)).removed}
    assert {"any.menu", "any.nested-lines", "any.page-head", "any.page-tail"} <= fired


def test_random_pages_are_worth_it(strict: Cleaner, pages: list[RawDocument]) -> None:
    fired = {cut.rule for raw in pages for cut in strict.clean(raw).removed}
    fired |= {mend.rule for raw in pages for mend in strict.clean(raw).repaired}
    guards = {"law.guard", "law.guard-span"}
    assert {rule.id for rule in strict.rules.rules} - guards <= fired


def test_order_of_rules_changes_nothing(strict: Cleaner, rules: Path, pages: list[RawDocument], tmp_path: Path) -> None:
    pick = random.Random(7)
    head, *entries = RULES.strip("\n").split("\n  - ")
    pick.shuffle(entries)
    (tmp_path / "law.yaml").write_text("\n  - ".join([head, *entries]) + "\n", encoding="utf-8")
    (tmp_path / "site.yaml").write_text(SITE_RULES, encoding="utf-8")
    shuffled = Cleaner(rules=[tmp_path], packaged=False, drop=["dateline", "editor_note"])
    assert [rule.id for rule in shuffled.rules.rules] != [rule.id for rule in strict.rules.rules]
    for raw in pages:
        one, other = strict.clean(raw).to_dict(), shuffled.clean(raw).to_dict()
        # Another file, another hash.
        del one["made_by"], other["made_by"]
        assert one == other


def test_order_of_files_changes_nothing(strict: Cleaner, rules: Path, pages: list[RawDocument]) -> None:
    files = [read_layer(path, None, BUILT_IN_FINDERS) for path in sorted(rules.iterdir(), reverse=True)]
    one, other = RuleSet(files), RuleSet(reversed(files))
    assert one.select("en", "courier.example").sha256 == other.select("en", "courier.example").sha256
    swapped = Cleaner(rules=sorted(rules.iterdir(), reverse=True), packaged=False, drop=["dateline", "editor_note"])
    for raw in pages[:100]:
        assert swapped.clean(raw).encode() == strict.clean(raw).encode()


def test_hash_seed_changes_nothing(rules: Path) -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[2]); import test_laws; from ingest import Cleaner;"
        "cleaner = Cleaner(rules=[sys.argv[1]], packaged=False, drop=['dateline', 'editor_note']);"
        "out = b''.join(cleaner.clean(test_laws.page_at_random(seed)).encode() for seed in range(25));"
        "print(hashlib.sha256(out).hexdigest())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code, str(rules), str(ROOT)],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(said) == 1


def test_threads_agree(strict: Cleaner, pages: list[RawDocument]) -> None:
    alone = [strict.clean(raw).encode() for raw in pages[:100]]
    fresh = Cleaner(strict.options)
    with ThreadPoolExecutor(8) as pool:
        assert [article.encode() for article in pool.map(fresh.clean, pages[:100])] == alone


def test_pickled_cleaner_agrees(strict: Cleaner, pages: list[RawDocument]) -> None:
    copied = pickle.loads(pickle.dumps(strict))
    assert [copied.clean(raw).encode() for raw in pages[:50]] == [strict.clean(raw).encode() for raw in pages[:50]]


def test_replay_refuses_a_trail_that_does_not_fit(strict: Cleaner) -> None:
    raw = RawDocument("Advertisement\n" + PROSE[0], kind="text", language="en", title="")
    page, article = strict.read(raw), strict.clean(raw)
    other = strict.read(RawDocument("Advert\n" + PROSE[0], kind="text"))
    assert replay(page, article.removed, article.repaired)[0] == PROSE[0]
    with pytest.raises(IngestError):
        replay(other, article.removed, article.repaired)


@pytest.mark.parametrize("trail", ["full", "spans"])
def test_trail_of_spans_replays_as_the_full_one_does(strict: Cleaner, pages: list[RawDocument], trail: str) -> None:
    for raw in pages[:100]:
        page, article = strict.read(raw), strict.clean(raw)
        record = read_record(article.encode(trail=trail))
        if trail == "full":
            check_replay(page, record, raw)
        else:
            # Without texts the removals can still be repeated; what was put in is not known.
            assert replay(page, record.removed, article.repaired, raw.title or article.title)[0] == article.text
