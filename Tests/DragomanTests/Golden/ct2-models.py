"""Golden models of CTranslate2: the Marian model of `models.py`, converted with each of its precisions.

    pip install ctranslate2==4.8.5 transformers==5.24.0 torch==2.15.0 sentencepiece==0.2.3 && python ct2-models.py

For each precision this writes a folder `models/ct2-PRECISION`, and to `models/ct2.json` what CTranslate2 makes of
some lines with the model in float32, by greedy and by beam search.
"""

import json
import pathlib
import shutil

import ctranslate2
import sentencepiece

HERE = pathlib.Path(__file__).parent
OUT = HERE / "models"
SOURCE = OUT / "marian-languages"
LENGTH = 14


def main():
    given = json.loads((OUT / "marian-languages.json").read_text())
    lines = [line["text"] for line in given["lines"]]
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(SOURCE / "source.spm"))
    tokens = [[f">>{given['to']}<<", *pieces.encode(line, out_type=str), "</s>"] for line in lines]
    for precision in ["float32", "float16", "int16", "int8"]:
        folder = OUT / f"ct2-{precision}"
        shutil.rmtree(folder, ignore_errors=True)
        ctranslate2.converters.TransformersConverter(
            str(SOURCE), copy_files=["source.spm", "target.spm"]
        ).convert(str(folder), quantization=precision)
    translator = ctranslate2.Translator(str(OUT / "ct2-float32"), compute_type="float32")
    result = {"ctranslate2": ctranslate2.__version__, "to": given["to"], "length": LENGTH, "lines": []}
    found = {
        size: translator.translate_batch(
            tokens, beam_size=size, length_penalty=1, max_decoding_length=LENGTH, disable_unk=True)
        for size in [1, 4]}
    for line, one, more in zip(lines, found[1], found[4]):
        result["lines"].append(
            {"text": line, "greedy": one.hypotheses[0], "beam": more.hypotheses[0]})
    (OUT / "ct2.json").write_text(
        json.dumps(result, ensure_ascii=False).replace('{"text"', '\n {"text"') + "\n")


if __name__ == "__main__":
    main()
