"""Holds models that are exported for Marian against Marian itself.

    pip install pymarian==1.12.42 sentencepiece==0.2.3
    python marian_exports.py TEXT MODEL ...

Exports each MODEL, translates TEXT with `marian-decoder` by the `decoder.yml` that was written and with Dragoman in
float32, and prints how many translations are equal (both systems cut long ones, at different lengths), and the
largest difference of the log-probability that `marian-scorer` and Dragoman give a token of Dragoman's greedy
translations.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import sentencepiece


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("text", type=pathlib.Path)
    parser.add_argument("models", nargs="+")
    parser.add_argument("--commands", default=".build/release")
    parser.add_argument("--lines", type=int, default=200)
    options = parser.parse_args()
    lines = options.text.read_text().splitlines()[: options.lines]
    for model in options.models:
        with tempfile.TemporaryDirectory() as name:
            work = pathlib.Path(name)
            (work / "source").write_text("".join(f"{line}\n" for line in lines))
            subprocess.run(
                [f"{options.commands}/train", "export", "--model", model, "--format", "marian",
                 "--output", work / "marian"], check=True)
            for beam in [5, 1]:
                ours = translations(options.commands, model, lines, beam)
                marian(
                    "decode", "--config", work / "marian/decoder.yml", "--input", work / "source", "--output",
                    work / "out", "--beam-size", beam, "--mini-batch", 1, "--max-length-factor", 3)
                theirs = (work / "out").read_text().splitlines()
                texts = [(one["text"], other) for one, other in zip(ours, theirs)]
                equal = sum(one == other for one, other in texts)
                cut = sum(one != other and (one.startswith(other) or other.startswith(one)) for one, other in texts)
                print(f"{model}, beam {beam}: {equal} of {len(lines)} translations are equal, {cut} but for length")
            worst, compared = difference(work, ours)
            print(f"{model}: largest difference of a log-probability {worst:.1e}, in {compared} translations")


def marian(*arguments):
    code = "import sys, _pymarian; _pymarian.main(sys.argv[1:])"
    command = [sys.executable, "-c", code, *map(str, arguments), "--cpu-threads", "1"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)


def translations(commands, model, lines, beam):
    done = subprocess.run(
        [f"{commands}/translate", "--model", model, "--no-split", "--no-repair", "--precision", "float32",
         "--beam-size", str(beam), "--json"],
        input="".join(f"{line}\n" for line in lines), capture_output=True, text=True, check=True)
    return [json.loads(line)["sentences"][0]["hypotheses"][0] for line in done.stdout.splitlines()]


def difference(work, ours):
    (work / "target").write_text("".join(f"{one['text']}\n" for one in ours))
    vocabularies = sorted((work / "marian").glob("*.spm"))
    marian(
        "score", "--model", work / "marian/model.npz", "--vocabs", vocabularies[0], vocabularies[-1],
        "--train-sets", work / "source", work / "target", "--word-scores", "--output", work / "scores")
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(vocabularies[-1]))
    worst, compared = 0.0, 0
    for one, row in zip(ours, (work / "scores").read_text().splitlines()):
        scores = [float(score) for score in row.split("WordScores= ")[1].split()]
        # A translation that was cut, or is split into other pieces, is not what Marian scores.
        if len(scores) == len(one["token_scores"]) and pieces.encode(one["text"], out_type=str) == one["tokens"]:
            worst = max(worst, *(abs(a - b) for a, b in zip(scores, one["token_scores"])))
            compared += 1
    return worst, compared


if __name__ == "__main__":
    main()
