"""Golden values of predicted labels, made with scikit-learn, SciPy and seqeval.

    pip install scikit-learn==1.9.1 scipy==1.17.1 seqeval==1.2.2 && python labels.py

Writes labels.json: labels with what was predicted, numbers likewise, tags likewise, and the scores of each.
"""

import json
import pathlib
import platform
import random
import warnings
from importlib import metadata

import scipy.stats
import seqeval.metrics
import sklearn.metrics

warnings.filterwarnings("ignore")
chance = random.Random(11)


def classes(names, count, share):
    gold = [chance.choice(names) for _ in range(count)]
    predicted = [label if chance.random() < share else chance.choice(names + ["other"]) for label in gold]
    report = sklearn.metrics.classification_report(gold, predicted, output_dict=True, zero_division=0)
    labels = sorted(set(gold) | set(predicted))
    return {
        "gold": gold, "predicted": predicted,
        "accuracy": sklearn.metrics.accuracy_score(gold, predicted),
        "macroF1": sklearn.metrics.f1_score(gold, predicted, average="macro", zero_division=0),
        "weightedF1": sklearn.metrics.f1_score(gold, predicted, average="weighted", zero_division=0),
        "matthews": sklearn.metrics.matthews_corrcoef(gold, predicted),
        "classes": [[label, report[label]["precision"], report[label]["recall"], report[label]["f1-score"],
                     int(report[label]["support"])] for label in labels],
    }


def numbers(count, digits):
    gold = [round(chance.gauss(3, 1), digits) for _ in range(count)]
    predicted = [round(0.5 * number + chance.gauss(0, 0.5), digits) for number in gold]
    return {
        "gold": gold, "predicted": predicted, "pearson": scipy.stats.pearsonr(gold, predicted).statistic,
        "spearman": scipy.stats.spearmanr(gold, predicted).statistic,
    }


def tags(sentences, strict):
    names = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-MISC-X", "I-MISC-X"]
    def sequence(length):
        sequence = []
        for _ in range(length):
            tag = chance.choice(names)
            if strict and tag[0] == "I" and (not sequence or sequence[-1][1:] != tag[1:]):
                tag = "B" + tag[1:]
            sequence.append(tag)
        return sequence
    gold = [sequence(chance.randint(1, 12)) for _ in range(sentences)]
    predicted = [
        [tag if chance.random() < 0.7 else chance.choice(names) for tag in sentence] for sentence in gold]
    report = seqeval.metrics.classification_report(gold, predicted, output_dict=True, zero_division=0)
    return {
        "gold": gold, "predicted": predicted,
        "accuracy": seqeval.metrics.accuracy_score(gold, predicted),
        "micro": [report["micro avg"][key] for key in ["precision", "recall", "f1-score"]],
        "macro": [report["macro avg"][key] for key in ["precision", "recall", "f1-score"]],
        "kinds": [[name, *[report[name][key] for key in ["precision", "recall", "f1-score"]], int(report[name]["support"])]
                  for name in sorted(report) if not name.endswith(" avg")],
    }


class Numbers(json.JSONEncoder):
    def default(self, value):
        return float(value)


if __name__ == "__main__":
    values = {
        "versions": {name: metadata.version(name) for name in ["scikit-learn", "scipy", "seqeval"]}
        | {"python": platform.python_version()},
        "classes": [classes(["yes", "no"], 40, 0.8), classes(["a", "b", "Ç", "z"], 60, 0.5), classes(["x"], 5, 1)],
        "numbers": [numbers(25, 3), numbers(30, 0)],
        "tags": [tags(12, True), tags(12, False)],
    }
    path = pathlib.Path(__file__).parent / "labels.json"
    path.write_text(json.dumps(values, cls=Numbers, ensure_ascii=False).replace('{"gold"', '\n{"gold"') + "\n")
