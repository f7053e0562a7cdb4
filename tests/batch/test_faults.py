"""What happens to a run: it is killed, its workers are, the disk is full, a document eats all there is. Nothing is
lost, doubled or half-written, and running it again ends as if nothing had happened."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing import forkserver
from pathlib import Path

import pytest
from runs import HUNG, check_sums, options_in, output, prose, rejects, write

from ingest.batch import Limits, ProgressSnapshot, run
from ingest.options import Options

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals, /proc and limits of Linux")

RULES = """\
about: One rule.
rules:
  - {id: global.also, kind: read_also, line: '^read also: .+', then: drop, why: For a test., examples: {removes:
    ["Read also: a"], keeps: ["b"]}}
"""
MEMORY = 300_000_000
MOST_IN_A_ROW = 4  # kills before a run is let come to its end, and looked at


@pytest.fixture
def options(tmp_path: Path) -> Options:
    return options_in(tmp_path)


def corpus(tmp_path: Path, documents: int) -> Path:
    """Loose files, records and broken ones."""
    half = documents // 2
    files: dict[str, str | bytes] = {f"{n % 7}/{n:05}.txt": f"{prose(n)}\n\nRead also: {n}" for n in range(half)}
    records = [json.dumps({"text": prose(n), "id": f"r{n}", "n": n}) for n in range(documents - half)]
    records[5] = '{"text": "broken'
    return write(tmp_path / "raw", files | {"a.jsonl": "\n".join(records), "empty.txt": "", "b.pdf": b"%PDF"})


def command(tmp_path: Path, raw: Path, clean: Path) -> list[str]:
    rules = write(tmp_path / "one-rule", {"global.yaml": RULES})
    options = ["--no-packaged-rules", "--rules", str(rules), "--language-engine", "none", "-q", "-w", "2"]
    return [sys.executable, "-m", "ingest", "run", str(raw), str(clean), *options]


def sums(clean: Path) -> None:
    check_sums(_Counted(json.loads((clean / "run.json").read_text(encoding="utf-8"))), clean)  # type: ignore[arg-type]


class _Counted:
    """A ``run.json`` read back."""

    def __init__(self, said: dict[str, object]) -> None:
        self._said = said

    def __getattr__(self, name: str) -> object:
        return self._said[name]

    def to_dict(self) -> dict[str, object]:
        return self._said


def killed_at_random(tmp_path: Path, documents: int, kills: int, seed: int) -> None:
    """Kill runs at random moments, each going on where the last was killed, a new one beginning where one has ended."""
    raw, whole, clean = corpus(tmp_path, documents), tmp_path / "whole", tmp_path / "clean"
    began = time.monotonic()
    subprocess.run(command(tmp_path, raw, whole), check=True)
    length = time.monotonic() - began
    expected, rng, killed, ended, in_a_row = output(whole), random.Random(seed), 0, 0, 0
    while killed < kills or in_a_row:
        began = time.monotonic()
        process = subprocess.Popen(command(tmp_path, raw, clean), stderr=subprocess.PIPE)
        try:
            let_end = in_a_row == MOST_IN_A_ROW or killed == kills
            _, said = process.communicate(timeout=None if let_end else rng.uniform(0.3, 1.1) * length)
            assert process.returncode == 0, said
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            killed, in_a_row = killed + 1, in_a_row + 1
            continue
        if not in_a_row:
            # A whole run, as long as it takes now: had only the first met a busy machine, none would ever be killed.
            length = time.monotonic() - began
        ended, in_a_row = ended + 1, 0
        assert output(clean) == expected
        sums(clean)
        shutil.rmtree(clean)
    print(f"{killed} kills over {documents} documents, {ended} runs came to their end")


def test_run_killed_at_any_moment_and_run_again_ends_the_same(tmp_path: Path) -> None:
    killed_at_random(tmp_path, documents=400, kills=4, seed=1)


@pytest.mark.slow
def test_run_killed_at_two_hundred_moments_ends_the_same(tmp_path: Path) -> None:
    killed_at_random(tmp_path, documents=2000, kills=200, seed=2)


def workers() -> list[int]:
    """The process ids of this process's workers, which the fork server has started."""
    server = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    found = []
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:  # no glob(): it asks whether the file exists, and fails on a process that ends just then
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == server and fields[0] != "Z":
            found.append(int(process))
    return found


def test_workers_killed_from_outside_cost_no_document(tmp_path: Path, options: Options) -> None:
    raw = corpus(tmp_path, 4000)
    run(raw, tmp_path / "whole", options, workers=2)
    killed: list[int] = []  # how much was read when one was

    def kill_one(standing: ProgressSnapshot) -> None:
        # Far apart: a document whose worker is killed twice is rejected, whoever killed it.
        far = not killed or standing.read > killed[-1] + 800
        if len(killed) < 3 and standing.read and far and (alive := workers()):
            os.kill(alive[0], signal.SIGKILL)
            killed.append(standing.read)

    summary = run(raw, tmp_path / "clean", options, workers=2, progress=kill_one)
    assert killed
    check_sums(summary, tmp_path / "clean")
    assert output(tmp_path / "clean") == output(tmp_path / "whole")


@pytest.mark.slow
@pytest.mark.parametrize(("asked", "reason"), [("CRASH", "crashed"), ("HANG", "timeout"), ("ALLOCATE", "memory")])
def test_document_that_takes_all_is_rejected_alone(tmp_path: Path, options: Options, asked: str, reason: str) -> None:
    texts = {f"{n:02}.txt": prose(n) for n in range(30)}
    raw = write(tmp_path / "raw", texts | {f"{n}.txt": f"{prose(n)}\n\n{asked}" for n in (11, 12, 29)})
    limits = Limits(seconds=HUNG if asked == "HANG" else 30, memory=MEMORY)
    summary = run(raw, tmp_path / "clean", options, workers=2, limits=limits)
    check_sums(summary, tmp_path / "clean")
    assert rejects(tmp_path / "clean") == dict.fromkeys(("11.txt", "12.txt", "29.txt"), reason)
    assert summary.records == 27


def test_no_room_beside_a_document_rejects_it(tmp_path: Path, options: Options) -> None:
    raw = write(tmp_path / "raw", {"a.txt": prose("a"), "b.txt": prose("b")})
    limits = Limits()
    object.__setattr__(limits, "memory", 100_000)  # less than may be asked for: no thread can be started in it
    summary = run(raw, tmp_path / "clean", options, workers=1, limits=limits)
    check_sums(summary, tmp_path / "clean")
    assert summary.rejects_by_reason == {"crashed": 2}


def test_full_disk_ends_the_run_and_the_next_goes_on(tmp_path: Path) -> None:
    raw, clean, whole = corpus(tmp_path, 400), tmp_path / "clean", tmp_path / "whole"
    subprocess.run(command(tmp_path, raw, whole), check=True)

    def allow_little() -> None:  # a file may not grow past this: what a full disk says, EFBIG for ENOSPC
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))

    ran = subprocess.run(command(tmp_path, raw, clean), preexec_fn=allow_little, capture_output=True, text=True)
    assert ran.returncode == 3
    assert "cannot be written" in ran.stderr or "could not go on" in ran.stderr
    assert [path.name for path in clean.iterdir()] == [".parts"]
    subprocess.run(command(tmp_path, raw, clean), check=True)
    assert output(clean) == output(whole)
    sums(clean)
    assert json.loads((clean / "run.json").read_text(encoding="utf-8"))["reused"] > 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Something that mounts, or grows, a file system in memory of a given size."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def sized(size: str) -> Path:
        options = f"size={size}" + (",remount" if os.path.ismount(folder) else "")
        ran = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True)
        if ran.returncode:
            pytest.skip("no leave to mount")
        return folder

    yield sized
    subprocess.run(["umount", str(folder)], capture_output=True)


def test_file_system_without_room_ends_the_run_and_the_next_goes_on(
    tmp_path: Path, small_disk: Callable[[str], Path]
) -> None:
    raw, whole = corpus(tmp_path, 400), tmp_path / "whole"
    subprocess.run(command(tmp_path, raw, whole), check=True)
    clean = small_disk("400k") / "clean"
    for size in ("400k", "600k"):
        small_disk(size)
        ran = subprocess.run(command(tmp_path, raw, clean), capture_output=True, text=True)
        assert ran.returncode == 3
        assert "No space left" in ran.stderr
    small_disk("20m")
    subprocess.run(command(tmp_path, raw, clean), check=True)
    assert output(clean) == output(whole)
    sums(clean)


@pytest.mark.slow
def test_disk_that_is_full_at_any_moment_ends_the_run_and_the_next_goes_on(
    tmp_path: Path, small_disk: Callable[[str], Path]
) -> None:
    """A page of memory more each time: it is full while workers write, while parts are joined, while all is put in
    place; every third run begins anew."""
    raw, whole = corpus(tmp_path, 150), tmp_path / "whole"
    subprocess.run(command(tmp_path, raw, whole), check=True)
    clean, tried = small_disk("4k") / "clean", 0
    for pages in range(50, 150):
        small_disk(f"{4 * pages}k")
        if pages % 3 == 0:
            shutil.rmtree(clean, ignore_errors=True)
        ran = subprocess.run(command(tmp_path, raw, clean), capture_output=True, text=True)
        if ran.returncode == 0:
            break
        tried += 1
        assert (ran.returncode, "Traceback" in ran.stderr) == (3, False)
        assert not (clean / "run.json").exists()
    assert tried > 8
    assert output(clean) == output(whole)
    sums(clean)


def test_source_that_disappears_and_comes_back_ends_the_same(tmp_path: Path, options: Options) -> None:
    raw, away = corpus(tmp_path, 400), tmp_path / "away"
    run(raw, tmp_path / "whole", options, workers=2)

    def take_away(standing: ProgressSnapshot) -> None:
        if raw.exists() and standing.read:
            raw.rename(away)

    summary = run(raw, tmp_path / "clean", replace(options), workers=2, progress=take_away)
    check_sums(summary, tmp_path / "clean")
    away.rename(raw)
    summary = run(raw, tmp_path / "clean", options, workers=2)
    check_sums(summary, tmp_path / "clean")
    assert output(tmp_path / "clean") == output(tmp_path / "whole")
    assert summary.reused > 0


SYNTHETIC = 100_000
WATCHED = """\
import json, os, sys
from test_faults import resident, workers
from ingest.batch import run
from ingest.options import Options

most = {}

def watch(standing):
    for process in workers():
        most[process] = max(resident(process), most.get(process, 0))

if __name__ == "__main__":
    summary = run(sys.argv[1], sys.argv[2], Options(language_engine="none"), workers=2, progress=watch)
    said = {"parent": resident(os.getpid()), "worker": max(most.values()), "rate": summary.read / summary.seconds}
    print(json.dumps(said | {"records": summary.records}))
"""


def resident(process: int) -> int:
    """The most that a process has held, in bytes; 0 once it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


@pytest.mark.slow
def test_hundred_thousand_documents_in_constant_memory(tmp_path: Path) -> None:
    raw, script = tmp_path / "raw", tmp_path / "watched.py"
    raw.mkdir()
    script.write_text(WATCHED, encoding="utf-8")
    with open(raw / "a.jsonl", "w", encoding="utf-8") as file:
        for n in range(SYNTHETIC):
            file.write(json.dumps({"text": f"{prose(n)}\n\nRead Also: Parliament votes {n}", "id": str(n)}) + "\n")
    path = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    environment = {**os.environ, "PYTHONPATH": path}
    arguments = [sys.executable, str(script), str(raw), str(tmp_path / "clean")]
    ran = subprocess.run(arguments, capture_output=True, text=True, env=environment)
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout)
    parent, worker, rate = said["parent"] / 1e6, said["worker"] / 1e6, said["rate"]
    print(f"parent {parent:.0f} MB, worker {worker:.0f} MB, {rate:,.0f} documents a second")
    sums(tmp_path / "clean")
    assert said["records"] == SYNTHETIC
    assert parent < 300
    assert worker < 150
