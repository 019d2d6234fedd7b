"""Golden models of Marian: small ones that it trains itself, and what it makes of some lines.

    pip install pymarian==1.12.42 sentencepiece==0.2.3 && python marian-models.py

They learn to say sentences backwards. For each this writes a folder `models/native-NAME` with the weights (as
`.npz`; of one also in int8 as `.bin`) and the vocabulary, and `models/native-NAME.json`: lines, the lines
backwards, the log-probability of each token of these and of the end, and the translations of the lines by greedy
and by beam search. (What Marian 1.12.42 decodes with models that normalise before is not what it scores, nor
what they learned, so those have no translations.)
"""

import importlib.metadata
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import sentencepiece

HERE = pathlib.Path(__file__).parent
OUT = HERE / "models"
LINES = [
    "The river runs past the old mill and under the new bridge.",
    "The new bridge is wider than the old bridge.",
    "In the evening the children play near the garden.",
    "She said: über 17 mills",
    "perhaps",
]
COMMON = [
    "--type", "transformer", "--transformer-heads", "4", "--learn-rate", "0.01",
    "--mini-batch", "16", "--max-length", "100", "--cpu-threads", "1", "--after", "150u",
    "--seed", "1", "--quiet", "--overwrite",
]
SMALL = ["--dim-emb", "16", "--enc-depth", "2", "--dec-depth", "2", "--transformer-dim-ffn", "24"]
MODELS = {
    # As wide as int8 needs it.
    "ssru": [
        "--dim-emb", "64", "--enc-depth", "1", "--dec-depth", "2", "--transformer-dim-ffn", "128",
        "--tied-embeddings-all", "--transformer-decoder-autoreg", "rnn", "--dec-cell", "ssru",
        "--transformer-ffn-activation", "relu"],
    "post": [
        *SMALL, "--tied-embeddings", "--transformer-ffn-activation", "swish"],
    "pre": [
        *SMALL,
        "--transformer-preprocess", "n", "--transformer-postprocess", "da",
        "--transformer-postprocess-top", "n", "--transformer-ffn-activation", "relu",
        "--tied-embeddings-src"],
}


def marian(*arguments):
    code = "import sys, _pymarian; _pymarian.main(sys.argv[1:])"
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)


def score(weights, vocabulary, folder):
    (folder / "lines").write_text("\n".join(LINES) + "\n")
    backwards = [" ".join(line.split()[::-1]) for line in LINES]
    (folder / "backwards").write_text("\n".join(backwards) + "\n")
    marian(
        "score", "--model", weights, "--vocabs", vocabulary, vocabulary, "--train-sets",
        folder / "lines", folder / "backwards", "--word-scores", "--cpu-threads", 1, "--output",
        folder / "scores")
    lines = (folder / "scores").read_text().splitlines()
    return backwards, [[float(x) for x in line.split("WordScores= ")[1].split()] for line in lines]


def decode(weights, vocabulary, folder, beam):
    (folder / "lines").write_text("\n".join(LINES) + "\n")
    marian(
        "decode", "--models", weights, "--vocabs", vocabulary, vocabulary, "--input", folder / "lines",
        "--output", folder / "out", "--beam-size", beam, "--normalize", 1, "--cpu-threads", 1,
        "--mini-batch", 1, "--max-length-factor", 3)
    return (folder / "out").read_text().splitlines()


def main():
    text = (HERE / "tokenizer-training.txt").read_text().splitlines()
    text = [line for line in text if max(map(ord, line)) < 0x250]
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        (work / "source").write_text("\n".join(text) + "\n")
        (work / "target").write_text("\n".join(" ".join(line.split()[::-1]) for line in text) + "\n")
        sentencepiece.SentencePieceTrainer.train(
            input=f"{work}/source,{work}/target", model_prefix=f"{work}/vocab", vocab_size=140,
            model_type="unigram", bos_id=-1, eos_id=0, unk_id=1, minloglevel=2,
            character_coverage=1.0, normalization_rule_name="identity")
        for name, options in MODELS.items():
            folder = OUT / f"native-{name}"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            vocabulary = folder / "vocab.spm"
            shutil.copy(work / "vocab.model", vocabulary)
            weights = work / f"{name}.npz"
            marian(
                "train", "--model", weights, "--train-sets", work / "source", work / "target",
                "--vocabs", vocabulary, vocabulary, *COMMON, *options)
            shutil.copy(weights, folder / "model.npz")
            if name == "ssru":
                copy = OUT / f"native-{name}-int8"
                shutil.rmtree(copy, ignore_errors=True)
                copy.mkdir()
                shutil.copy(vocabulary, copy)
                marian(
                    "convert", "--from", weights, "--to", copy / "model.bin", "--gemm-type", "intgemm8")
            lines = [
                {"text": line, "backwards": words, "scores": scores}
                for line, words, scores in zip(LINES, *score(weights, vocabulary, work))]
            for kind, size in [("greedy", 1), ("beam", 4)]:
                if name != "pre":
                    for line, text in zip(lines, decode(weights, vocabulary, work, size)):
                        line[kind] = text
            result = {
                "pymarian": importlib.metadata.version("pymarian"),
                "lines": lines,
            }
            (OUT / f"native-{name}.json").write_text(
                json.dumps(result, ensure_ascii=False, indent=None).replace('{"text"', '\n {"text"')
                + "\n")


if __name__ == "__main__":
    main()
