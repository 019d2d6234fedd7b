"""Writes tokenizer-expected.json: what the Hugging Face library makes of tokenizer.json.

    pip install tokenizers
    python tokenizer.py

tokenizer.json itself is trained by Dragoman from tokenizer-training.txt; a test checks that it still
comes out byte for byte.
"""

import json
import platform
from pathlib import Path

import tokenizers

WORDS = """
river|bridges|The old mill|unknown words everywhere|THE RIVER|garden-gate|it's open|mother-in-law's
Brücke|BRÜCKE|Mühlenbrückengeländer|Straße|STRASSE|größer als 3 m²|„Guten Abend“, sagte sie.
où est-elle ?|l’été dernier|ça va…|¿Qué?|¡Vámonos!|mañana por la mañana|coração|São João
příliš žluťoučký kůň|zażółć gęślą jaźń|İstanbul'da ılık|đường phố Hà Nội|þetta reddast|ĳsberg
Река течёт|мельница старше моста|Ёжик в тумане|Київ і Львів|Ђорђе и Љиља|съешь ещё этих булок
γέφυρα|Ο ΠΟΤΑΜΟΣ|Σίσυφος|ἄνθρωπος|ᾧ τινι|άΐϋ
الجسر الجديد|السلام عليكم|مُحَمَّدٌ|لا إله|٢٠٢٤|؟ نعم، لا؛|ﷺ|ﻻ
می‌خواهم|کتاب‌ها|۱۲۳۴|گفت‌وگو
הגשר החדש|שָׁלוֹם עוֹלָם|צה״ל|ירושלים
नदी के पास|क्षत्रिय|श्री|हिन्दी में १२३|क़लम|बच्चे।
தமிழ்|আমি বাংলায়|ગુજરાતી|తెలుగు|ಕನ್ನಡ|മലയാളം|සිංහල|ਪੰਜਾਬੀ
แม่น้ำ|ภาษาไทย|กำลัง|น้ำ ๑๒๓|ສະບາຍດີ|မြန်မာ|ភាសាខ្មែរ
新桥|孩子们在河边玩。|漢字とかな|《红楼梦》|第一百二十三章|〇二三|𠮷野家|﨑
新しい橋|カタカナ|ﾊﾝｶｸ ｶﾅ|ﾊﾞﾋﾟ|がぎぐ|㍿|㌔|①②③|ゔ
새 다리|대한민국|각|가각|한글 123|ㄱㄴㄷ
ქართული|Հայերեն|አማርኛ|ᏣᎳᎩ|ᠮᠣᠩᠭᠣᠯ|ⵜⴰⵎⴰⵣⵉⵖⵜ|𐌲𐌿𐍄|𓀀𓂀
👩‍👩‍👧‍👦|👍🏽|🇩🇪🇫🇷|❤️|🏴󠁧󠁢󠁥󠁮󠁧󠁿|☺︎|1️⃣|🙂🙂🙂|a😀b
0|42|3.14159|1,234,567.89|1984-06-08|+49 30 123456|10%|$5.00|€ 5|½ ¼|x²+y²=z²|Ⅷ|Ⅻ|10⁻³|H₂O
٠١٢٣|०१२३|๐๑๒|０１２３|𝟙𝟚𝟛|߀߁|౦౧|᠐᠑|〡〢
...|!?!|—–-|«»‹›|(a[b]{c})|a/b\\c|#tag @user|a_b|*_*|^~`|§ 5 ¶|• item|† ‡|‰|№ 5|™ ® ©|a&b|<b>x</b>|"quoted"|‘single’
ﬁ ﬂ ﬀ|ǆ ǅ|ſ|Ω Ω|Å Å|ﾠ|㎏ ㎡|㏒|ａｂｃＡＢＣ|𝐛𝐨𝐥𝐝 𝒮|ⓐⓑ|⑴|⒈|…|‥|″|¨|´|¸|ﹺ|゛
""".replace("\n", "|")

LINES = [
    *(word for word in WORDS.split("|") if word),
    # Nothing, and white space of all kinds.
    "", " ", "   ", "\t", "\u3000", "\u00a0\u2003", " leading", "trailing ", "two  spaces",
    "tab\tin\tbetween", "no\u00a0break", "thin\u2009space", "ideographic\u3000space", "next\u0085line",
    "line\u2028separator\u2029paragraph", "ogham\u1680space", "narrow\u202fno-break", "a\u205fb",
    "vertical\x0btab\x0cfeed", "zero\u200bwidth", "word\u2060joiner", " \t \u3000 mixed \u00a0 run \t ",
    "mongolian\u180evowel", "a \u0301b", "\u0301", " \u0301", "\u00a0\u0301",
    # Controls, soft hyphens, byte-order marks, marks of direction.
    "\x00", "a\x00b", "\x01\x02\x03", "bell\x07", "esc\x1b[31mred\x1b[0m", "del\x7f", "a\x80\x9fb",
    "soft\u00adhyphen", "\ufeffmark first", "mark\ufeffinside", "e\u00ad\u0301", "\x1c\x1d\x1e\x1f",
    "left\u200eright\u200fmark", "\u202aembedded\u202c", "\u2066isolated\u2069", "\x08a\x00 \x00 b\x7f",
    # Marks that combine, jamo, variation selectors, noncharacters, the last code points.
    "e\u0301", "u\u0308ber", "o\u0302\u0301", "q\u0307\u0323", "a\u0327\u0301\u0323", "Z\u0351\u036b\u0343a\u0321lgo",
    "\u1112\u1161\u11ab\u1100\u1173\u11af", "\u1100\u1161\u11a8", "\u0915\u093c", "n\u0303o", "\u212b\u2126",
    "\u0344", "\u0f73", "\u2adc", "\ufb1d", "x\ufe0f", "\ue000\uf8ff", "\ufffd", "\ufffe\uffff", "\U0010ffff", "\U000e0041",
    "\u0300\u0301\u0302", "a\u034fb",
    # What looks like this tokenizer's own notation.
    "<s>", "</s>", "<s>hello</s>", "a <s> b", "<0x41>", "<0x0A><0xFF>", "<unk>", "<pad>", "\u2581",
    "\u2581\u2581", "a\u2581b", "\u2581river", "the \u2581 river", " \u2581", "\u2581\u2582\u2583\u2584\u2585",
    # Long words, runs and mixtures.
    "a" * 100, "ab" * 80, "the" * 40, "\u6cb3" * 50, "\u4e00" * 30, "\U0001f600" * 20, "=" * 40, "1" * 40,
    "The bridge \u043c\u043e\u0441\u0442 \u03b3\u03ad\u03c6\u03c5\u03c1\u03b1 \u0627\u0644\u062c\u0633\u0631 \u05d2\u05e9\u05e8 \u092a\u0941\u0932 \u6865 \ub2e4\ub9ac",
    "https://example.org/a?b=c&d=%20#e", "user.name+tag@example.org", "C:\\Temp\\x.txt", "{\"a\": [1, 2.5, null]}",
    "if (x <= 10 && y != 0) { return x / y; }", "The riverbridgegardenmill", "\u00dcnder \u00d6ld m\u00edll",
]


def main():
    folder = Path(__file__).parent
    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    # Without this the library would find control tokens in the text itself.
    tokenizer.encode_special_tokens = True
    cases = []
    for line in LINES:
        ids = tokenizer.encode(line).ids
        cases.append({
            "line": line,
            "normalized": tokenizer.normalizer.normalize_str(line),
            "ids": ids,
            "decoded": tokenizer.decode(ids),
        })
    # What only a model could write: bytes that are not UTF-8, control tokens, no space in front.
    byte = range(2, 258)
    river = tokenizer.encode("river").ids
    for ids in [
        [], [0], [0, 1], [0, *river, 1], [*river, 0, *river], [byte[0xC3]], [byte[0xC3], byte[0xA9]],
        [*river, byte[0xC3], byte[0x41], *river], [byte[0xE6], 1, byte[0xB2], byte[0xB3]],
        [byte[0xFF], byte[0xFE]], [byte[0x20], *river], [byte[0xE2], byte[0x96], byte[0x81], *river],
        [*river, byte[0xE2], byte[0x96], byte[0x81], byte[0x41]], [byte[0xED], byte[0xA0], byte[0x80]],
        [byte[0xF0], byte[0x9F], byte[0x98], byte[0x80], byte[0x80]], [byte[0x0A], *river],
    ]:
        cases.append({"ids": ids, "decoded": tokenizer.decode(ids)})
    expected = {
        "versions": {
            "tokenizers": tokenizers.__version__,
            "python": platform.python_version(),
        },
        "cases": cases,
    }
    text = json.dumps(expected, ensure_ascii=True, indent=1)
    (folder / "tokenizer-expected.json").write_text(text + "\n", encoding="utf-8")
    print(len(LINES), "lines,", len(cases), "cases")


main()
