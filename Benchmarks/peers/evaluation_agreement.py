"""Compares the scores of evaluate with sacreBLEU's, to twelve decimals.

    python evaluation_agreement.py EVALUATE [FOLDER]

Each output is scored by all metrics with their default settings and with one other choice of settings
in turn; every eighth also sentence by sentence. sacreBLEU's TER takes seconds to minutes for what the
others do in a fraction of a second, so that it is compared on the first lines of each output alone.
FOLDER holds LANGUAGE/reference.* and LANGUAGE/SYSTEM.*.
"""

import collections
import json
import multiprocessing
import os
import pathlib
import subprocess
import sys
import tempfile

import sacrebleu
import test_sets
from sacrebleu.metrics import BLEU, CHRF, TER

WIDTH = 12
METRICS = {"bleu": BLEU, "chrf": CHRF, "ter": TER}
TER_LINES = 100

# Options of evaluate, and what they are called in Python.
SETTINGS = [
    {},
    {"lowercase": True, "chrf-word-order": 2, "ter-case-sensitive": True},
    {"tokenize": "intl", "chrf-lowercase": True, "ter-normalized": True},
    {"tokenize": "zh", "chrf-whitespace": True, "ter-normalized": True, "ter-asian-support": True},
    {"tokenize": "char", "chrf-beta": 3, "chrf-eps-smoothing": True, "ter-no-punct": True},
    {"tokenize": "none", "smooth-method": "floor", "chrf-char-order": 4, "ter-no-punct": True,
     "ter-asian-support": True},
    {"smooth-method": "add-k", "smooth-value": 0.5, "chrf-word-order": 1, "ter-normalized": True,
     "ter-no-punct": True, "ter-case-sensitive": True},
    {"smooth-method": "none", "lowercase": True, "tokenize": "intl", "chrf-char-order": 2,
     "chrf-word-order": 2, "chrf-lowercase": True, "ter-normalized": True, "ter-no-punct": True,
     "ter-asian-support": True},
]


def metric(name, settings, **more):
    """sacreBLEU's metric with those of the settings that concern it."""
    options = {}
    for option, value in settings.items():
        owner, key = option.split("-", 1) if option.startswith(("chrf-", "ter-")) else ("bleu", option)
        if owner == name:
            options[key.replace("-", "_")] = value
    return METRICS[name](**options, **more)


def flags(settings):
    for option, value in settings.items():
        yield f"--{option}"
        if value is not True:
            yield str(value)


def evaluate(files, settings, metrics, *more):
    hypothesis, *references = files
    arguments = [hypothesis, *(part for path in references for part in ("--reference", path))]
    arguments += ["--metrics", *metrics, *flags(settings), "--no-confidence", "--width", str(WIDTH), *more]
    return subprocess.run(
        [EVALUATE, *arguments], check=True, text=True, encoding="utf-8", stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL).stdout


def corpus_scores(output, files, settings, names):
    """Pairs of what sacreBLEU and evaluate say."""
    ours = json.loads(evaluate(files, settings, names, "--json"))
    for name, score in zip(names, ours if len(names) > 1 else [ours]):
        peer = metric(name, settings)
        expected = peer.corpus_score(output.hypotheses, output.references)
        text = expected.format(WIDTH, False, str(peer.get_signature()), True)
        yield json.loads(text), score


def sentence_scores(output, files, settings, name):
    more = {"effective_order": True} if name == "bleu" else {}
    peer = metric(name, settings, **more)
    lines = evaluate(files, settings, [name], "--sentence-level").split("\n")[:-1]
    assert len(lines) == len(output.hypotheses), f"{len(lines)} lines"
    for line, hypothesis, *references in zip(lines, output.hypotheses, *output.references):
        score = peer.sentence_score(hypothesis, references)
        yield score.format(WIDTH, False, str(peer.get_signature())), line


def same(expected, found):
    version = f"version:{sacrebleu.__version__}"
    if isinstance(found, dict):
        found = {**found, "version": sacrebleu.__version__,
                 "signature": found["signature"].rpartition("version:")[0] + version}
        return expected == found
    before, ours, after = found.partition("version:dragoman-")
    return expected == before + version + after[after.index(" "):] if ours else False


def write(output, folder):
    """Writes an output and its references, and returns the paths."""
    files = []
    for index, lines in enumerate([output.hypotheses, *output.references]):
        files.append(str(pathlib.Path(folder) / f"lines.{index}"))
        pathlib.Path(files[-1]).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return files


def compare(job):
    """An output, how many scores of corpora and of sentences were compared, and those that differ."""
    number, output = job
    choices = SETTINGS if output.kind == "hostile" else [
        SETTINGS[0], SETTINGS[1 + number % (len(SETTINGS) - 1)]]
    scores, sentences = [], []
    for names, part in ((["bleu", "chrf"], output), (["ter"], output.first(TER_LINES))):
        with tempfile.TemporaryDirectory() as folder:
            files = write(part, folder)
            for choice in choices:
                scores += corpus_scores(part, files, choice, names)
            if number % 8 == 0 or output.kind == "hostile":
                for name in names:
                    sentences += sentence_scores(part, files, choices[1], name)
    wrong = [pair for pair in scores + sentences if not same(*pair)]
    return output, len(scores), len(sentences), wrong


def main(folder=None):
    outputs = [*(test_sets.systems(folder) if folder else []), *test_sets.hostile(40)]
    totals = collections.defaultdict(collections.Counter)
    languages = {output.language for output in outputs if output.kind == "real"}
    differences = 0
    with multiprocessing.Pool(os.cpu_count()) as pool:
        compared = pool.imap_unordered(compare, enumerate(outputs))
        for number, (output, scores, sentences, wrong) in enumerate(compared, 1):
            if sys.stderr.isatty():
                end = "\n" if number == len(outputs) else ""
                print(f"\r{number} of {len(outputs)} outputs", end=end, file=sys.stderr)
            totals[output.kind] += collections.Counter(
                outputs=1, lines=len(output.hypotheses), scores=scores, sentences=sentences,
                different=len(wrong))
            for expected, found in wrong[:3]:
                print(f"{output.name}:\n  sacreBLEU {expected}\n  evaluate  {found}", file=sys.stderr)
            differences += len(wrong)
    print(f"Scores compared with sacreBLEU's to {WIDTH} decimals, {len(languages)} languages, TER of the "
          f"first {TER_LINES} lines:\n")
    print("| outputs | | lines | scores of corpora | of sentences | different |\n|---|---:|---:|---:|---:|---:|")
    for kind, total in totals.items():
        columns = ["outputs", "lines", "scores", "sentences", "different"]
        print("|", kind, "|", " | ".join(f"{total[column]:,}" for column in columns), "|")
    sys.exit(differences > 0)


if __name__ == "__main__":
    EVALUATE = sys.argv[1]
    main(*sys.argv[2:])
