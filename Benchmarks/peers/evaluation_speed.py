"""Times evaluate and sacreBLEU on the same files in the same run.

    python evaluation_speed.py BUILD_FOLDER [FOLDER]

Medians of five runs on one thread, in processor time, which other work on the machine changes little.
`Process` is the whole command with its start, `inside` the scoring alone, of lines in memory. sacreBLEU
remembers the lines that it tokenised, so each run inside is a process of its own. FOLDER holds LANGUAGE/reference.* and LANGUAGE/SYSTEM.*; the first language is taken
unless there is German.
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

RUNS = 5
# The name in tables, the options, and the metric in Python.
METRICS = [
    ("BLEU", ["--metrics", "bleu"], lambda references: BLEU(references=references)),
    ("chrF2", ["--metrics", "chrf"], lambda references: CHRF(references=references)),
    ("chrF2++", ["--metrics", "chrf", "--chrf-word-order", "2"],
     lambda references: CHRF(word_order=2, references=references)),
    ("TER", ["--metrics", "ter"], lambda references: TER(references=references)),
]
# Of two systems, with 1,000 resamples.
PAIRED = [
    ("paired bootstrap, BLEU", ["--metrics", "bleu", "--paired-bs"]),
    ("paired bootstrap, all three", ["--metrics", "bleu", "chrf", "ter", "--paired-bs"]),
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


def inside(number, reference, hypothesis):
    """Runs in a process of its own and prints the seconds that one metric takes."""
    lines, references = test_sets.read(hypothesis), [test_sets.read(reference)]
    start = time.process_time()
    METRICS[number][2](references).corpus_score(lines, None)
    print(time.process_time() - start)


def sacrebleu_inside(number, reference, hypothesis):
    command = [sys.executable, __file__, "--inside", str(number), reference, hypothesis]
    return statistics.median(float(subprocess.check_output(command)) for _ in range(RUNS))


def evaluate_inside(build, reference, hypothesis):
    text = subprocess.check_output(
        [build / "benchmark", "evaluation", hypothesis, "--reference", reference], text=True)
    return {name: float(ms) / 1000 for name, ms in re.findall(r"^(\S+) of .* in ([\d.]+) ms$", text, re.M)}


def row(name, where, peer, ours):
    print(f"| {name} | {where} | {1000 * peer:,.0f} ms | {1000 * ours:,.1f} ms | {peer / ours:,.0f} × |")


def main(build, folder=None):
    build = pathlib.Path(build)
    with tempfile.TemporaryDirectory() as made:
        reference, first, second = files(folder, made)
        sacrebleu = [pathlib.Path(sys.executable).parent / "sacrebleu", reference, "-f", "text"]
        evaluate = [build / "evaluate", "--reference", reference, "--threads", "1"]
        print(f"\nTime to score {first.name}, {len(test_sets.read(first)):,} lines:\n")
        print("| metric | | sacreBLEU | evaluate | faster |\n|---|---|---|---|---|")
        ours_inside = evaluate_inside(build, reference, first)
        for number, (name, options, _) in enumerate(METRICS):
            peer = seconds([*sacrebleu, "-i", first, *options])
            row(name, "process", peer, seconds([*evaluate, first, *options, "--no-confidence"]))
            row(name, "inside", sacrebleu_inside(number, reference, first), ours_inside[name])
        for name, options in PAIRED:
            peer = seconds([*sacrebleu, "-i", first, second, *options])
            row(name, "process", peer, seconds([*evaluate, first, second, *options]))


if __name__ == "__main__":
    if sys.argv[1] == "--inside":
        inside(int(sys.argv[2]), *sys.argv[3:])
    else:
        main(*sys.argv[1:])
