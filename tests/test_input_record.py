"""What is read of a scraped record, and of the headers that came with it."""

from __future__ import annotations

import pytest

from ingest.input_record import charset_of


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        ("text/html; charset=utf-8", "utf-8"),
        ("text/html;Charset=UTF-8;", "UTF-8"),
        ('text/html; charset="windows-1251"; boundary=x', "windows-1251"),
        ("text/html; charset='koi8-r'", "koi8-r"),
        ("text/html charset=big5", "big5"),
        ("text/html; charset=gb18030, text/html; charset=gb18030", "gb18030"),
        ("text/html; charset=iso-8859-2 (Apache)", "iso-8859-2"),
        ('text/html; note="charset=no"; charset=euc-kr', "euc-kr"),
        ("charset=utf-8", "utf-8"),
        ("text/html; charset = utf-8", "utf-8"),
        ("text/html;0*;0*0*;charset=utf-8", "utf-8"),
        ("text/html; charset=", None),
        ("text/html; charset=ü", None),
        ("text/html", None),
        ("", None),
    ],
    ids=[
        "plain", "letter case", "quotes", "single quotes", "no semicolon", "two headers in one", "comment", "in a text",
        "no type", "blanks", "broken parameters", "empty", "not ASCII", "none", "no header",
    ],
)  # fmt: skip
def test_the_charset_of_a_header_is_read_as_servers_write_it(content_type: str, charset: str | None) -> None:
    assert charset_of(content_type) == charset
