"""What the README promises of runs is tested where it says, and its crawler crawls."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import get_args

from integrations.test_scrapy_pipeline import PAGE, Quiet
from runs import HANG_GUARD, prose, write

from ingest.batch.input.forms.by_name import LOOSE, RECORD_FORMATS
from ingest.batch.input.forms.no_document import SkipReason
from ingest.field_synonyms import PRESETS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_readme_promises_name_tests_that_are_there() -> None:
    rows = re.findall(r"^\|.*\| (`test_.*) \|$", README, re.M)
    named = {name for row in rows for name in re.findall(r"`(test_\w+)`", row)}
    tests = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("test_*.py"))
    assert len(rows) >= 12
    assert [name for name in sorted(named) if f"def {name}(" not in tests] == []


def test_readme_names_every_setting_of_the_pipeline() -> None:
    source = (ROOT / "ingest" / "integrations" / "scrapy.py").read_text(encoding="utf-8")
    settings = set(re.findall(r'"(INGEST_[A-Z_]+)"', source))
    assert settings
    assert [name for name in settings if f"| `{name}` |" not in README] == []


def test_readme_shows_what_a_run_of_none_says(tmp_path: Path) -> None:
    section = README[README.index("## When nothing becomes a record") : README.index("## Run it again")]
    ((command, shown),) = re.findall(r"```console\n\$ ingest ([^\n]*)\n(.*?)```", section, re.DOTALL)
    records = [{"link": "https://example.com/a", "body": prose("a"), "rank": n} for n in range(2)]
    write(tmp_path, {"crawl.jsonl": "\n".join(map(json.dumps, records))})
    run = [sys.executable, "-m", "ingest", *command.split()]
    ran = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (2, shown)
    summary = json.loads((tmp_path / "OUT" / "run.json").read_bytes())
    for name in re.findall(r"`(error|warning|complete|aside|reject_details)", section):
        assert name in summary


def test_readme_crawler_crawls(tmp_path: Path) -> None:
    (code,) = (block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "import httpx" in block)
    assert len(code.strip().splitlines()) <= 32
    site = write(tmp_path / "site", {f"{n}.html": PAGE.format(f"Story {n}", prose(n), "") for n in range(3)})
    write(tmp_path, {"crawler.py": code})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    urls = [f"http://127.0.0.1:{server.server_port}/{name}" for name in ("0.html", "1.html", "gone.html", "2.html")]
    command = [sys.executable, str(tmp_path / "crawler.py"), *urls]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=HANG_GUARD)
    server.shutdown()
    server.server_close()
    found = [json.loads(line) for line in ran.stdout.splitlines()]
    assert sorted(record["title"] for record in found) == ["Story 0", "Story 1", "Story 2"]
    assert "404" in ran.stderr


def test_readme_names_what_is_skipped_and_what_is_read() -> None:
    firsts = re.findall(r"^\| (.*?) \|", README, re.M)
    assert [reason for reason in get_args(SkipReason) if f"`{reason}`" not in firsts] == []
    assert [tool for tool in PRESETS if f"`{tool}`" not in firsts] == []
    suffixes = " ".join(firsts)
    assert [suffix for suffix in (*LOOSE, *RECORD_FORMATS) if not re.search(rf"\{suffix}[` ]", suffixes)] == []
