"""Puts the tags of held-out pages into their translations, and compares them with the reference's.

The lines are HTML, made by `corpora/libreoffice-help/make --keep-tags`. They are translated as a page, tags
and all, and once more without tags for the projection by single words: each word of the translation gets
the tags of the words that it is aligned with, as Firefox does. Both put tags into the same text by the same
model.

    python3 Benchmarks/peers/document_tags.py TRANSLATE MODEL FOLDER
"""

import html
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter

TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^<>]*?)(/?)>")
VOID = {"img", "br", "wbr", "input", "hr"}


def spans(line):
    """The text, and each tag's opening with its stretch of the text; also whether all tags fit."""
    text, place, stack, found, fits = "", 0, [], [], True
    for tag in TAG.finditer(line):
        text += html.unescape(line[place : tag.start()])
        place = tag.end()
        if tag[1]:
            if stack and stack[-1][0] == tag[2]:
                name, opening, start = stack.pop()
                found.append((opening, start, len(text)))
            else:
                fits = False
        elif tag[2] in VOID or tag[4]:
            found.append((tag[0], len(text), len(text)))
        else:
            stack.append((tag[2], tag[0], len(text)))
    return text + html.unescape(line[place:]), found, fits and not stack


def words(text):
    return re.findall(r"\w+|[^\w\s]", text)


def agreement(found, reference):
    """F1 of the words of each tag of the reference, and how often they are the same."""
    scores, same = [], 0
    rest = list(found)
    for opening, content in reference:
        mine = [item for item in rest if item[0] == opening]
        if not mine:
            scores.append(0.0)
            continue
        best = max(mine, key=lambda item: overlap(item[1], content))
        rest.remove(best)
        scores.append(overlap(best[1], content))
        same += words(best[1]) == words(content)
    return scores, same


def overlap(one, other):
    a, b = Counter(words(one)), Counter(words(other))
    common = sum((a & b).values())
    return 1.0 if not a and not b else 2 * common / max(1, sum(a.values()) + sum(b.values()))


def main():
    translate, model, folder = sys.argv[1:4]
    sources = open(f"{folder}/test.en", encoding="utf-8").read().splitlines()
    references = open(f"{folder}/test.de", encoding="utf-8").read().splitlines()
    pairs = [pair for pair in zip(sources, references) if TAG.search(pair[0])]
    with tempfile.NamedTemporaryFile("w", suffix=".html", encoding="utf-8") as page:
        page.write("".join(f"<p>{source}</p>\n" for source, _ in pairs))
        page.flush()
        output = subprocess.run(
            [translate, "--model", model, page.name], capture_output=True, check=True, text=True
        ).stdout
    translated = re.findall(r"<p>(.*)</p>", output)
    assert len(translated) == len(pairs), (len(translated), len(pairs))
    plain = "".join(spans(source)[0].strip() + "\n" for source, _ in pairs)
    lines = subprocess.run(
        [translate, "--model", model, "--json"],
        input=plain, capture_output=True, check=True, text=True,
    ).stdout.splitlines()

    valid = kept = 0
    scores, argmax = [], []
    same = argmax_same = tags = 0
    for (source, reference), line, record in zip(pairs, translated, lines):
        text, inside, fits = spans(line)
        # A sentence may have one end of a tag alone, for the other is in its neighbour.
        valid += fits == spans(source)[2]
        kept += Counter(TAG.findall(line)) == Counter(TAG.findall(source))
        reference_text, reference_spans, _ = spans(reference)
        wanted = [(o, reference_text[a:b]) for o, a, b in reference_spans if b > a]
        tags += len(wanted)
        found, hits = agreement([(o, text[a:b]) for o, a, b in inside], wanted)
        scores += found
        same += hits
        found, hits = agreement(by_words(source, json.loads(record)), wanted)
        argmax += found
        argmax_same += hits
    print(f"{len(pairs)} lines with {tags} tags around text")
    print(f"tags that fit each other: {100 * valid / len(pairs):.2f} % of lines")
    print(f"the source's tags, each once: {100 * kept / len(pairs):.2f} % of lines")
    mean = lambda values: 100 * sum(values) / max(1, len(values))
    print(f"words of tags, F1:  stretches {mean(scores):.1f}   single words {mean(argmax):.1f}")
    print(
        f"the same words:     stretches {100 * same / tags:.1f} %   single words {100 * argmax_same / tags:.1f} %"
    )


def by_words(source, record):
    """What each tag is around when each word takes the tags of the words that it is aligned with."""
    text, found, _ = spans(source)
    text_start = len(text) - len(text.lstrip())
    places = [match.span() for match in re.finditer(r"\S+", text[text_start:])]
    places = [(a + text_start, b + text_start) for a, b in places]
    pairs, sources, targets = [], 0, []
    for sentence in record["sentences"]:
        best = sentence["hypotheses"][0] if sentence["hypotheses"] else {"text": "", "alignment": []}
        pairs += [(a + sources, b + len(targets)) for a, b in best["alignment"]]
        sources += len(sentence["source"].split())
        targets += best["text"].split()
    result = []
    for opening, start, end in found:
        inside = {i for i, (a, b) in enumerate(places) if a < end and b > start}
        chosen = sorted({t for s, t in pairs if s in inside})
        result.append((opening, " ".join(targets[t] for t in chosen if t < len(targets))))
    return result


main()
