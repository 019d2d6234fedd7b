"""The speed of training in Marian, from the Python package that holds it.

Takes the options of `benchmark training` and prints what it prints. The speed is Marian's own: target
tokens and seconds of each update but the first, from its log.
"""
import argparse
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

SIZES = {"tiny": (128, 4, 4, 256), "small": (256, 3, 4, 1024), "base": (512, 6, 8, 2048)}
LINE = re.compile(r"Cost \S+ \* ([\d,]+) @ .* Time ([\d.]+)s")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--preset", choices=SIZES)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--updates", type=int, default=5)
    options = parser.parse_args()
    width, layers, heads, inner = SIZES[options.preset]
    # Its vocabulary begins with marks of its own, so each number is a word to it.
    vocabulary = options.folder / "marian.yml"
    words = ["</s>", "<unk>", *map(str, range(2, 8000))]
    vocabulary.write_text("".join(f'"{word}": {i}\n' for i, word in enumerate(words)))
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "type": "transformer", "model": f"{folder}/model.npz", "dim-emb": width,
            "enc-depth": layers, "dec-depth": layers, "transformer-heads": heads,
            "transformer-dim-ffn": inner, "transformer-preprocess": "n",
            "transformer-postprocess": "da", "transformer-postprocess-top": "n",
            "transformer-ffn-activation": "relu", "transformer-dropout": 0.1,
            "label-smoothing": 0.1, "optimizer": "adam", "mini-batch": 1000,
            "mini-batch-words": 4096 // options.threads, "maxi-batch": 100, "max-length": 256,
            "cpu-threads": options.threads, "disp-freq": "1u", "after": f"{options.updates + 1}u",
            "seed": 1,
        }
        command = [sys.executable, "-c", "import sys, _pymarian; _pymarian.main(sys.argv[1:])"]
        command += ["train", "--tied-embeddings-all", "--disp-label-counts", "--sync-sgd"]
        command += ["--train-sets", options.folder / "source.ids", options.folder / "target.ids"]
        command += ["--vocabs", vocabulary, vocabulary]
        for name, value in settings.items():
            command += [f"--{name}", value]
        log = subprocess.run(
            list(map(str, command)), check=True, capture_output=True, text=True).stderr
    updates = [(int(words.replace(",", "")), float(time)) for words, time in LINE.findall(log)][1:]
    print(sum(words for words, _ in updates) / sum(time for _, time in updates))
    print("memory", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
