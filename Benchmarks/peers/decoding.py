"""Compares translation with CTranslate2 and Hugging Face Transformers: `make bench-decoding`.

Models have random weights and every translation a given length, so all write as many tokens. Each
figure is the median over rounds in which every system has its turn, so that they share the machine's
moods; ratios are of these medians. Seconds are the processor's where there is one thread, and the
clock's where there are two. Memory is the peak of the whole process.
"""
import argparse
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
# model, precision, beam, batch, threads, sentences, and the ratio aimed at
ROWS = [
    ("tiny-student", "int8", 4, 32, 1, 128, 2),
    ("tiny-student", "int8", 1, 32, 1, 128, 2),
    ("tiny-student", "int8", 1, 1, 1, 16, 2),
    ("base", "int8", 4, 32, 1, 64, 2),
    ("base", "int8", 1, 32, 1, 64, 2),
    ("base", "int8", 1, 1, 1, 8, 2.5),
    ("base", "float32", 4, 32, 1, 32, 1.3),
    ("tiny-student", "int8", 4, 32, 2, 256, None),
    ("base", "int8", 4, 32, 2, 128, None),
]


def run(command):
    """The figures and the peak memory in MB that a system prints."""
    environment = dict(os.environ, OMP_NUM_THREADS="1")
    output = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    lines = output.stdout.split("\n")
    figures = [float(line) for line in lines if line and not line.startswith("memory")]
    memory = next(float(line.split()[1]) for line in lines if line.startswith("memory"))
    return statistics.median(figures), memory


def make_vocabulary(train, folder):
    """A vocabulary of as many pieces as the models have, learned from made-up words."""
    randomness = random.Random(1)
    syllables = [c + v for c in "bcdfghjklmnprstvwz" for v in ("a", "e", "i", "o", "u", "an", "er")]
    text = folder / "words.txt"
    with text.open("w") as lines:
        for _ in range(40_000):
            words = ("".join(randomness.choices(syllables, k=randomness.randint(1, 4))) for _ in range(8))
            print(*words, file=lines)
    vocabulary = folder / "tokenizer.json"
    subprocess.run(
        [train, "vocabulary", text, "--size", "32000", "--output", vocabulary], check=True,
        capture_output=True,
    )
    for model in ("tiny-student", "base"):
        shutil.copy(vocabulary, folder / model / "tokenizer.json")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--benchmark", default=".build/release/benchmark")
    parser.add_argument("--translate", default=".build/release/translate")
    parser.add_argument("--train", default=".build/release/train")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, nargs="*", help="numbers of the rows to run, from 1")
    options = parser.parse_args()
    if not (options.folder / "base").exists():
        subprocess.run([options.benchmark, "decoding", "prepare", options.folder], check=True)
        make_vocabulary(options.train, options.folder)
    systems = {
        "Dragoman": [options.benchmark, "decoding", "run", options.folder],
        "CTranslate2": [sys.executable, HERE / "ctranslate2_decoding.py", options.folder],
        "Transformers": [sys.executable, HERE / "transformers_decoding.py", options.folder],
    }
    for size, precision in sorted({row[:2] for row in ROWS}):
        subprocess.run(
            [*systems["CTranslate2"], "--size", size, "--precision", precision, "--convert-only"],
            check=True,
        )
    names = "".join(f" {name} |" for name in systems)
    print(f"| model, precision, beam, batch, threads |{names} of CTranslate2's | memory |")
    print("|---|---:|---:|---:|---:|---|")
    for number, (size, precision, beam, batch, threads, sentences, _) in enumerate(ROWS, 1):
        if options.rows and number not in options.rows:
            continue
        results = {name: [] for name in systems}
        for _ in range(options.rounds):
            for name, command in systems.items():
                if name == "Transformers" and (precision != "float32" or threads != 1):
                    continue
                arguments = ["--size", size, "--precision", precision, "--beam-size", beam]
                arguments += ["--batch-size", batch, "--sentences", sentences]
                arguments += ["--threads", threads]
                results[name].append(run([str(part) for part in [*command, *arguments]]))
        speed = {
            name: statistics.median(figure for figure, _ in found)
            for name, found in results.items()
            if found
        }
        memory = {name: max(size for _, size in found) for name, found in results.items() if found}
        cells = "".join(
            f" {speed[name]:,.0f} |" if name in speed else " |" for name in systems
        )
        ratio = speed["Dragoman"] / speed["CTranslate2"]
        sizes = " / ".join(f"{memory[name]:.0f}" for name in systems if name in memory)
        print(
            f"| {size} {precision}, {beam}, {batch}, {threads} |{cells} {ratio:.2f}× | {sizes} MB |",
            flush=True,
        )
    command = [options.translate, "--model", options.folder / "tiny-student"]
    seconds = []
    for _ in range(11):
        start = time.perf_counter()
        subprocess.run(
            command + ["--max-length", "12"], input="bafo ki lume\n", text=True, check=True,
            capture_output=True,
        )
        seconds.append(time.perf_counter() - start)
    print(f"\nOne sentence with a tiny-student, process and all: "
          f"{1000 * statistics.median(seconds):.0f} ms")


if __name__ == "__main__":
    main()
