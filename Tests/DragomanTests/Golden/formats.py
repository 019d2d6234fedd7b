"""Trains small tokenizers in every format that Dragoman reads, and records what they make of hostile lines.

    python3 -m venv /tmp/golden
    /tmp/golden/bin/pip install tokenizers==0.23.3 sentencepiece==0.2.3 subword-nmt==0.3.8 sacremoses==0.2.0
    /tmp/golden/bin/python Tests/DragomanTests/Golden/formats.py

The text is that of tokenizer-training.txt, written for these tests, and of the lists here. Writes
formats/*.json, *.model and *.codes, and formats/expected.json with identifiers, offsets and text.
"""

import json
import os
import platform
import random
import re
from importlib import metadata
from pathlib import Path

import sentencepiece
import tokenizers
from sacremoses import MosesPunctNormalizer
from subword_nmt import apply_bpe, learn_bpe
from tokenizers import decoders, models, normalizers, pre_tokenizers, processors, trainers

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "formats"

SENTENCES = """
The old miller's daughter walked to the river bridge; 42 geese followed her.
Die Tochter des alten Müllers ging über die Brücke – schöne Grüße aus Köln!
L'élève naïf a mangé une crêpe à l'hôtel, n'est-ce pas ?
Дочь старого мельника шла к реке через мост.
Η κόρη του γέρου μυλωνά πήγε στο ποτάμι· ο Σίσυφος γέλασε.
ذهبت ابنة الطحان العجوز إلى النهر، أليس كذلك؟
הבת של הטוחן הזקן הלכה אל הנהר.
बूढ़े चक्कीवाले की बेटी नदी तक गई।
ลูกสาวของคนโม่แป้งเดินไปที่แม่น้ำ
老磨坊主的女儿走到河边的桥上。
年老いた粉屋の娘は川の橋まで歩いた。カタカナ
늙은 방앗간 주인의 딸이 강가로 걸어갔다.
பழைய ஆலைக்காரரின் மகள் ஆற்றுக்குச் சென்றாள்
👩‍👩‍👧‍👦 👍🏽 🇩🇪 ❤️ 🙂 1️⃣
""".strip().split("\n")

HOSTILE = [
    "", " ", "   ", " leading", "trailing ", "two  spaces", "tab\tin", "no\u00a0break", "a\u3000b", "\u200b", "a\u200bb",
    "▁", "a▁b", "▁▁a", " ▁ a", "<s>", "</s>x", "<unk>", "<0x41>", "<mask>", "a <mask> b", "xQQy", "QQ", "QQQ QQ!",
    "word", "aword", "word!", "a word b", "e\u0301", "u\u0308ber", "\u0301", " \u0301x", "ﬁne ½ Ⅷ", "ｆｕｌｌ　ｗｉｄｔｈ", "ｶﾞ", "ﷺ",
    "\u1112\u1161\u11ab", "שָׁלוֹם", "क़लम", "\u00ad", "soft\u00adhyphen", "\ufeffmark", "a\u0085b", "a\u2028b", "\x01\x02", "\x7f",
    "İstanbul ISPARTA", "ΣΊΣΥΦΟΣ ΟΔΟΣ", "STRASSE Straße", "ǅ", "don't we'll I'M 'sup", "3.14159 1,000 ٣٤ ४२", "a  b   c    d",
    "\n", "a\nb", "\U0010ffff", "\ue000", "𠮷野家", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩‍", "\u200d", "x" * 60, "河" * 40, "ab" * 50, "!?!?...", "(a[b]{c})",
    "“q” ‘r’ «s»", "— – -", "user@example.org/a?b=c", "αβγ абв abc", "der Müller", "the bridge<sep>the", "fi ﬁ fi",
]

MOSES = HOSTILE + [
    "( a ) b", "(a).", "a ( b ) , c", "5 % and 5\u00a0%", "x : y ; z", "``quoted''", "„tief“ “hoch”", "a–b — c", "it´s ‘so’ ‚low’",
    "wait…", "« bon »", "\u00a0«\u00a0bon\u00a0»\u00a0", "nº\u00a05", "5\u00a0ºC 3\u00a0cm", "quoi\u00a0? oui\u00a0! non\u00a0;", "a,\u00a0b",
    "a)b(c", "((a))", ") .", "´´x´´", "a   b\rc", "''' '' '",
]

SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]


def main():
    FOLDER.mkdir(exist_ok=True)
    # SentencePiece writes the paths that it is given into its models.
    os.chdir(FOLDER)
    training = (HERE / "tokenizer-training.txt").read_text(encoding="utf-8").split("\n") + 4 * SENTENCES
    lines = SENTENCES + HOSTILE + random_lines(60)
    files = {}
    for name, tokenizer in hugging_face(training):
        tokenizer.add_tokens([
            tokenizers.AddedToken("<mask>", lstrip=True), tokenizers.AddedToken("QQ"),
            tokenizers.AddedToken("word", single_word=True, rstrip=True, normalized=False)])
        text = json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(",", ":"))
        (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")
        tokenizer.encode_special_tokens = True
        files[f"{name}.json"] = [hugging_face_case(tokenizer, line) for line in lines]
    for name, model in sentence_piece(training):
        files[f"{name}.model"] = [
            {"line": line, "ids": (ids := model.encode(line)), "decoded": model.decode(ids)}
            for line in lines]
    files["subword-nmt.codes"] = subword_nmt(training, [line for line in lines if "\n" not in line])
    moses = MosesPunctNormalizer(norm_quote_commas=False, norm_numbers=False)
    expected = {
        "versions": {name: metadata.version(name) for name in
                     ["tokenizers", "sentencepiece", "subword-nmt", "sacremoses"]}
        | {"python": platform.python_version()},
        "files": [{"name": name, "cases": cases} for name, cases in files.items()],
        "moses": [[line, moses.normalize(line)] for line in SENTENCES + MOSES],
    }
    text = json.dumps(expected, ensure_ascii=True, separators=(",", ":"))
    (FOLDER / "expected.json").write_text(text.replace('{"line"', '\n{"line"') + "\n", encoding="utf-8")
    print(len(lines), "lines in", len(files), "formats")


def random_lines(count):
    chance = random.Random(3)
    ranges = [(0x61, 0x66), (0x20, 0x20), (0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x5FF), (0x600, 0x6FF),
              (0x900, 0x97F), (0xE00, 0xE7F), (0x2000, 0x206F), (0x3000, 0x30FF), (0x4E00, 0x4E40), (0xAC00, 0xAC40),
              (0xFF00, 0xFFEF), (0x1F600, 0x1F64F)]
    def character():
        return chr(chance.randint(*chance.choice(ranges)))
    return ["".join(character() for _ in range(chance.randint(1, 24))) for _ in range(count)]


def hugging_face_case(tokenizer, line):
    encoding = tokenizer.encode(line, add_special_tokens=False)
    bytes_before = [0]
    for character in line:
        bytes_before.append(bytes_before[-1] + len(character.encode()))
    offsets = [[bytes_before[start], bytes_before[end]] for start, end in encoding.offsets]
    return {"line": line, "ids": encoding.ids, "offsets": offsets, "decoded": tokenizer.decode(encoding.ids)}


def hugging_face(training):
    metaspace = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")

    nllb = tokenizers.Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True))
    nllb.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC()])
    nllb.pre_tokenizer = metaspace
    nllb.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    nllb.train_from_iterator(training, trainers.BpeTrainer(vocab_size=500, special_tokens=SPECIAL))
    nllb.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    yield "bpe-metaspace", nllb

    gpt2 = tokenizers.Tokenizer(models.BPE())
    gpt2.normalizer = normalizers.NFC()
    gpt2.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    gpt2.decoder = decoders.ByteLevel()
    gpt2.train_from_iterator(training, trainers.BpeTrainer(
        vocab_size=500, special_tokens=["<|endoftext|>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    yield "bpe-bytes", gpt2

    marks = tokenizers.Tokenizer(models.BPE(
        unk_token="<unk>", continuing_subword_prefix="##", end_of_word_suffix="</w>"))
    marks.normalizer = normalizers.Sequence(
        [normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase(), normalizers.Strip()])
    marks.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Whitespace(), pre_tokenizers.Digits(individual_digits=False),
         pre_tokenizers.Punctuation("contiguous")])
    marks.decoder = decoders.BPEDecoder(suffix="</w>")
    marks.train_from_iterator(training, trainers.BpeTrainer(
        vocab_size=500, special_tokens=SPECIAL, continuing_subword_prefix="##", end_of_word_suffix="</w>"))
    yield "bpe-marks", marks

    unigram = tokenizers.Tokenizer(models.Unigram())
    unigram.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(tokenizers.Regex(" {2,}"), " ")])
    unigram.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), metaspace])
    unigram.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    unigram.train_from_iterator(training, trainers.UnigramTrainer(
        vocab_size=500, special_tokens=SPECIAL, unk_token="<unk>"))
    yield "unigram", unigram

    # As SentencePiece's models are converted for Llama: bytes, and spaces written by the normaliser.
    pieces = [(name, 0.0) for name in SPECIAL] + [(f"<0x{byte:02X}>", -20.0) for byte in range(256)]
    pieces += [(piece, score) for piece, score in json.loads(unigram.to_str())["model"]["vocab"][4:]]
    byte = tokenizers.Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=True))
    byte.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    byte.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    yield "unigram-bytes", byte


def sentence_piece(training):
    # A few rules of our own in place of nmt_nfkc, whose table would be most of the file.
    rules = {"ﬁ": "fi", "½": "1\u20442", "Ⅷ": "VIII", "e\u0301": "é", "\u0301": "", "\u00a0": " ", "\u3000": " ",
             "\u200b": " ", "\t": " ", "\n": " ", "\u0085": " ", "\u00ad": "", "ｶﾞ": "ガ", "ﷺ": "صلى الله", "ß": "ss",
             "“": "\"", "”": "\"", "…": "...", "K": "k", "\u2028": " ", "▁": "_"}
    table = Path("rules.tmp")
    codes = lambda text: " ".join(f"{ord(c):X}" for c in text)
    table.write_text("".join(f"{codes(a)}\t{codes(b)}\n" for a, b in rules.items()))
    text = Path("training.tmp")
    text.write_text("".join(line + "\n" for line in training), encoding="utf-8")
    for name, options in [
        ("sp-unigram", {"model_type": "unigram", "vocab_size": 600, "normalization_rule_tsv": str(table)}),
        ("sp-unigram-bytes", {
            "model_type": "unigram", "vocab_size": 600, "byte_fallback": True, "character_coverage": 0.98,
            "normalization_rule_name": "identity", "remove_extra_whitespaces": False,
            "user_defined_symbols": ["<sep>", "der "], "control_symbols": ["<2de>"]}),
        ("sp-bpe", {
            "model_type": "bpe", "vocab_size": 600, "byte_fallback": True, "character_coverage": 0.98,
            "normalization_rule_name": "identity", "user_defined_symbols": ["<sep>", "the"]}),
        ("sp-bpe-suffix", {
            "model_type": "bpe", "vocab_size": 600, "treat_whitespace_as_suffix": True,
            "normalization_rule_name": "identity"}),
    ]:
        sentencepiece.SentencePieceTrainer.train(
            input=str(text), model_prefix=name, minloglevel=2, num_threads=1, **options)
        (FOLDER / f"{name}.vocab").unlink()
        yield name, sentencepiece.SentencePieceProcessor(model_file=f"{name}.model")
    text.unlink()
    table.unlink()


def subword_nmt(training, lines):
    path = FOLDER / "subword-nmt.codes"
    words = [line for line in training if line]
    with open(path, "w", encoding="utf-8") as file:
        learn_bpe.learn_bpe(words, file, 300)
    bpe = apply_bpe.BPE(open(path, encoding="utf-8"))
    known = {c for line in open(path, encoding="utf-8") for c in re.sub("</w>|\n", "", line)}
    cases = []
    for line in lines:
        pieces = [piece for piece in bpe.process_line(line).split(" ") if piece]
        if set(line) <= known | {" "} and "@@" not in line:
            cases.append({"line": line, "pieces": pieces})
    return cases


main()
