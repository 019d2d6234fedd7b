"""Writes bleu.json: hostile lines and the scores that sacreBLEU gives them.

    pip install sacrebleu==2.6.0 && python bleu.py

Made with sacreBLEU 2.6.0 on Python 3.11. Each case is one corpus; `tokens` are the lines after
sacreBLEU's own tokenizer, so that a difference is found on the line that makes it.
"""

import json
import pathlib
import random

import sacrebleu
from sacrebleu.metrics import BLEU

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
]
TOKENIZERS = ["13a", "none"]


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


def corpora():
    """Name, hypotheses, sets of references."""
    rng = random.Random(2026)
    references = [line(rng) for _ in range(150)]
    hypotheses = [noisy(rng, text) for text in references]
    others = [noisy(rng, text) for text in references]
    thirds = [line(rng) for _ in references]
    some = references[:20]
    yield "one reference", hypotheses, [references]
    yield "three references", hypotheses, [references, others, thirds]
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
    words = [rng.choice(PIECES) for _ in range(2000)]
    yield "very long", [" ".join(words[:1800])], [[" ".join(words)]]


cases = []
for name, hypotheses, references in corpora():
    scores = []
    for tokenizer in TOKENIZERS:
        for lowercase in (False, True):
            metric = BLEU(tokenize=tokenizer, lowercase=lowercase)
            score = metric.corpus_score(hypotheses, references)
            signature = str(metric.get_signature())
            scores.append({
                "tokenizer": tokenizer,
                "lowercase": lowercase,
                "plain": str(score),
                "signed": score.format(2, False, signature),
            })
    lines = {text for lines in [hypotheses, *references] for text in lines}
    separate = BLEU()._preprocess_segment
    cases.append({
        "name": name,
        "hypotheses": hypotheses,
        "references": references,
        "scores": scores,
        "tokens": [[text, separate(text)] for text in sorted(lines)] if name == "one reference" else [],
    })

file = pathlib.Path(__file__).with_suffix(".json")
content = {"sacrebleu": sacrebleu.__version__, "cases": cases}
file.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="ascii")
