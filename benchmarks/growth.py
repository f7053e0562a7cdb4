"""How costs grow with the number of rules, the length of a document, and the number of documents and of workers."""

from __future__ import annotations

import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, cycle, islice
from pathlib import Path

import contenders
import generate

from ingest import Cleaner
from ingest.rules.load import load_rules
from ingest.rules.matcher import Engine
from ingest.rules.patterns.translate import Pattern

SHARED = Path(__file__).parent.parent.parent / "shared"
RULES = (50, 5_000, 50_000)


def cpu(work: Callable[[], object], repeats: int = 3) -> float:
    """Return the least CPU seconds of some runs."""
    spent = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


def rule_file(count: int, path: Path, seed: int = 0) -> Path:
    """Write a rule file of ``count`` rules in the proportions of the packaged ones, each with its examples."""
    choice = random.Random(seed)
    words = sorted({word for text in generate.texts(50) for word in text.split() if word.isalpha() and len(word) > 2})
    rows = ["rules:"]
    for number in range(count):
        phrase = " ".join(choice.choices(words, k=3))
        line = f"phrases: ['{phrase}', '{phrase} {number}']"
        if number % 5 < 3:
            line = ("line: '^{} *[:»]'", "line: '^(?:{}|more) .{{2,40}}$'", "span: '\\b{} \\(\\d+\\)$'")[
                number % 5
            ].format(phrase)
        fires = (f"{phrase}: a", f"{phrase} in spring", f"So it was, {phrase} (12)", phrase, phrase)[number % 5]
        where = "\n    where: {max_chars: 200}" if number % 2 else ""
        rows.append(f"  - id: made.r{number}\n    kind: other\n    {line}{where}\n    why: made")
        rows.append(f"    examples: {{removes: ['{fires}'], keeps: ['It was {number} of them.']}}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def patterns(count: int, folder: Path) -> list[Pattern]:
    rules = load_rules([rule_file(count, folder / f"{count}.yaml")], packaged=False).rules
    return [rule.pattern for rule in rules if rule.pattern]


def rules_rows() -> Iterable[tuple[str, str]]:
    lines = [line for text in generate.texts(60, seed=1) for line in text.split("\n")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = rule_file(5_000, folder / "load.yaml")
        yield "load a file of 5,000 rules", f"{cpu(lambda: load_rules([path], packaged=False), 1):.2f} s"
        first = 0.0
        for count in RULES:
            engine = Engine(patterns(count, folder))

            def run(engine: Engine = engine) -> None:
                for line in lines:
                    engine.hits(line)

            run()
            micros = 1e6 * cpu(run) / len(lines)
            first = first or micros
            yield f"{count:,} rules, matching a line", f"{micros:.1f} µs, {micros / first:.1f}x"


def length_rows() -> Iterable[tuple[str, str]]:
    cleaner = Cleaner()
    cleaner.warm()
    many = {size: next(iter(generate.texts(1, paragraphs=size))) for size in (16, 256)}
    pages = {size: next(iter(generate.pages(1, paragraphs=size))) for size in (16, 256)}
    shapes: dict[str, Callable[[int], tuple[str, str]]] = {
        "a text of many lines": lambda size: (many[size], "text"),
        "a text of one line": lambda size: (many[size].replace("\n", " "), "text"),
        "an HTML page": lambda size: (pages[size], "html"),
        "an HTML page of one paragraph": lambda size: (pages[size].replace("</p><p>", " "), "html"),
    }
    for what, make in shapes.items():
        spent = []
        for size in (16, 256):
            document, kind = make(size)
            spent.append(cpu(lambda d=document, k=kind: cleaner.clean(d, kind=k), 5))  # type: ignore[misc]
        yield f"{what}, 16 times as long", f"{spent[1] / spent[0]:.1f}x"


def start_rows() -> Iterable[tuple[str, str]]:
    def child(*args: str) -> float:
        spent = []
        for _ in range(9):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, *args], check=True, stdout=subprocess.DEVNULL)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return 1000 * statistics.median(spent)

    bare = child("-c", "pass")
    yield "import ingest, over the bare interpreter", f"{child('-c', 'import ingest') - bare:.0f} ms CPU"
    yield "ingest --help, over the bare interpreter", f"{child('-m', 'ingest', '--help') - bare:.0f} ms CPU"
    yield "a cleaner, built and warm", f"{child('-c', 'import ingest; ingest.Cleaner().warm()') - bare:.0f} ms CPU"


def run_seconds(raw: Path, clean: Path, workers: int) -> float:
    began = time.perf_counter()
    command = [sys.executable, "-m", "ingest", "run", str(raw), str(clean), "--quiet", "--workers", str(workers)]
    subprocess.run(command, check=True)
    return time.perf_counter() - began


def worker_rows(documents: int = 4_000) -> Iterable[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as name:
        raw = Path(name) / "made.jsonl"
        with raw.open("w", encoding="utf-8") as out:
            for number, text in enumerate(generate.texts(documents)):
                out.write(json.dumps({"id": str(number), "text": text}) + "\n")
        one, two = (run_seconds(raw, Path(name) / f"clean{count}", count) for count in (1, 2))
        yield (
            f"two workers on {documents:,} texts, wall time of a whole run",
            f"{one / two:.2f}x one, {documents / two:.0f}/s",
        )


def peak() -> float:
    """Return the peak memory of this process in MB: on Linux not ``ru_maxrss``, which begins with the parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        high_water = next(line for line in status.read_text().split("\n") if line.startswith("VmHWM"))
        return int(high_water.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


# Of generated paragraphs; they make 30 KB.
_LINE_PARAGRAPHS = 80


def memory_of(documents: int, kind: str = "text") -> tuple[float, float]:
    """Return the peak memory in MB of a process that cleans documents one after the other, half way and at the end.

    ``kind`` is text, html, or line: texts of 30 KB without a full stop, on one line.
    """
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import growth, ingest\n"
        "cleaner, count, kind = ingest.Cleaner(), int(sys.argv[2]), sys.argv[3]\n"
        "for number, document in enumerate(growth.documents(kind, count), 1):\n"
        "    cleaner.clean(document, kind='html' if kind == 'html' else 'text').encode()\n"
        "    if number in (count // 2, count): print(growth.peak())\n"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parent), str(documents), kind]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    half, whole = map(float, ran.stdout.split())
    return half, whole


def documents(kind: str, count: int) -> Iterator[str]:
    """Return generated texts, or pages of the shared corpora over and over, if these are present; one at a time."""
    if kind == "line":
        made = generate.texts(count, paragraphs=_LINE_PARAGRAPHS)
        return (text.replace(".", "").replace("\n", " ") for text in made)
    paths = sorted((SHARED / "corpora" / "html").glob("*.jsonl.gz")) if kind == "html" else []
    if not paths:
        return iter((generate.pages if kind == "html" else generate.texts)(count))
    return islice(chain.from_iterable(map(contenders.pages_of, cycle(paths))), count)


def memory_rows(texts: int = 10_000, pages: int = 2_000) -> Iterable[tuple[str, str]]:
    for kind, what, count in (("text", "texts", texts), ("html", "HTML pages", pages)):
        half, whole = memory_of(count, kind)
        yield f"peak memory of a process after {count // 2:,} {what}", f"{half:.0f} MB"
        yield f"after {count:,}", f"{whole:.0f} MB"


def table() -> list[str]:
    rows = ["| | |", "|---|---:|"]
    for part in (rules_rows, length_rows, start_rows, worker_rows, memory_rows):
        rows += [f"| {what} | {value} |" for what, value in part()]
    return rows
