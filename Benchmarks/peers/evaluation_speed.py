"""Times evaluate and sacreBLEU on the same files in the same run.

    python evaluation_speed.py BUILD_FOLDER [FOLDER]

Medians of seven rounds of the time on the clock, both programs as they are set by default: evaluate
takes a thread for each processor, sacreBLEU one. So the machine should have nothing else to do. A round
runs all tasks by either program in turn. `Process` is the whole command with its start, `inside` the
work alone, of lines in memory. sacreBLEU remembers the lines that it tokenised, so each run inside is a
process of its own, for both. FOLDER holds LANGUAGE/reference.* and LANGUAGE/SYSTEM.*; the first
language is taken unless there is German.
"""

import collections
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import test_sets
from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.significance import PairedTest

ROUNDS = 7


def score(metric):
    return lambda references, systems: metric(references=references).corpus_score(systems[0], None)


def compare(*metrics):
    """Paired bootstrap of two systems with 1,000 resamples, as the command makes it."""
    def run(references, systems):
        made = {name: metric(references=references) for name, metric in zip("abc", metrics)}
        PairedTest(list(zip(["first", "second"], systems)), made, None, test_type="bs", n_samples=1000)()
    return run


# The name in tables, the number of systems, the metrics, the options of both commands, and the work in
# Python.
TASKS = [
    ("BLEU", 1, ["BLEU"], ["--metrics", "bleu"], score(BLEU)),
    ("chrF2", 1, ["chrF2"], ["--metrics", "chrf"], score(CHRF)),
    ("chrF2++", 1, ["chrF2++"], ["--metrics", "chrf", "--chrf-word-order", "2"],
     score(lambda references: CHRF(word_order=2, references=references))),
    ("TER", 1, ["TER"], ["--metrics", "ter"], score(TER)),
    ("paired bootstrap, BLEU", 2, ["BLEU"], ["--metrics", "bleu", "--paired-bs"], compare(BLEU)),
    ("paired bootstrap, all three", 2, ["BLEU", "chrF2", "TER"],
     ["--metrics", "bleu", "chrf", "ter", "--paired-bs"], compare(BLEU, CHRF, TER)),
]


def files(folder, made):
    """A reference and two systems."""
    if folder:
        languages = sorted(path for path in pathlib.Path(folder).iterdir() if path.is_dir())
        language = next((path for path in languages if path.name == "de"), languages[0])
        systems = sorted(p for p in language.iterdir() if not p.name.startswith("reference."))
        return [next(language.glob("reference.*")), *systems[:2]]
    outputs = list(test_sets.hostile(10))
    columns = [
        [line for output in outputs for line in output.references[0]],
        [line for output in outputs for line in output.hypotheses],
        [line for output in outputs for line in reversed(output.hypotheses)],
    ]
    paths = [pathlib.Path(made) / name for name in ("reference", "first", "second")]
    for path, lines in zip(paths, columns):
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return paths


def process(command):
    """The seconds from the start of a command to its end."""
    null = os.open(os.devnull, os.O_WRONLY)
    silent = [(os.POSIX_SPAWN_DUP2, null, stream) for stream in (1, 2)]
    start = time.perf_counter()
    identifier = os.posix_spawn(command[0], command, os.environ, file_actions=silent)
    _, status = os.waitpid(identifier, 0)
    seconds = time.perf_counter() - start
    os.close(null)
    if status != 0:
        raise SystemExit(f"failed: {command}")
    return seconds


def inside(command):
    """The seconds that a command prints."""
    return float(subprocess.check_output(command, stderr=subprocess.DEVNULL))


def print_inside(number, reference, *systems):
    """What this program does in a process of its own."""
    lines, references = [test_sets.read(path) for path in systems], [test_sets.read(reference)]
    start = time.perf_counter()
    TASKS[number][-1](references, lines)
    print(time.perf_counter() - start)


def row(name, where, peer, ours):
    print(f"| {name} | {where} | {1000 * peer:,.0f} ms | {1000 * ours:,.1f} ms | {peer / ours:,.0f}× |")


def main(build, folder=None):
    build = pathlib.Path(build)
    times = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as made:
        reference, *systems = files(folder, made)
        sacrebleu = [pathlib.Path(sys.executable).parent / "sacrebleu", reference, "-f", "text", "-i"]
        for _ in range(ROUNDS):
            for number, (name, count, metrics, options, _) in enumerate(TASKS):
                paths = systems[:count]
                ours = [*paths, "--reference", reference]
                alone = ["--no-confidence"] if count == 1 else []
                threads = ["--threads", str(os.cpu_count())]
                for who, where, seconds in [
                    ("sacreBLEU", "process", process([*sacrebleu, *paths, *options])),
                    ("evaluate", "process", process([build / "evaluate", *ours, *options, *alone])),
                    ("sacreBLEU", "inside", inside(
                        [sys.executable, __file__, "--inside", str(number), reference, *paths])),
                    ("evaluate", "inside", inside(
                        [build / "benchmark", "evaluation", *ours, "--metrics", *metrics, *threads])),
                ]:
                    times[name, where, who].append(seconds)
        names = " and ".join(path.name for path in systems)
        print(f"\nElapsed time for {names}, {len(test_sets.read(reference)):,} lines, "
              f"{os.cpu_count()} processors:\n")
    print("| task | | sacreBLEU | evaluate | faster |\n|---|---|---:|---:|---:|")
    for name, *_ in TASKS:
        for where in ("process", "inside"):
            row(name, where, *(statistics.median(times[name, where, who])
                               for who in ("sacreBLEU", "evaluate")))


if __name__ == "__main__":
    if sys.argv[1] == "--inside":
        print_inside(int(sys.argv[2]), *sys.argv[3:])
    else:
        main(*sys.argv[1:])
