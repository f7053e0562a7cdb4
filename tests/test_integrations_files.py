"""What an engine's command says of its rows, and how it exits."""

from __future__ import annotations

import pytest

from ingest.integrations.engine_job import EngineJob, job_of, report_job

JOB: EngineJob = job_of(["crawl/", "articles/"], "ray")


def test_rows_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    report_job("ray", lambda job: {"records": 1200, "empty": 3}, JOB)
    assert capsys.readouterr().err == "articles/: 1,203 rows read by ray: 3 empty, 1,200 records\n"


@pytest.mark.parametrize("counts", [{"bad-record": 3}, {}], ids=["all rejected", "no rows"])
def test_none_that_became_a_record_is_a_wrong_call(capsys: pytest.CaptureFixture[str], counts: dict[str, int]) -> None:
    with pytest.raises(SystemExit) as ended:
        report_job("ray", lambda job: counts, JOB)
    assert ended.value.code == 2
    assert "crawl/: none of its rows became a record\n  fix: " in capsys.readouterr().err
