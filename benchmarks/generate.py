#!/usr/bin/env python3
"""Make articles with the cruft of real scrapes, in five languages, as many and as long as asked; always the same ones.

    python benchmarks/generate.py 1000 --paragraphs 12 > articles.jsonl

All of the text is written for this purpose; nothing is taken from a site.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator

# For each language: who, what they did, with what, when; then lines before, between and after the paragraphs.
_WORDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (
        ("The council", "A spokeswoman for the harbour", "The young baker", "Her neighbour", "The ferry company"),
        ("decided to keep", "spoke for an hour about", "would not sell", "has been repairing", "wrote a letter about"),
        ("the old bridge and its lamps", "a mill that nobody had opened since spring", "the market behind the station"),
        ("on Tuesday, the mayor’s office said.", "– as everyone had expected.", "before the autumn rain came."),
    ),
    "de": (
        ("Der Gemeinderat", "Eine Sprecherin des Hafens", "Die junge Bäckerin", "Ihr Nachbar", "Die Fährgesellschaft"),
        ("beschloss am Abend über", "sprach eine Stunde lang über", "freut sich seit Jahren auf", "schrieb viel über"),
        ("die alte Brücke und ihre Laternen", "eine Mühle, die niemand mehr öffnet", "den Markt hinter dem Bahnhof"),
        ("– so hieß es aus dem Rathaus.", "wie alle es erwartet hatten.", "bevor der Herbstregen kam."),
    ),
    "fr": (
        (
            "Le conseil municipal",
            "Une porte-parole du port",
            "La jeune boulangère",
            "Son voisin",
            "La compagnie des bacs",
        ),
        ("a voté hier soir pour", "a parlé pendant une heure de", "n’a jamais oublié", "répare depuis des années"),
        ("le vieux pont et ses lanternes", "un moulin que personne n’ouvre plus", "le marché derrière la gare"),
        ("mardi, selon la mairie.", "comme tout le monde s’y attendait.", "avant les pluies d’automne, « enfin »."),
    ),
    "es": (
        (
            "El ayuntamiento",
            "Una portavoz del puerto",
            "La joven panadera",
            "Su vecino",
            "La compañía del transbordador",
        ),
        ("decidió anoche conservar", "habló durante una hora sobre", "no quiso vender", "lleva años arreglando"),
        ("el viejo puente y sus faroles", "un molino que ya nadie abre", "el mercado detrás de la estación"),
        ("el martes, según la alcaldía.", "como todos esperaban.", "antes de las lluvias de otoño."),
    ),
    "uk": (
        ("Міська рада", "Речниця порту", "Молода пекарка", "Її сусід", "Поромна компанія"),
        ("вирішила зберегти", "годину розповідала про", "не захотіла продати", "роками лагодить", "написала листа про"),
        ("старий міст і його ліхтарі", "млин, якого ніхто не відчиняв із весни", "ринок за вокзалом"),
        ("у вівторок, – повідомили в мерії.", "як усі й чекали.", "ще до осінніх дощів."),
    ),
}
_CRUFT: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (
        ("Home", "News", "Sport", "By Jane Doe", "Published: 9 March 2026, 10:15", "Share on Facebook"),
        (
            "Read Also: Ferry service returns in spring",
            "The harbour at dusk. (Photo: Jane Doe/Northwire)",
            "ADVERTISEMENT",
        ),
        (
            "Leave a Reply",
            "Your email address will not be published.",
            "Subscribe to our newsletter",
            "© 2026 The Courier",
        ),
    ),
    "de": (
        ("Startseite", "Von Erika Muster", "Stand: 09.03.2026, 10:15 Uhr", "Artikel teilen"),
        ("Lesen Sie auch: Die Fähre fährt wieder", "Foto: Erika Muster/Nordfunk", "Anzeige"),
        ("Newsletter abonnieren", "Kommentar schreiben", "© 2026 Der Anzeiger. Alle Rechte vorbehalten."),
    ),
    "fr": (
        ("Accueil", "Par Jeanne Dupont", "Publié le 9 mars 2026 à 10h15", "Partager l’article"),
        ("À lire aussi : Le bac reprend du service", "© Jeanne Dupont / Nordfil", "Publicité"),
        ("S’abonner à la newsletter", "Laisser un commentaire", "Tous droits réservés"),
    ),
    "es": (
        ("Inicio", "Por Juana Pérez", "Publicado el 9 de marzo de 2026", "Compartir en WhatsApp"),
        ("Lea también: Vuelve el transbordador", "Foto: Juana Pérez", "Publicidad"),
        ("Suscríbete a nuestro boletín", "Deja un comentario", "© 2026 El Correo. Todos los derechos reservados."),
    ),
    "uk": (
        ("Головна", "Автор: Олена Приклад", "9 березня 2026, 10:15", "Поділитися"),
        ("Читайте також: Пором повертається", "Фото: Олена Приклад", "Реклама"),
        ("Підписуйтесь на наш Telegram", "Залишити коментар", "© 2026 Кур’єр. Усі права захищено."),
    ),
}
LANGUAGES = tuple(_WORDS)


def lines(choice: random.Random, language: str, paragraphs: int) -> list[str]:
    """Return the lines of one article: a headline, paragraphs, and cruft around and between them."""
    who, did, what, when = _WORDS[language]
    before, between, after = _CRUFT[language]
    article = [
        *choice.sample(before, k=min(3, len(before))),
        f"{choice.choice(who)} {choice.choice(did)} {choice.choice(what)}",
    ]
    for _ in range(paragraphs):
        drawn = ((choice.choice(who), choice.choice(did), choice.choice(what), choice.choice(when)) for _ in range(3))
        article.append(" ".join(" ".join(parts) for parts in drawn))
        if choice.random() < 0.2:
            article.append(choice.choice(between))
    return [*article, *after]


def texts(count: int, *, paragraphs: int = 16, seed: int = 0) -> Iterator[str]:
    """Yield articles as plain text, about 4.4 KB each, the languages in turn."""
    for number in range(count):
        choice = random.Random(f"{seed}.{number}")
        yield "\n".join(lines(choice, LANGUAGES[number % len(LANGUAGES)], paragraphs))


def pages(count: int, *, paragraphs: int = 16, seed: int = 0) -> Iterator[str]:
    """Yield the same articles as HTML pages, with a head, menus and scripts around them."""
    for number in range(count):
        choice = random.Random(f"{seed}.{number}")
        article = lines(choice, LANGUAGES[number % len(LANGUAGES)], paragraphs)
        menu = "".join(
            f'<li class="menu-item"><a href="/s/{n}">{line}</a></li>' for n, line in enumerate(article[:3] * 20)
        )
        body = "".join(f"<p>{line}</p>" for line in article[4:-3])
        foot = "".join(
            f'<div class="widget"><a href="/f/{n}">{line}</a></div>' for n, line in enumerate(article[-3:] * 10)
        )
        script = "<script>" + "var x = [1, 2, 3].map(function (y) { return y + 1; });" * 200 + "</script>"
        yield (
            f"<!doctype html><html><head><title>{article[3]} | The Courier</title>{script}"
            f'<meta property="og:title" content="{article[3]}"></head><body><nav><ul>{menu}</ul></nav>'
            f'<article><h1>{article[3]}</h1><p class="byline">{article[0]}</p>{body}</article>'
            f"<footer>{foot}</footer></body></html>"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("--paragraphs", type=int, default=16)
    parser.add_argument("--html", action="store_true", help="pages instead of texts")
    args = parser.parse_args()
    made = (pages if args.html else texts)(args.count, paragraphs=args.paragraphs)
    for number, document in enumerate(made):
        record = {"id": f"made-{number}", "html" if args.html else "text": document}
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
