"""Holds exported models against the libraries that they were written for.

    python exports.py MODEL TEXT --translate PATH --train PATH

Exports MODEL for Transformers and for CTranslate2, translates TEXT with each library and with Dragoman, in float32,
and prints how many translations are equal, and the largest difference of the log-probabilities that Transformers
gives Dragoman's translations.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

import ctranslate2
import tokenizers
import torch
import transformers


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("text", type=pathlib.Path)
    parser.add_argument("--commands", default=".build/release")
    parser.add_argument("--lines", type=int, default=200)
    options = parser.parse_args()
    lines = options.text.read_text().splitlines()[: options.lines]
    with tempfile.TemporaryDirectory() as folder:
        for form in ["huggingface", "ctranslate2"]:
            subprocess.run(
                [f"{options.commands}/train", "export", "--model", options.model, "--format", form,
                 "--output", f"{folder}/{form}"], check=True)
        for beam in [1, 5]:
            own = subprocess.run(
                [f"{options.commands}/translate", "--model", options.model, "--no-split", "--no-repair",
                 "--precision", "float32", "--beam-size", str(beam), "--json"],
                input="\n".join(lines) + "\n", capture_output=True, text=True, check=True).stdout
            own = [json.loads(line)["sentences"][0]["hypotheses"][0] for line in own.splitlines()]
            pieces = [hypothesis["tokens"] for hypothesis in own]
            report(f"CTranslate2, beam {beam}", ct2(f"{folder}/ctranslate2", lines, beam), pieces)
            report(f"Transformers, beam {beam}", hf(f"{folder}/huggingface", lines, beam), pieces)
        print("largest difference of a logit's log-probability",
              difference(f"{folder}/huggingface", lines, own))


def report(name, theirs, ours):
    equal = sum(one == other for one, other in zip(theirs, ours))
    print(f"{name}: {equal} of {len(ours)} translations are equal")


def ct2(folder, lines, beam):
    pieces = tokenizers.Tokenizer.from_file(f"{folder}/tokenizer.json")
    tokens = [pieces.encode(line).tokens for line in lines]
    found = ctranslate2.Translator(folder, compute_type="float32").translate_batch(
        tokens, beam_size=beam, length_penalty=1, max_decoding_length=200)
    return [result.hypotheses[0] for result in found]


def hf(folder, lines, beam):
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModelForSeq2SeqLM.from_pretrained(folder).eval()
    found = []
    for line in lines:
        with torch.no_grad():
            ids = model.generate(
                **tokenizer(line, return_tensors="pt", return_token_type_ids=False), num_beams=beam,
                length_penalty=1.0, early_stopping="never" if beam > 1 else False, max_length=200)[0]
        ids = [i for i in ids.tolist() if i not in tokenizer.all_special_ids]
        found.append(tokenizer.convert_ids_to_tokens(ids))
    return found


def difference(folder, lines, own):
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModelForSeq2SeqLM.from_pretrained(folder).eval()
    start, end = model.config.decoder_start_token_id, model.config.eos_token_id
    worst = 0
    for line, hypothesis in zip(lines, own):
        if not hypothesis.get("token_scores"):
            continue
        ids = tokenizer.convert_tokens_to_ids(hypothesis["tokens"]) + [end]
        with torch.no_grad():
            logits = model(
                input_ids=tokenizer(line, return_tensors="pt")["input_ids"],
                decoder_input_ids=torch.tensor([[start] + ids[:-1]])).logits[0].double()
        scores = torch.log_softmax(logits, -1)[range(len(ids)), ids]
        worst = max(worst, max(abs(a - float(b)) for a, b in zip(hypothesis["token_scores"], scores)))
    return worst


if __name__ == "__main__":
    main()
