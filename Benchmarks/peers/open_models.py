"""Parity of open models on many lines, and the memory and speed of large ones beside CTranslate2.

The families are those of `Tests/DragomanTests/Golden/models.py` and `t5-models.py`, with random weights and 200 lines of a text. The large
models have the shapes of NLLB-200 and MADLAD-400 (`large_model.py`), of which the latter is not converted for
CTranslate2. Speed is tokens a second of processor time on one thread, of the
translations alone, the median of three runs that take turns.
"""

import argparse
import importlib
import json
import pathlib
import resource
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
TRANSLATE, TRAIN = ".build/release/translate", ".build/release/train"
SHAPES = {"600M": ("nllb", 12, 4096), "1.3B": ("nllb", 24, 8192), "MADLAD-3B": ("madlad", 32, 8192)}
LENGTH = 32


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("text", type=pathlib.Path)
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--large", nargs="*", default=list(SHAPES), choices=SHAPES)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    lines = options.text.read_text().splitlines()
    # The small models hold 64 tokens; what is in capitals, `translate` lower-cases.
    short = [line for line in lines if 0 < len(line) < 50 and any(map(str.islower, line))]
    parity(options.work / "families", short[: options.lines])
    if options.large:
        print()
        print("| model | parameters | sentences at a time | Dragoman, MB | CTranslate2, MB | Dragoman, tokens/s | "
              "CTranslate2, tokens/s | ratio |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for name in options.large:
        large(name, options.work, options.text, lines)


def run(*command, lines=()):
    """Standard output, processor seconds, and the most memory of any process so far in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        ["/usr/bin/time", "-f", "%M", *map(str, command)], input="".join(f"{line}\n" for line in lines),
        capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.stdout, seconds, int(done.stderr.split()[-1]) / 1024


def hypotheses(output):
    return [json.loads(line)["sentences"][0] for line in output.splitlines()]


def parity(folder, lines):
    sys.path.insert(0, str(HERE / "../../Tests/DragomanTests/Golden"))
    models = importlib.import_module("models")
    models.OUT, models.LINES = folder, lines
    models.make_all()
    importlib.import_module("t5-models").make_all()
    print("| family | tokens equal | greedy equal | beam 4 equal | largest difference of a log-probability |")
    print("|---|---:|---:|---:|---:|")
    for path in sorted(folder.glob("*.json")):
        golden = json.loads(path.read_text())
        direction = [f"--{side}={golden[side]}" for side in ["from", "to"] if golden.get(side)]
        found = {}
        for beam in [1, 4]:
            output, _, _ = run(
                TRANSLATE, "--model", folder / path.stem, *direction, "--no-split", "--no-repair",
                "--precision=float32", "--json", f"--beam-size={beam}", f"--max-length={golden['length']}",
                "--max-length-ratio=100", lines=[line["text"] for line in golden["lines"]])
            found[beam] = hypotheses(output)
        count = {"tokens": 0, "greedy": 0, "beam": 0}
        worst = 0
        for line, one, more in zip(golden["lines"], found[1], found[4]):
            count["tokens"] += one["source_tokens"] == line["source_pieces"]
            count["greedy"] += one["hypotheses"][0]["tokens"] == line["greedy_pieces"]
            count["beam"] += more["hypotheses"][0]["tokens"] == line["beam_pieces"]
            scores = one["hypotheses"][0].get("token_scores", [])
            worst = max([worst, *(abs(a - b) for a, b in zip(scores, line["scores"]))])
        print(f"| {path.stem} | {count['tokens']} of {len(lines)} | {count['greedy']} | {count['beam']} | {worst:.1e} |")


def large(name, work, text, lines):
    family, layers, inner = SHAPES[name]
    folder, other = work / name, work / f"{name}-ct2"
    if not (folder / "config.json").exists():
        subprocess.run(
            [sys.executable, HERE / "large_model.py", folder, text, "--family", family, "--layers",
             str(layers), "--inner", str(inner)], check=True, stdout=subprocess.DEVNULL)
    if family == "nllb" and not (other / "config.json").exists():
        run(TRAIN, "export", "--model", folder, "--format", "ctranslate2", "--output", other)
    # float16, and embeddings that are one table.
    parameters = (folder / "model.safetensors").stat().st_size / 2
    for batch, count in [(1, 8), (32, 32)]:
        ours, theirs = [], []
        for _ in range(3):
            ours.append(our_speed(family, folder, lines[:count], batch))
            if family == "nllb":
                theirs.append(their_speed(other, folder, lines[:count], batch))
        speed, memory = statistics.median(run[0] for run in ours), max(run[1] for run in ours)
        cells = [f"{memory:,.0f}", "–", f"{speed:.1f}", "–", "–"]
        if theirs:
            other_speed = statistics.median(run[0] for run in theirs)
            cells[1] = f"{max(run[1] for run in theirs):,.0f}"
            cells[3:] = [f"{other_speed:.1f}", f"{speed / other_speed:.2f}"]
        print(f"| {name} | {parameters / 1e6:,.0f} M | {batch} | {' | '.join(cells)} |", flush=True)


def our_speed(family, folder, lines, batch):
    source = ["--from=en"] if family == "nllb" else []

    def command(*more):
        return [
            TRANSLATE, "--model", folder, *source, "--to=de", "--no-split", "--no-repair",
            "--beam-size=4", f"--max-length={LENGTH}", "--threads=1", f"--batch-size={batch}", "--json", *more]

    _, loading, _ = run(*command())
    output, seconds, memory = run(*command(), lines=lines)
    tokens = sum(len(line["hypotheses"][0]["tokens"]) + 1 for line in hypotheses(output))
    return tokens / (seconds - loading), memory


CTRANSLATE2 = """
import json, resource, sys, time
import ctranslate2, sentencepiece
folder, pieces, length, batch = sys.argv[1:5]
pieces = sentencepiece.SentencePieceProcessor(model_file=pieces)
tokens = [["eng_Latn", *pieces.encode(line.rstrip(), out_type=str), "</s>"] for line in sys.stdin]
translator = ctranslate2.Translator(folder, compute_type="int8", intra_threads=1, inter_threads=1)
start = time.process_time()
found = translator.translate_batch(
    tokens, target_prefix=[["deu_Latn"]] * len(tokens), beam_size=4, max_batch_size=int(batch),
    max_decoding_length=int(length))
seconds = time.process_time() - start
print(sum(len(result.hypotheses[0]) for result in found) / seconds)
"""


def their_speed(folder, source, lines, batch):
    output, _, memory = run(
        sys.executable, "-c", CTRANSLATE2, folder, source / "sentencepiece.bpe.model", LENGTH, batch,
        lines=lines)
    return float(output), memory


if __name__ == "__main__":
    main()
