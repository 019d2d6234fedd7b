"""Writes significance.json: intervals and p-values that sacreBLEU gives a small test set.

    pip install sacrebleu==2.6.0 numpy==2.4.6 && python significance.py

Made with sacreBLEU 2.6.0 and NumPy 2.4.6 on Python 3.11. The sentences are made here from words and
templates. `draws` are NumPy's own, of its default generator.
"""

import json
import os
import pathlib
import random

import numpy
import sacrebleu
from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.significance import PairedTest

NOUNS = "river garden engine letter winter market bridge teacher window mountain".split()
VERBS = "carries follows remembers opens crosses paints repairs finds".split()
PLACES = ["near the harbour", "in the old town", "before noon", "without a word", "at the station"]


def sentence(rng):
    subject, thing = rng.sample(NOUNS, 2)
    text = f"The {subject} {rng.choice(VERBS)} the {thing} {rng.choice(PLACES)}."
    return text if rng.random() < 0.7 else f"{text[:-1]}, and the {rng.choice(NOUNS)} waits."


def translated(rng, text, errors):
    words = [rng.choice(NOUNS) if rng.random() < errors else word for word in text.split()]
    if rng.random() < errors:
        words.pop(rng.randrange(len(words)))
    return " ".join(words)


def main():
    rng = random.Random(7)
    references = [sentence(rng) for _ in range(57)]
    others = [translated(rng, text, 0.2) for text in references]
    systems = [[translated(rng, text, errors) for text in references] for errors in (0.3, 0.33, 0.12)]
    file = {
        "sacrebleu": sacrebleu.__version__,
        "numpy": numpy.__version__,
        "draws": [draws(seed) for seed in (12345, 0, 2**40 + 7)],
        "references": [references, others],
        "systems": systems,
        "tests": [
            results(test, samples, seed, systems, references)
            for references in ([references], [references, others])
            for seed in (12345, 99)
            for test, samples in (("bs", 200), ("ar", 300), ("bs", 30))
        ],
    }
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(file, separators=(",", ":")) + "\n", encoding="ascii")


def draws(seed):
    """Enough of a bound near 2^32 that some are rejected, and bits across two words."""
    def generator():
        return numpy.random.default_rng(seed)

    return {
        "seed": seed,
        "below7": generator().choice(7, size=12, replace=True).tolist(),
        "belowMost": generator().integers(3 * 2**30 + 1, size=12).tolist(),
        "one": generator().integers(1, size=3).tolist(),
    }


def results(test, samples, seed, systems, references):
    os.environ["SACREBLEU_SEED"] = str(seed)
    metrics = {"BLEU": BLEU(references=references), "CHRF": CHRF(references=references),
               "TER": TER(references=references)}
    named = [(str(index), system) for index, system in enumerate(systems)]
    signatures, scores = PairedTest(named, metrics, None, test_type=test, n_samples=samples)()
    return {
        "references": len(references), "seed": seed, "test": test, "samples": samples,
        "metrics": [
            {"name": name, "signature": str(signatures[name]),
             "results": [
                 {"score": float(result.score), "p": result.p_value,
                  "mean": None if result.mean is None else float(result.mean),
                  "ci": None if result.ci is None else float(result.ci)}
                 for result in scores[name]]}
            for name in signatures],
    }


main()
