"""Rules that are proposed: what many groups of one language repeat is no group's own."""

from __future__ import annotations

import json
import random
from pathlib import Path

from made_site import article
from runs import prose, write

from ingest.batch.learning.learn import write_learned
from ingest.batch.learning.suggest import suggested
from ingest.options import Options
from ingest.rules.check.check import check

SHARED = "Tell your friends about our daily puzzle page today."


def record(site: int, number: int) -> str:
    said = [prose(100 * site + number), *article(random.Random(f"{site} {number}")), SHARED, prose(number + 7)]
    own = f"Our office in the town of number{'abcd'[site]} is open on all days but Sunday."
    return json.dumps({"url": f"https://s{site}.example/{number}", "text": "\n".join([*said, own]), "language": "en"})


def test_what_many_sites_repeat_is_proposed_for_their_language(tmp_path: Path) -> None:
    rows = [record(site, number) for site in range(4) for number in range(12)]
    files = dict(suggested(str(write(tmp_path / "raw", {"a.jsonl": "\n".join(rows)})), Options(), workers=1))
    shared = [name for name, text in files.items() if "puzzle" in text]
    assert len(shared) == 1
    assert shared[0].startswith("lang/")
    assert "in 48 of 48 documents of 4 groups" in files[shared[0]]
    assert sorted(set(files) - set(shared)) == [f"s{site}-example.yaml" for site in range(4)]
    write_learned(files.items(), tmp_path / "rules")
    assert check([tmp_path / "rules"]).faults == ()
