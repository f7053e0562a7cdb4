"""Language, days, fields, quality: what is said of a text, and what is left unsaid."""
# ruff: noqa: E501  (tables, a row a line)

from __future__ import annotations

import textwrap
import time
from pathlib import Path

import pytest

from ingest import Cleaner
from ingest.article import Caption, Metadata, Related
from ingest.fields import Moving, author_names, caption, moved_fields, related
from ingest.quality import quality
from ingest.text.dates import day_in
from ingest.text.language import LanguageEngine
from ingest.text.language.detect import decide
from ingest.text.language.engines import detection_engine
from ingest.text.shape import shape

CLEAN = Path(__file__).parents[2] / "clean"
ENGLISH = (CLEAN / "en-1.txt").read_text(encoding="utf-8")
UKRAINIAN = (CLEAN / "uk-1.txt").read_text(encoding="utf-8")

# ---------------------------------------------------------------- language


@pytest.mark.parametrize("path", sorted(CLEAN.glob("*.txt")), ids=lambda path: path.stem)
def test_language_of_an_article(path: Path) -> None:
    assert decide(None, None, path.read_text(encoding="utf-8")) == (path.stem[:2], None)


@pytest.mark.parametrize(
    ("stated", "attribute", "text", "language", "noted"),
    [
        ("uk", "en", ENGLISH, "uk", False),
        ("pt-BR", None, ENGLISH, "pt", False),
        ("EN_us", None, UKRAINIAN, "en", False),
        ("und", None, ENGLISH, "und", False),
        (None, "de", ENGLISH, "en", False),
        (None, "de", "Kurz.", "de", False),
        (None, "de-AT", "", "de", False),
        (None, None, "Short.", None, True),
        (None, None, "", None, True),
        (None, None, "1234 " * 100, None, True),
        (None, "not a tag!", "Short.", None, True),
    ],
    ids=[
        "stated stands", "region", "underscore", "undetermined", "attribute is wrong", "attribute of a short text", "of none",
        "short", "empty", "figures", "no tag",
    ],
)  # fmt: skip
def test_language_is_decided(
    stated: str | None, attribute: str | None, text: str, language: str | None, noted: bool
) -> None:
    found, note = decide(stated, attribute, text)
    assert found == language
    assert (note is not None and note.code == "language-unknown") == noted


def test_language_engine_none_believes_the_attribute() -> None:
    assert decide(None, "de", ENGLISH, engine="none") == ("de", None)
    assert decide(None, None, ENGLISH, engine="none")[0] is None


SPANISH = [
    "La junta del puerto aprobó el martes la reconstrucción del muelle, que una tormenta arrancó durante dos noches",
    "Los ingenieros dijeron en la reunión que los pilotes estaban sanos, pero que la cubierta tendría que cambiarse",
    "Las obras costarán cuatro millones, de los que la región pagará la mitad; el resto saldrá de una tasa de amarre",
    "La alcaldesa respondió que recibirá a todos los que quieran hablar, y que nada está decidido todavía",
]
QUOTATION = (
    "“We have waited long enough for this pier,” the engineer told the paper. “It is time to build it, and to build it "
    "well, before another winter comes and takes the rest of it away from us.”"
)
RUSSIAN = (
    "Портовый совет решил во вторник восстановить восточный причал, который буря в феврале разрушила за две ночи. "
    "Инженеры сказали на заседании, что сваи под водой целы, но настил нужно заменить до лета. "
) * 4
# Two sentences in languages that langdetect does not know, with one that it takes them for; and how pages state them.
STATED = [
    (
        "sr-Latn",
        "sr",
        "Lučka uprava odlučila je u utorak da obnovi istočni mol, koji je oluja u februaru odnela tokom dve noći. Nema više vremena, rekao je inženjer, treba početi odmah, pre leta.",
    ),
    (
        "sr",
        "sr",
        "Лучка управа одлучила је у уторак да обнови источни мол, који је олуја у фебруару однела током две ноћи. Нема више времена, рекао је инжењер, треба почети одмах, пре лета.",
    ),
    (
        "bs",
        "bs",
        "Lučka uprava odlučila je u utorak da obnovi istočni mol, koji je oluja u februaru odnijela tokom dvije noći. Nema više vremena, rekao je inženjer, treba početi odmah, prije ljeta.",
    ),
    (
        "ms",
        "ms",
        "Lembaga pelabuhan pada hari Selasa memutuskan untuk membina semula jeti timur yang telah dirosakkan ribut pada Februari. Lantainya mesti ditukar sebelum musim panas kerana ia sudah reput.",
    ),
    (
        "kk",
        "kk",
        "Порт кеңесі сейсенбіде ақпандағы дауыл екі түнде қиратқан шығыс айлақты қайта салу туралы шешім қабылдады. Төсенішті жазға дейін толық ауыстыру керек, деді инженерлер.",
    ),
    (
        "is",
        "is",
        "Hafnarstjórnin ákvað á þriðjudag að endurreisa austurbryggjuna sem óveður í febrúar hafði rifið burt á tveimur nóttum. Skipta þyrfti um allt þilfarið fyrir sumarið, sögðu verkfræðingar.",
    ),
    (
        "eu",
        "eu",
        "Portuko batzordeak ekialdeko kaia berreraikitzea erabaki zuen asteartean, otsaileko ekaitz batek bi gauetan suntsitu baitzuen. Oholtza uda baino lehen aldatu beharko da, esan zuten ingeniariek.",
    ),
    (
        "az",
        "az",
        "Liman şurası çərşənbə axşamı fevralda fırtınanın iki gecədə dağıtdığı şərq körpüsünü yenidən tikmək qərarına gəldi. Döşəmə yaydan əvvəl tamamilə dəyişdirilməlidir, dedi mühəndislər.",
    ),
]


@pytest.mark.parametrize("engine", ["fasttext", "langdetect"])
@pytest.mark.parametrize(("attribute", "language", "text"), STATED, ids=[row[0] for row in STATED])
def test_stated_language_stands_where_the_engine_cannot_know_better(
    attribute: str, language: str, text: str, engine: LanguageEngine
) -> None:
    assert decide(None, attribute, text, engine=engine) == (language, None)


@pytest.mark.parametrize("engine", ["fasttext", "langdetect"])
@pytest.mark.parametrize("attribute", ["eu", "ka", "ko", "sr", "de", "nb", "ms"])
def test_wrong_attribute_gives_way(attribute: str, engine: LanguageEngine) -> None:
    assert decide(None, attribute, ENGLISH, engine=engine) == ("en", None)


@pytest.mark.parametrize(
    ("attribute", "text", "language"),
    [
        (None, "東港碼頭委員會週二投票決定重建東碼頭，這座碼頭在二月的一場風暴中被沖毀，兩個夜晚之間就失去了全部木板。", "zh"),
        ("ko", "東港碼頭委員會週二投票決定重建東碼頭，這座碼頭在二月的一場風暴中被沖毀，兩個夜晚之間就失去了全部木板。", "zh"),
        ("yue", "東港碼頭委員會週二投票決定重建東碼頭，這座碼頭在二月的一場風暴中被沖毀，兩個夜晚之間就失去了全部木板。", "yue"),
        (None, "港の委員会は火曜日、二月の嵐で二晩のうちに失われた東の桟橋を再建することを決めた。工事は夏までに終わる予定だ。", "ja"),
        (None, "პორტის საბჭომ სამშაბათს გადაწყვიტა აღმოსავლეთ ნავმისადგომის აღდგენა, რომელიც ქარიშხალმა ორ ღამეში დაანგრია და ხალხი ელოდა.", "ka"),
    ],
    ids=["zh", "not Korean", "Cantonese, stated", "ja", "ka"],
)  # fmt: skip
@pytest.mark.parametrize("engine", ["fasttext", "langdetect"])
def test_script_comes_first(attribute: str | None, text: str, language: str, engine: LanguageEngine) -> None:
    assert decide(None, attribute, text, engine=engine) == (language, None)


@pytest.mark.parametrize("engine", ["fasttext", "langdetect"])
@pytest.mark.parametrize("attribute", ["nb", "ms", "de", "zh"])
def test_wrong_attribute_of_a_relative_gives_way(attribute: str, engine: LanguageEngine) -> None:
    assert decide(None, attribute, ". ".join(SPANISH), engine=engine) == ("es", None)


def test_close_relatives_stay_unknown() -> None:
    text = (
        "Pihak polis telah menahan dua orang lelaki yang dipercayai terlibat dalam kejadian itu, kata ketua polis daerah. "
        "Kedua-dua mereka akan dihadapkan ke mahkamah esok."
    )
    language, note = decide(None, None, text)
    assert (language, note and note.code) == (None, "language-unknown")
    assert decide(None, "ms", text) == ("ms", None)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (". \n\n".join([*SPANISH, QUOTATION]), "es"),
        ("\n".join([*SPANISH, QUOTATION]), "es"),
        (". ".join([*SPANISH, QUOTATION]), "es"),
        ("\n".join(textwrap.wrap(". ".join([*SPANISH, QUOTATION]), 60)), "es"),
        (QUOTATION + "\n\n" + ".\n\n".join([*SPANISH, ""]), "es"),
        ("\n".join(textwrap.wrap(RUSSIAN, 40)), "ru"),
        ("\n\n".join(textwrap.wrap(RUSSIAN, 60)), "ru"),
        ("\n\n".join(piece.strip().lower().replace(".", "") for piece in RUSSIAN.split(", ")), "ru"),
    ],
    ids=["paragraphs", "no stops", "one line", "wrapped", "quotation first", "ru, wrapped", "ru, spaced", "ru, no stops"],
)  # fmt: skip
@pytest.mark.parametrize("engine", ["fasttext", "langdetect"])
def test_most_prose_tells_the_language_in_any_layout(text: str, language: str, engine: LanguageEngine) -> None:
    assert Cleaner(language_engine=engine).clean(text, kind="text").language == language


def test_mixed_text_takes_the_language_of_most_of_it() -> None:
    english = ENGLISH[:1200]
    assert decide(None, None, f"{english}\n{RUSSIAN * 3}")[0] == "ru"
    assert decide(None, None, f"{ENGLISH * 3}\n{RUSSIAN[:400]}")[0] == "en"


def test_menu_outside_the_body_does_not_tell_the_language() -> None:
    text = "Home News Sports Contact About Subscribe\n\n" * 20 + ".\n\n".join([*SPANISH, ""])
    assert Cleaner().clean(text, kind="text").language == "es"


@pytest.mark.parametrize(
    "text", ["\ud800" * 500 + ENGLISH, "\x00" * 500, "ﷺ" * 3_000, "a\n" * 3_000, "🙂" * 3_000 + "ab"],
    ids=["surrogates", "zeros", "ligatures", "letters", "emoji"],
)  # fmt: skip
@pytest.mark.parametrize("engine", ["fasttext", "langdetect", "none"])
def test_hostile_text_has_a_language_or_a_note(text: str, engine: LanguageEngine) -> None:
    language, note = decide(None, None, text, engine=engine)
    assert language is not None or note is not None or engine == "none"


def test_mixed_text_is_not_guessed_at_random() -> None:
    mixed = "\n".join(line for pair in zip(ENGLISH.split("\n"), UKRAINIAN.split("\n"), strict=False) for line in pair)
    assert len({decide(None, None, mixed) for _ in range(5)}) == 1


def test_detecting_is_deterministic_whatever_came_before() -> None:
    guess = detection_engine("fasttext").guess
    alone = guess(ENGLISH)
    for path in CLEAN.glob("*.txt"):
        guess(path.read_text(encoding="utf-8"))
    assert guess(ENGLISH) == alone


# ---------------------------------------------------------------- fields


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("The old bridge at dusk (Reuters)", "Reuters"),
        ("The old bridge (JANE DOE/AP)", "JANE DOE/AP"),
        ("The old bridge (Reuters) (DEFENCE PRESS SERVICE/)", "Reuters, DEFENCE PRESS SERVICE"),
        ("The old bridge. Photo: Neil Gow", "Neil Gow"),
        ("The old bridge. Foto: Neil Gow.", "Neil Gow"),
        ("The old bridge", None),
        ("(Reuters)", None),
        ("The bridge (right) at dusk", None),
    ],
)
def test_credit_of_a_caption(text: str, credit: str | None) -> None:
    assert caption(text) == Caption(text, credit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("by: Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("Jane Doe, John Roe; Ann Lee", ("Jane Doe", "John Roe", "Ann Lee")),
        ("Jane Doe | ", ("Jane Doe",)),
        ("By Jane Doe, Staff Writer", ("Jane Doe",)),
        ("Jane Doe, Jane Doe", ("Jane Doe",)),
        ("Sandy Anderson", ("Sandy Anderson",)),
        ("", ()),
    ],
)
def test_names_of_a_byline(text: str, expected: tuple[str, ...]) -> None:
    assert author_names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ferry sails", Related("The ferry sails")),
        ("- The ferry sails", Related("The ferry sails")),
        ("[The ferry sails](https://a.example/f)", Related("The ferry sails", "https://a.example/f")),
        ('[The ferry](https://a.example/f_(x) "title")', Related("The ferry", "https://a.example/f_(x)")),
        ("[not a link] (really)", Related("[not a link] (really)")),
    ],
)
def test_related_story(text: str, expected: Related) -> None:
    assert related(text) == expected


def test_what_the_page_states_stands_first() -> None:
    moved = [Moving("authors", "By A B", "A B", "byline"), Moving("published", "9 March 2026", "9 March 2026", "date")]
    assert moved_fields(moved, Metadata()) == {"authors": ("A B",), "published": "2026-03-09"}
    assert moved_fields(moved, Metadata(authors=("C",), published="2020")) == {}


def test_moved_spans_are_taken_once_in_reading_order() -> None:
    moved = [Moving("related", text, text, "related") for text in ("b story", "a story", "b story", " ")]
    assert [one.title for one in moved_fields(moved, Metadata())["related"]] == ["b story", "a story"]


@pytest.mark.parametrize(
    "text",
    ["(ab)" * 20_000 + "x", "a" + "\u3000" * 20_000 + "b", "photo by " * 20_000, "[a](" * 20_000, "a, " * 20_000, "1 de " * 20_000, '[a](b "' * 20_000],
    ids=["brackets", "blanks", "labels", "links", "commas", "days", "titles"],
)  # fmt: skip
def test_fields_of_hostile_text_take_linear_time(text: str) -> None:
    start = time.process_time()
    caption(text)
    related(text)
    author_names(text)
    day_in(text)
    assert time.process_time() - start < 1.5


def test_thousands_of_moved_spans_take_linear_time() -> None:
    moved = [Moving(to, f"story {n}", f"story {n}", "x") for n in range(20_000) for to in ("related", "captions")]
    start = time.process_time()
    assert len(moved_fields(moved, Metadata())["related"]) == 20_000
    assert time.process_time() - start < 1.5


# ---------------------------------------------------------------- quality


def test_quality_counts() -> None:
    texts = ["One two three four.", "Five six", "One two three four."]
    found = quality(
        texts, [shape(text) for text in texts], removed_chars=25, page_chars=100, prose_removed=0.2, left_out=7
    )
    assert found == {
        "words": 10,
        "paragraphs": 3,
        "share_removed": 0.25,
        "prose_removed": 0.2,
        "sentence_share": 0.6667,
        "repetition": round(19 / 46, 4),
        "left_out": 7,
    }


def test_quality_of_nothing() -> None:
    assert set(quality([], [], removed_chars=0, page_chars=0).values()) == {0}
