"""Golden values of BERT, made with Hugging Face's Transformers.

    pip install torch==2.15.0 transformers==5.24.0 tokenizers==0.23.3 && python bert.py

Writes the folder of a small BertForPreTraining beside the script: bert/config.json, model.safetensors, vocab.txt
and tokenizer_config.json, as `save_pretrained` names them, and

- expected.json: sequences with their types, masked places and labels, and the losses that Transformers gives;
- expected.safetensors: the hidden states of all tokens, the pooler's vectors, and under `gradient/NAME` the
  gradient of every parameter, by Transformers' names;
- tokens.json: what the library tokenizers, which BertTokenizer stands on, makes of lines, for four ways to bring text
  into form; wordpiece.json is the file of the last.

- classes/ and tags/: folders of a BertForSequenceClassification and a BertForTokenClassification, with expected.json:
  the classes' probabilities for texts and pairs of texts, and the tag of each word.

Parameters are float32; all is computed from them in float64. The loss is the mean over masked tokens and the mean
over sequences, added, as BertForPreTraining has it.
"""

import json
import pathlib
import platform
import random

import safetensors.torch
import torch
import transformers
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers

FOLDER = pathlib.Path(__file__).parent / "bert"
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = """the a river mill ##er ##s old daughter walk ##ed bridge to ; : 42 4 ##2 geese . , ! ? ' - ( ) [ ] ##n ##t don t
die der tochter muller müller uber über bruck ##e schon ##e grusse aus koln köln cafe café ##q x ##x 老 磨 ##坊 河
д ##о ##ч ##ь istanbul i ##s ##t fi ﬁ ½ ss strasse straße σισυφος ##υς ä a ##b b ##a 🙂 i̇""".split()


def vocabulary():
    return SPECIAL + list(dict.fromkeys(WORDS + [chr(c) for c in range(0x61, 0x7B)]))


def sequences(vocabulary_size):
    chance = random.Random(5)
    def tokens(count):
        return [chance.randrange(5, vocabulary_size) for _ in range(count)]
    result = []
    for first, second in [(4, 3), (1, 1), (5, 4), (2, 7)]:
        ids = [2] + tokens(first) + [3] + tokens(second) + [3]
        types = [0] * (first + 2) + [1] * (second + 1)
        free = [place for place, token in enumerate(ids) if token not in (2, 3)]
        places = sorted(chance.sample(free, max(1, len(free) // 3)))
        labels = [ids[place] for place in places]
        for place in places:
            ids[place] = 4
        result.append({"ids": ids, "types": types, "places": places, "labels": labels,
                       "is_other": chance.randrange(2)})
    return result


def write_model():
    pieces = vocabulary()
    config = transformers.BertConfig(
        vocab_size=len(pieces), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=24,
        max_position_embeddings=14, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
    torch.manual_seed(7)
    model = transformers.BertForPreTraining(config)
    with torch.no_grad():
        for name, value in model.named_parameters():
            noise = torch.randn_like(value)
            if value.dim() == 2:
                value.copy_(noise / value.shape[1] ** 0.5)
            else:
                value.copy_(noise * 0.1 + (1 if name.endswith("LayerNorm.weight") else 0))
    model.save_pretrained(FOLDER)
    (FOLDER / "vocab.txt").write_text("".join(f"{piece}\n" for piece in pieces), encoding="utf-8")
    (FOLDER / "tokenizer_config.json").write_text('{"do_lower_case": true}\n')

    model = model.double().train()
    cases = sequences(len(pieces))
    longest = max(len(case["ids"]) for case in cases)
    def padded(rows, filler):
        return torch.tensor([row + [filler] * (longest - len(row)) for row in rows])
    labels = []
    for case in cases:
        row = [-100] * len(case["ids"])
        for place, label in zip(case["places"], case["labels"]):
            row[place] = label
        labels.append(row)
    output = model(
        input_ids=padded([case["ids"] for case in cases], 0),
        token_type_ids=padded([case["types"] for case in cases], 0),
        attention_mask=padded([[1] * len(case["ids"]) for case in cases], 0),
        labels=padded(labels, -100), next_sentence_label=torch.tensor([case["is_other"] for case in cases]),
        output_hidden_states=True)
    output.loss.backward()
    hidden = output.hidden_states[-1]
    sentences = torch.nn.functional.cross_entropy(
        output.seq_relationship_logits, torch.tensor([case["is_other"] for case in cases]))
    tensors = {
        "hidden": torch.cat([hidden[i, :len(case["ids"])] for i, case in enumerate(cases)]),
        "pooled": model.bert.pooler(hidden),
    }
    for name, value in model.named_parameters():
        tensors[f"gradient/{name}"] = value.grad
    tensors = {name: value.detach().float().contiguous() for name, value in tensors.items()}
    safetensors.torch.save_file(tensors, FOLDER / "expected.safetensors")
    figures = {
        "versions": {"python": platform.python_version(), "torch": torch.__version__,
                     "transformers": transformers.__version__},
        "loss": output.loss.item(), "next_sentence_loss": sentences.item(), "sequences": cases,
    }
    text = json.dumps(figures).replace('{"ids"', '\n{"ids"')
    (FOLDER / "expected.json").write_text(text + "\n")


LINES = """
The old miller's daughter walked to the river bridge; 42 geese followed her.
Die Tochter des alten Müllers ging über die Brücke – schöne Grüße aus Köln!
Дочь старого мельника шла к реке через мост.
Η κόρη του γέρου μυλωνά πήγε στο ποτάμι· ο Σίσυφος γέλασε.
ذهبت ابنة الطحان العجوز إلى النهر، أليس كذلك؟
बूढ़े चक्कीवाले की बेटी नदी तक गई।
老磨坊主的女儿走到河边的桥上。
年老いた粉屋の娘は川の橋まで歩いた。カタカナ
👩‍👩‍👧‍👦 👍🏽 🇩🇪 ❤️ 🙂 1️⃣
""".strip().split("\n") + [
    "", " ", " leading", "trailing ", "two  spaces", "tab\tin", "no\u00a0break", "a\u3000b", "a\u200bb", "[CLS]", "a[UNK]b",
    "e\u0301", "u\u0308ber", "\u0301", " \u0301x", "ﬁne ½ Ⅷ", "ｆｕｌｌ　ｗｉｄｔｈ", "ﷺ", "क़लम", "soft\u00adhyphen", "\ufeffmark",
    "a\u0085b", "a\u2028b", "\x01\x02", "\x7f", "İstanbul ISPARTA", "ΣΊΣΥΦΟΣ", "STRASSE Straße", "don't we'll I'M 'sup",
    "3.14159 1,000 ٣٤ ४२", "a\nb", "\ue000", "𠮷野家", "\u200d", "x" * 100, "x" * 101, "ä" * 100, "ä" * 101, "!?!?...",
    "(a[b]{c})", "“q” ‘r’ «s»", "— – -", "a\u0000b\ufffdc", "walked walkers", "walked-to the [MASK]", "##er ##",
    "Çafé CAFÉ", "a老b", "KÖLN Köln Ko\u0308ln", "i\u0307", "$a+b`c^", "a\u1173b",
]


def case(tokenizer, line):
    encoding = tokenizer.encode(line, add_special_tokens=False)
    bytes_before = [0]
    for character in line:
        bytes_before.append(bytes_before[-1] + len(character.encode()))
    offsets = [[bytes_before[start], bytes_before[end]] for start, end in encoding.offsets]
    return {"line": line, "ids": encoding.ids, "offsets": offsets, "decoded": tokenizer.decode(encoding.ids)}


def write_tokens():
    pieces = {piece: number for number, piece in enumerate(vocabulary())}
    cases = []
    for lower, accents, ideographs in [(True, None, True), (False, None, True), (True, False, False), (False, True, True)]:
        tokenizer = Tokenizer(models.WordPiece(pieces, unk_token="[UNK]", max_input_chars_per_word=100))
        tokenizer.normalizer = normalizers.BertNormalizer(
            clean_text=True, handle_chinese_chars=ideographs, strip_accents=accents, lowercase=lower)
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        tokenizer.decoder = decoders.WordPiece(prefix="##", cleanup=True)
        cases.append({
            "lowercases": lower, "removesAccents": lower if accents is None else accents,
            "separatesIdeographs": ideographs, "lines": [case(tokenizer, line) for line in LINES]})
    tokenizer.add_special_tokens(SPECIAL)
    (FOLDER / "wordpiece.json").write_text(tokenizer.to_str(), encoding="utf-8")
    text = json.dumps(cases, separators=(",", ":")).replace('{"line"', '\n{"line"')
    (FOLDER / "tokens.json").write_text(text + "\n")


def small_model(kind, labels, seed):
    config = transformers.BertConfig(
        vocab_size=len(vocabulary()), hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8,
        max_position_embeddings=24, id2label=dict(enumerate(labels)), label2id={l: i for i, l in enumerate(labels)})
    torch.manual_seed(seed)
    model = kind(config)
    with torch.no_grad():
        for name, value in model.named_parameters():
            noise = torch.randn_like(value)
            value.copy_(noise if value.dim() == 2 else 0.1 * noise + name.endswith("LayerNorm.weight"))
    return model.eval()


def write_labels():
    tokenizer = Tokenizer(models.WordPiece({p: n for n, p in enumerate(vocabulary())}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    def encode(text):
        return tokenizer.encode(text, add_special_tokens=False).ids
    def save(model, name, cases):
        folder = FOLDER / name
        model.save_pretrained(folder)
        (folder / "vocab.txt").write_text((FOLDER / "vocab.txt").read_text(encoding="utf-8"), encoding="utf-8")
        (folder / "expected.json").write_text(json.dumps(cases).replace('{"first"', '\n{"first"') + "\n")

    model = small_model(transformers.BertForSequenceClassification, ["no", "yes", "may be"], 3)
    cases = []
    for first, second in [("the old miller", None), ("walked to the bridge ; 42 geese", None), ("a river", "the mill"),
                          ("the river and the mill", "daughter of a miller")]:
        ids = [2] + encode(first) + [3]
        types = [0] * len(ids)
        if second:
            more = encode(second) + [3]
            ids, types = ids + more, types + [1] * len(more)
        with torch.no_grad():
            logits = model(input_ids=torch.tensor([ids]), token_type_ids=torch.tensor([types])).logits[0]
        cases.append({"first": first, "second": second, "probabilities": torch.softmax(logits.double(), 0).tolist()})
    save(model, "classes", cases)

    model = small_model(transformers.BertForTokenClassification, ["O", "B-PER", "I-PER", "B-LOC"], 5)
    cases = []
    for words in [["the", "miller's", "daughter"], ["Müller", "walked", "to", "Köln", "."], ["river"]]:
        ids, first = [2], []
        for word in words:
            first.append(len(ids))
            ids += encode(word)
        with torch.no_grad():
            logits = model(input_ids=torch.tensor([ids + [3]])).logits[0]
        cases.append({"words": words, "tags": [model.config.id2label[int(logits[place].argmax())] for place in first]})
    save(model, "tags", cases)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    write_model()
    write_tokens()
    write_labels()
