"""A made folder of dirty articles, for what shows them: three sites, one record that means harm, and two rejects."""

from __future__ import annotations

import random
from typing import Any

from made_site import NAMES, article, headline

DESK = "Ring the Courier desk any day with what you know on our own lines, before six."
# Markup, addresses that run, what turns the direction of a line, letters that look like others.
EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(2)><style>*{display:none}</style></script><!-- "
    "javascript:alert(3) \u202egnp.exe\u202c \u0430\u0440\u0440\u04cf\u0435.com"
)


def dirty_records(count: int) -> list[dict[str, Any]]:
    """Input records, the same each time: ``count`` of three sites, two others, and two that are rejected."""
    rnd = random.Random(4)
    records: list[dict[str, Any]] = []
    for number in range(count):
        site = ("courier", "harbour", "valley")[number % 3]
        text = article(rnd, rnd.randint(3, 6))
        if site == "courier":
            text = [*text[:2], f"Read Also: {headline(rnd)}", *text[2:], DESK]
        elif site == "harbour":
            text += ["Leave a Reply", "Your email address will not be published.", "© 2024 Harbour Times."]
        else:
            text = [f"By {rnd.choice(NAMES)}", *text, "Share on Facebook", "Sign up for our newsletter"]
        records.append(_record(f"{site}-{number // 3}", f"{site}.example", headline(rnd), text))
    records.append(_record("gutted", "valley.example", headline(rnd), ["Advertisement", "Share on Facebook"]))
    prose = "The council met on Tuesday and kept the old bridge open for one more year, said the mayor."
    evil = _record("</script><script>alert(4)</script>", "xn--80ak6aa92e.com", EVIL, [prose, f"Read Also: {EVIL}"])
    return [*records, {**evil, "url": "javascript:alert(5)//x/y"}, {"id": "no text"}, {"id": "empty", "text": ""}]


def _record(id: str, site: str, title: str, text: list[str]) -> dict[str, Any]:
    url = f"https://{site}/{id}"
    return {"id": id, "url": url, "site": site, "title": title, "text": "\n\n".join(text), "language": "en"}
