"""Writes metrics.json: hostile lines and the scores that sacreBLEU gives them.

    pip install sacrebleu==2.6.0 && python metrics.py

Made with sacreBLEU 2.6.0 on Python 3.11. Each case is one corpus with its scores by many settings;
`sentences` are the scores of its single sentences, and `tokens` some of its lines after sacreBLEU's own
tokenizers, so that a difference is found on the line that makes it.
"""

import json
import pathlib
import random

import sacrebleu
from sacrebleu.metrics import BLEU, CHRF, TER

SPACES = " \t\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2003\u2009\u2028\u2029\u202f\u205f\u3000"
PIECES = [
    "the", "cat", "Der", "Hund", "sat", "on", "mat", "U.S.A.", "e.g.", "don't", "l'eau", "O'Neill's",
    "1,000.5", "3-4", "3.", ".5", "-7", "5-", "1.000,00", "12:30", "50%", "$9.99", "2024-11-23",
    "1-2-3", "..", "...", ",,", ".,", "5.,a", "a.5", "5.a", "1.-2", "-", "--", "\u2013", "\u2014",
    "&quot;", "&amp;", "&lt;", "&gt;", "&amp;lt;", "&amp;quot;", "&amp;amp;", "&apos;", "&", "&;",
    "<skipped>", "<skip<skipped>ped>", "<b>", "</b>", "<", ">", "\"", "'", "\u201e", "\u201c", "\u2019",
    "\u00ab", "\u00bb", "(", ")", "[x]", "{y}", "a/b", "a\\b", "~", "`", "^", "|", "_", "@", "#", "*", "+",
    "=", "!", "?", "\u00bf", ";", ":", "a@b.org", "user_name", "C++", "Stra\u00dfe", "STRASSE", "caf\u00e9",
    "cafe\u0301", "\u00c9cole", "\u0130stanbul", "\u03a3\u0391\u03a3", "\u039f\u0394\u039f\u03a3.", "\u03a3", "A\u03a3'B", "A\u03a3'",
    "\u4f60\u597d", "\u4e16\u754c\u3002", "\u6771\u4eac\u3001\u5927\u962a", "\ud55c\uad6d\uc5b4", "\u0645\u0631\u062d\u0628\u0627", "\u060c", "\u0939\u093f\u0928\u094d\u0926\u0940",
    "\u0e44\u0e17\u0e22", "\U0001f600", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea", "\u200b", "\ufeff", "\u00ad", "\u0660.\u0661", "\u00b2.5",
    "\u0085.", ".\u00a0", "x\u2028y", "\x00", "\x7f",
    "\u79c1\u306f\u732b\u3067\u3059\u3002", "\u30ab\u30bf\u30ab\u30ca", "\u3072\u3089\u304c\u306a", "\uff76\uff85", "\u30fb", "\u300c\u732b\u300d", "\uff08\u4e2d\uff09",
    "\uff0c", "\uff01", "\uff1f", "\uff11\uff12", "\u3314", "\u3231", "\u2e9f", "\u31c0", "\uf900", "\ufe30", "\u4db6", "\u9fbc", "\u2f90",
    "\u3fa0", "\U00020000", "\u2001\u4e2d", "\u2192", "\u221e", "\u20ac5", "\u2605", "\u0967.\u0968", "\u0967,", "\u2167.", "\u0964", "\u0639\u0631\u0628\u064a\u060c",
    "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35", "a\u0301\u0302", "2\u00bd", "\u203d", "it's", "dogs'", "'s", "It's.", "\ufe0f", "\u0915\u094d\u0937",
]


def line(rng, longest=24):
    """Pieces with one space, no space or an unusual space between them."""
    text = ""
    for _ in range(rng.randrange(longest)):
        text += rng.choice(PIECES)
        text += rng.choices([" ", "", rng.choice(SPACES)], [6, 3, 1])[0]
    return text


def noisy(rng, text):
    """The line as a poor translation of itself."""
    words = text.split(" ")
    words = [rng.choice(PIECES) if rng.random() < 0.15 else word for word in words]
    words = [word for word in words if rng.random() > 0.1]
    if len(words) > 3 and rng.random() < 0.3:
        at = rng.randrange(len(words) - 1)
        words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def reordered(rng, text):
    """The line with its parts in another order and some words doubled or gone."""
    words = text.split(" ")
    for _ in range(3):
        start, end, place = sorted(rng.randrange(len(words) + 1) for _ in range(3))
        words = words[:start] + words[end:place] + words[start:end] + words[place:]
    words = [word for word in words for _ in range(rng.choices([0, 1, 2], [1, 8, 1])[0])]
    return " ".join(words)


def corpora():
    """Name, hypotheses, sets of references."""
    rng = random.Random(2026)
    references = [line(rng) for _ in range(100)]
    hypotheses = [noisy(rng, text) for text in references]
    others = [noisy(rng, text) for text in references]
    thirds = [line(rng) for _ in references]
    some = references[:20]
    yield "hostile lines", hypotheses[:50], [references[:50]]
    yield "three references", hypotheses[50:], [references[50:], others[50:], thirds[50:]]
    yield "words in another order", [reordered(rng, text) for text in references[:40]], [references[:40]]
    yield "equal", some, [some]
    yield "short hypotheses", [text[: len(text) // 2] for text in some], [some]
    yield "long hypotheses", [f"{text} {text}" for text in some], [some]
    yield "nothing in common", ["a b c d e"], [["f g h i j"]]
    yield "words but no pairs", ["the mat on cat the sat"], [["the cat sat on the mat"]]
    yield "three words", ["the cat sat"], [["the cat sat"]]
    yield "pairs but no triples", ["the cat x the cat y"], [["the cat z the dog w"]]
    yield "clipped counts", ["the the the the the the the"], [["the cat is on the mat"]]
    yield "closest length", ["a b c d e"], [["a b c d"], ["a b c d e f"]]
    yield "empty hypothesis", [""], [["the cat sat on the mat"]]
    yield "empty reference", ["the cat sat on the mat"], [[""]]
    yield "both empty", ["", " "], [["", ""]]
    yield "some empty", ["", "the cat sat on the mat", " "], [["a b c d", "the cat sat on a mat", ""]]
    yield "line breaks", ["one two-\nthree\nfour five six-\n"], [["one twothree four five six-"]]
    yield "one word", ["cat", "dog", "."], [["cat", "cat", "!"]]
    yield "only punctuation", ["...", "?! ,", "\u3002\u3001", "( )"], [[".", "?!", "\u3002", "()"]]
    yield "only white space", ["\u3000 \t", "\u2003", "a"], [["a", "\u2003", "\u1680"]]
    yield "no character of the hypothesis", ["xyz", "uvw"], [["abc", "def"]]
    words = [rng.choice(PIECES) for _ in range(400)]
    others = [word for word in words if rng.random() > 0.1]
    yield "very long", [" ".join(others[90:] + others[:90]), "a " * 200], [[" ".join(words), "b a"]]
    yield "much shorter than its reference", ["the cat", "cat " * 3], [["the dog " * 80, "cat the " * 150]]


def settings():
    """Metrics and what they are made with."""
    for tokenize in ["13a", "intl", "char", "zh", "none"]:
        for lowercase in [False, True]:
            yield BLEU, {"tokenize": tokenize, "lowercase": lowercase}
    for effective_order in [False, True]:
        for method, value in SMOOTHINGS:
            smoothing = {"smooth_method": method, "smooth_value": value}
            yield BLEU, {**smoothing, "effective_order": effective_order}
    for orders in [(6, 0), (6, 1), (6, 2), (1, 0), (3, 4), (0, 2), (20, 0)]:
        for eps_smoothing in [False, True]:
            yield CHRF, {"char_order": orders[0], "word_order": orders[1], "eps_smoothing": eps_smoothing}
    for beta in [0, 1, 3]:
        yield CHRF, {"beta": beta}
        yield CHRF, {"beta": beta, "word_order": 2, "eps_smoothing": True}
    for whitespace, lowercase in [(False, True), (True, False), (True, True)]:
        yield CHRF, {"whitespace": whitespace, "lowercase": lowercase, "word_order": 2}
    for bits in range(16):
        yield TER, {option: bool(bits >> place & 1) for place, option in enumerate(TER_OPTIONS)}


SMOOTHINGS = [
    ("none", None), ("exp", None), ("floor", None), ("floor", 0.0), ("floor", 0.005), ("add-k", None),
    ("add-k", 0.0), ("add-k", 0.375),
]
TER_OPTIONS = ["normalized", "no_punct", "asian_support", "case_sensitive"]


def stripped(lines):
    """As sacreBLEU's command reads lines."""
    return [line.rstrip() for line in lines]


def scores(hypotheses, references, with_sentences):
    for kind, options in settings():
        metric = kind(**options)
        score = metric.corpus_score(hypotheses, references)
        entry = {
            "metric": kind.__name__,
            "options": {key: value for key, value in options.items() if value is not None},
            "signed": score.format(2, False, str(metric.get_signature())),
            "score": score.score,
        }
        if with_sentences and (kind is not BLEU or options.get("effective_order")):
            pairs = zip(hypotheses, *references)
            entry["sentences"] = [metric.sentence_score(line, refs).score for line, *refs in pairs]
        yield entry


def tokens(lines):
    tokenizers = {name: BLEU(tokenize=name) for name in ["13a", "intl", "char", "zh"]}
    tokenizers["tercom"] = TER(normalized=True, asian_support=True)
    tokenizers["tercom, no punctuation"] = TER(no_punct=True, asian_support=True)
    for name, metric in tokenizers.items():
        yield name, [metric._preprocess_segment(line).split() for line in lines]


def main():
    cases = []
    for name, hypotheses, references in corpora():
        case = {"name": name, "hypotheses": hypotheses, "references": references}
        with_sentences = name in ["hostile lines", "three references"]
        case["scores"] = list(
            scores(stripped(hypotheses), [stripped(lines) for lines in references], with_sentences))
        if name == "hostile lines":
            case["tokens"] = dict(tokens(hypotheses))
        cases.append(case)
    file = pathlib.Path(__file__).with_suffix(".json")
    content = {"sacrebleu": sacrebleu.__version__, "cases": cases}
    file.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
