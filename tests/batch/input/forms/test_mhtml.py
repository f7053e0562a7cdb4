"""MHTML as Chrome and others save it, and as a stranger might."""

from __future__ import annotations

import base64
import quopri
import time
from pathlib import Path

import pytest

from ingest.batch.input.forms.mhtml import page_in_mhtml
from ingest.batch.input.load import Documents
from ingest.batch.input.scan import locate
from ingest.batch.limits import DEFAULT_LIMITS
from ingest.input_record import Refusal

PAGE = "<html><body><p>The café met on Tuesday — and kept the bridge = open.</p></body></html>"
HEAD = """\
From: <Saved by Blink>
Snapshot-Content-Location: https://example.com/a?x=1
Subject: A page
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----MultipartBoundary--x+(y"

"""
PART = """\
------MultipartBoundary--x+(y
Content-Type: {type}
Content-Transfer-Encoding: {encoding}
Content-Location: https://example.com/part

{body}
"""
END = "------MultipartBoundary--x+(y--\n"
PICTURE = PART.format(type="image/png", encoding="base64", body="iVBORw0KGgo=")


def saved(body: bytes, encoding: str, type: str = "text/html; charset=utf-8") -> bytes:
    part = PART.replace("{type}", type).replace("{encoding}", encoding).partition("{body}")
    return (HEAD + PICTURE + part[0]).encode() + body + (part[2] + PICTURE + END).encode()


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (quopri.encodestring(PAGE.encode()), "quoted-printable"),
        (base64.encodebytes(PAGE.encode()), "base64"),
        (PAGE.encode(), "8bit"),
        (PAGE.encode(), "binary"),
    ],
)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_first_page_is_read(body: bytes, encoding: str, line_end: bytes) -> None:
    page = page_in_mhtml(saved(body, encoding).replace(b"\n", line_end))
    assert page.html.decode().strip() == PAGE
    assert (page.charset, page.url) == ("utf-8", "https://example.com/a?x=1")


def test_document_has_address_and_charset(tmp_path: Path) -> None:
    data = saved(PAGE.replace("—", "-").encode("latin-1"), "binary", "text/html; charset=iso-8859-1")
    (tmp_path / "a.mhtml").write_bytes(data)
    (tmp_path / "b").write_bytes(data)
    documents = Documents(str(tmp_path), DEFAULT_LIMITS)
    for reference in locate(str(tmp_path)).references(DEFAULT_LIMITS):
        document = documents.read(reference)
        assert (document.kind, document.url, document.charset) == ("html", "https://example.com/a?x=1", "iso-8859-1")


def test_page_that_is_alone_or_nested_is_found() -> None:
    alone = b"MIME-Version: 1.0\nContent-Location: https://e.com/\nContent-Type: text/html\n\n" + PAGE.encode()
    assert page_in_mhtml(alone) == (PAGE.encode(), None, "https://e.com/")
    inner = b"\n--in\nContent-Type: text/html\n\n" + PAGE.encode() + b"\n--in--\n"
    assert PAGE.encode() in page_in_mhtml(saved(inner, "7bit", "multipart/alternative; boundary=in")).html


def test_page_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    whole = saved(base64.encodebytes(PAGE.encode() * 20), "base64")
    assert page_in_mhtml(whole[:-900]).html.startswith(PAGE.encode())


@pytest.mark.parametrize(
    "data",
    [b"", b"no headers", HEAD.encode(), (HEAD + PICTURE + END).encode(), b"Content-Type: multipart/related\n\nx"],
    ids=["empty", "no headers", "no parts", "no page", "no boundary"],
)
def test_what_holds_no_page_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal, match="without a part that is text/html"):
        page_in_mhtml(data)


@pytest.mark.parametrize(
    "data",
    [
        b"Content-Type: multipart/related; boundary=b\n\n" + b"--b\n\n" * 400_000,
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(20_000)),
        b"Content-Type: multipart/related; boundary=" + b"-" * 60_000 + b"\n\n" + b"-" * 2_000_000,
        b"A: b\n " + b"x \n " * 500_000,
        b"\n" * 2_000_000,
    ],
    ids=["many parts", "deep", "long boundary", "folded header", "blank"],
)
def test_hostile_file_takes_no_long_time(data: bytes) -> None:
    began = time.process_time()
    with pytest.raises(Refusal):
        page_in_mhtml(data)
    assert time.process_time() - began < 3
