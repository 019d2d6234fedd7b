"""Times evaluate and sacreBLEU on the same files in the same run.

    python evaluation_speed.py BUILD_FOLDER [FOLDER]

Medians of seven runs on one thread, in processor time, which other work on the machine changes little.
`Process` is the whole command with its start, `inside` the work alone, of lines in memory. sacreBLEU
remembers the lines that it tokenised, so each run inside is a process of its own. FOLDER holds
LANGUAGE/reference.* and LANGUAGE/SYSTEM.*; the first language is taken unless there is German.
"""

import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import test_sets
from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.significance import PairedTest

RUNS = 7


def score(metric):
    return lambda references, systems: metric(references=references).corpus_score(systems[0], None)


def compare(*metrics):
    """Paired bootstrap of two systems with 1,000 resamples, as the command makes it."""
    def run(references, systems):
        made = {name: metric(references=references) for name, metric in zip("abc", metrics)}
        PairedTest(list(zip(["first", "second"], systems)), made, None, test_type="bs", n_samples=1000)()
    return run


# The name in tables, the number of systems, the options of both commands, and the work in Python.
TASKS = [
    ("BLEU", 1, ["--metrics", "bleu"], score(BLEU)),
    ("chrF2", 1, ["--metrics", "chrf"], score(CHRF)),
    ("chrF2++", 1, ["--metrics", "chrf", "--chrf-word-order", "2"],
     score(lambda references: CHRF(word_order=2, references=references))),
    ("TER", 1, ["--metrics", "ter"], score(TER)),
    ("paired bootstrap, BLEU", 2, ["--metrics", "bleu", "--paired-bs"], compare(BLEU)),
    ("paired bootstrap, all three", 2, ["--metrics", "bleu", "chrf", "ter", "--paired-bs"],
     compare(BLEU, CHRF, TER)),
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


def seconds(command):
    def once():
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    return statistics.median(once() for _ in range(RUNS))


def inside(number, reference, *systems):
    """Runs in a process of its own and prints the seconds that one task takes."""
    lines, references = [test_sets.read(path) for path in systems], [test_sets.read(reference)]
    start = time.process_time()
    TASKS[number][3](references, lines)
    print(time.process_time() - start)


def sacrebleu_inside(number, reference, systems):
    command = [sys.executable, __file__, "--inside", str(number), reference, *systems]
    return statistics.median(
        float(subprocess.check_output(command, stderr=subprocess.DEVNULL)) for _ in range(RUNS))


def evaluate_inside(build, reference, systems):
    text = subprocess.check_output(
        [build / "benchmark", "evaluation", *systems, "--reference", reference, "--runs", str(RUNS)],
        text=True)
    return {name: float(ms) / 1000 for name, ms in re.findall(r"^(.+): ([\d.]+) ms$", text, re.M)}


def row(name, where, peer, ours):
    print(f"| {name} | {where} | {1000 * peer:,.0f} ms | {1000 * ours:,.1f} ms | {peer / ours:,.0f}× |",
          flush=True)


def main(build, folder=None):
    build = pathlib.Path(build)
    with tempfile.TemporaryDirectory() as made:
        reference, *systems = files(folder, made)
        sacrebleu = [pathlib.Path(sys.executable).parent / "sacrebleu", reference, "-f", "text"]
        evaluate = [build / "evaluate", "--reference", reference, "--threads", "1"]
        names = " and ".join(path.name for path in systems)
        print(f"\nProcessor time for {names}, {len(test_sets.read(reference)):,} lines:\n")
        print("| task | | sacreBLEU | evaluate | faster |\n|---|---|---:|---:|---:|")
        ours_inside = evaluate_inside(build, reference, systems)
        for number, (name, count, options, _) in enumerate(TASKS):
            paths = systems[:count]
            ours = [*evaluate, *paths, *options] + (["--no-confidence"] if count == 1 else [])
            row(name, "process", seconds([*sacrebleu, "-i", *paths, *options]), seconds(ours))
            row(name, "inside", sacrebleu_inside(number, reference, paths), ours_inside[name])


if __name__ == "__main__":
    if sys.argv[1] == "--inside":
        inside(int(sys.argv[2]), *sys.argv[3:])
    else:
        main(*sys.argv[1:])
