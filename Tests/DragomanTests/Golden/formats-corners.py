"""Records what the libraries make of corners of their formats, with tokenizers that are written by hand.

    python3 -m venv /tmp/golden
    /tmp/golden/bin/pip install tokenizers==0.23.3 subword-nmt==0.3.8
    /tmp/golden/bin/python Tests/DragomanTests/Golden/formats-corners.py

Writes formats/corners.json: files of both formats, with the identifiers or pieces and the text of lines, or that
the library refuses the file.
"""

import io
import json
import platform
from importlib import metadata
from pathlib import Path

from subword_nmt import apply_bpe
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers

HERE = Path(__file__).resolve().parent

PIECES = ["<unk>", "</s>", "▁", "a", "b", "c", "x", "q", "w", "z", "A", "B", "ä", "é", "e", "\u0301", "▁a", "ab", "▁ab"]
MERGES = [("▁", "a"), ("a", "b"), ("▁a", "b")]
LINES = [
    "", " ", "ab", " ab", "  ab ", "\u3000ab", "\tab", "aQQ b", "QQab", "QQ ab", " QQab", " QQ ab", "xQQab", "Wwab", "wwab", "Ww ab",
    " Wwab", "a Wwb", "aWw b", "a Ww b", "xab", "x ab", " xab", "\u0301ab", " \u0301ab", "éab", "e\u0301ab", "▁ab", " ▁ab", "ÄB äb",
    "a\u0308b ÄB", "ab ab", "x", "xx ab", "ZZ zz",
]


def normalizer_cases():
    yield "none", None
    yield "strip", normalizers.Strip()
    yield "strip-left", normalizers.Strip(left=True, right=False)
    yield "strip-right", normalizers.Strip(left=False, right=True)
    yield "replace-spaces", normalizers.Replace(Regex("^\\s+"), "")
    yield "replace-x", normalizers.Replace("x", "")
    yield "prepend", normalizers.Prepend("a")
    yield "prepend-mark", normalizers.Prepend("▁")
    yield "lowercase", normalizers.Lowercase()
    yield "nfc", normalizers.NFC()
    yield "nfkd-lowercase", normalizers.Sequence([normalizers.NFKD(), normalizers.Lowercase()])
    yield "no-accents", normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents()])
    yield "strip-lowercase", normalizers.Sequence([normalizers.Strip(), normalizers.Lowercase()])


def hugging_face():
    for scheme, splits in [("first", True), ("first", False), ("always", True), ("never", True)]:
        for name, normalizer in normalizer_cases():
            tokenizer = Tokenizer(models.BPE({piece: id for id, piece in enumerate(PIECES)}, MERGES, unk_token="<unk>"))
            if normalizer:
                tokenizer.normalizer = normalizer
            tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("▁", scheme, splits)
            tokenizer.decoder = decoders.Metaspace("▁", scheme, splits)
            tokenizer.add_special_tokens(["</s>"])
            tokenizer.add_tokens([
                AddedToken("QQ", normalized=False), AddedToken("Ww", normalized=True), AddedToken("ÄB", normalized=True),
                AddedToken("ZZ", normalized=True, single_word=True)])
            tokenizer.encode_special_tokens = True
            cases = []
            for line in LINES:
                ids = tokenizer.encode(line, add_special_tokens=False).ids
                cases.append({"line": line, "ids": ids, "decoded": tokenizer.decode(ids)})
            yield {"name": f"{scheme}-{splits}-{name}", "text": tokenizer.to_str(), "cases": cases}


def subword_nmt():
    # Letters that make one character, as readers see it, with what follows them; and some that are equal to two others.
    joining = ["\u06dd", "\u0600", "\u0d4e", "\u0301", "\u200d", "\u094d", "\u1100", "\U0001f1e9", "\u00e9", "e\u0301", "\u0e33", "\u20dd"]
    for number, letters in enumerate(joining):
        last = letters[-1]
        codes = f"#version: 0.2\nx {letters[0]}\na {last}</w>\n"
        if len(letters) == 2:
            codes += f"{letters[0]} {last}</w>\n"
        lines = [f"a{letters}", f"{letters}a", f"x{letters}", f"xx{letters} a", letters, f"{letters} {letters}", f"aa{letters}x"]
        yield f"joining-{number}", codes, lines
    lines = ["ab ab", "abc", "c ab", "a b c"]
    base = "a b</w>\nb c\na bc\n"
    for name, codes in [
        ("plain", f"#version: 0.2\n{base}"),
        ("space-at-end", f"#version: 0.2\na b</w> \nb c  \na bc\n"),
        ("space-at-start", f"#version: 0.2\n a b</w>\nb c\na bc\n"),
        ("carriage-returns", f"#version: 0.2\r\na b</w> \r\nb c\r\n"),
        ("space-in-header", f"#version: 0.2 \n{base}"),
        ("empty-lines-at-end", f"#version: 0.2\n{base}\n\n"),
        ("carriage-returns-at-end", f"#version: 0.2\r\na b</w>\r\n\r\n\r\n"),
        ("spaces-at-end", f"#version: 0.2\n{base}  \n"),
        ("no-line-feed-at-end", f"#version: 0.2\n{base}a a"),
        ("empty-line-between", f"#version: 0.2\na b</w>\n\nb c\n"),
        ("spaces-alone", f"#version: 0.2\na b</w>\n  \nb c\n"),
        ("two-spaces", f"#version: 0.2\na  b</w>\n"),
        ("three-pieces", f"#version: 0.2\na b c\n"),
        ("one-piece", f"#version: 0.2\na\n"),
        ("tab", f"#version: 0.2\na\tb</w>\n"),
    ]:
        yield name, codes, lines


def subword_nmt_case(name, codes, lines):
    # Line ends as Python reads them from a file.
    text = io.TextIOWrapper(io.BytesIO(codes.encode()), encoding="utf-8")
    try:
        bpe = apply_bpe.BPE(text)
    except SystemExit:
        return {"name": name, "text": codes, "refused": True, "cases": []}
    known = {c for line in codes.split("\n") for c in line}
    return {"name": name, "text": codes, "cases": [
        {"line": line, "pieces": bpe.process_line(line).split(" ")} for line in lines if set(line) <= known | {" "}]}


def main():
    files = list(hugging_face()) + [subword_nmt_case(*case) for case in subword_nmt()]
    expected = {
        "versions": {name: metadata.version(name) for name in ["tokenizers", "subword-nmt"]}
        | {"python": platform.python_version()},
        "files": files,
    }
    text = json.dumps(expected, ensure_ascii=True, separators=(",", ":"))
    (HERE / "formats" / "corners.json").write_text(text.replace('{"name"', '\n{"name"') + "\n", encoding="utf-8")
    print(len(files), "files")


main()
