"""Makes files of tensors in every container that Dragoman reads, written by the systems themselves.

    pip install torch==2.13.0 safetensors==0.8.0 numpy==2.4.6 ctranslate2==4.8.5 pyyaml==6.0.4
    pip install --no-deps pymarian==1.12.42
    python containers.py

Writes `containers/`: small random tensors in the formats of safetensors, PyTorch, NumPy, Marian and
CTranslate2, and `expected.json`, which holds for each file and tensor its shape, its type and the bits of
its elements as float32 (whole numbers as they are, but wider), little-endian, in base64. What no released version writes any more, old binary
versions of CTranslate2 and Marian's float16, is written here by the format's definition; where a released
version of CTranslate2 wrote version 4 (1.20.1) and 5 (2.24.0), its source was followed.
"""

import base64
import collections
import json
import os
import shutil
import struct
import tempfile

import ctranslate2
import numpy as np
import safetensors.torch
import torch

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "containers")
expected = {}


def expect(file, name, array, type, shape=None):
    """Notes what a tensor must be read as. Floats are given as the float32 that they are exactly."""
    array = np.asarray(array)
    values = array.astype("<f4" if array.dtype.kind == "f" else "<i8")
    expected.setdefault(file, {})[name] = {
        "type": type,
        "shape": list(array.shape if shape is None else shape),
        "values": base64.b64encode(values.tobytes()).decode(),
    }


def path(name):
    target = os.path.join(FOLDER, name)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    return target


# Every kind of number: both zeros, subnormal ones of float16, of bfloat16 and float32, the largest ones.
SPECIAL = [0.0, -0.0, 1.0, -1.5, 6e-8, -5e-6, 6.1e-5, 65504.0, 1e-40, 3e38, float("inf"), -float("inf")]


def torch_tensors():
    generator = torch.Generator().manual_seed(1)
    special = torch.tensor(SPECIAL)
    return collections.OrderedDict(
        float32=torch.cat([special, torch.randn(12, generator=generator)]).reshape(6, 4),
        float16=torch.cat([special, torch.randn(6, generator=generator)]).half().reshape(3, 6),
        bfloat16=torch.cat([special, torch.randn(6, generator=generator)]).bfloat16().reshape(9, 2),
        int8=torch.tensor([[-128, 127], [0, -1]], dtype=torch.int8),
        uint8=torch.tensor([0, 255, 128], dtype=torch.uint8),
        int32=torch.tensor([-(2**31), 2**31 - 1], dtype=torch.int32),
        int64=torch.tensor([[-(2**63), 2**63 - 1]], dtype=torch.int64),
        scalar=torch.tensor(2.5),
        empty=torch.zeros(0, 3),
    )


TYPES = {torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int8: "I8",
         torch.uint8: "U8", torch.int32: "I32", torch.int64: "I64"}


def expect_torch(file, tensors):
    for name, tensor in tensors.items():
        floats = tensor.detach().float() if tensor.is_floating_point() else tensor
        expect(file, name, floats.contiguous().numpy(), TYPES[tensor.dtype])


def make_safetensors():
    tensors = torch_tensors()
    safetensors.torch.save_file(tensors, path("tensors.safetensors"), metadata={"format": "pt"})
    expect_torch("tensors.safetensors", tensors)

    shards = [dict(list(tensors.items())[:2]), dict(list(tensors.items())[2:])]
    names = [f"model-0000{n}-of-00002.safetensors" for n in (1, 2)]
    for shard, name in zip(shards, names):
        safetensors.torch.save_file(shard, path(f"sharded/{name}"), metadata={"format": "pt"})
    index = {
        "metadata": {"total_size": sum(t.numel() * t.element_size() for t in tensors.values())},
        "weight_map": {key: name for shard, name in zip(shards, names) for key in shard},
    }
    with open(path("sharded/model.safetensors.index.json"), "w") as file:
        json.dump(index, file, indent=2)
    expect_torch("sharded/model.safetensors.index.json", tensors)


def make_torch():
    tensors = torch_tensors()
    tensors["tied"] = tensors["float32"]
    tensors["transposed"] = tensors["float32"].t()
    tensors["slice"] = tensors["float32"][2:4]
    tensors["columns"] = tensors["float32"][:, 1:3]
    tensors["every_second"] = tensors["float32"].reshape(-1)[::2]
    tensors["cube"] = tensors["float32"].reshape(2, 3, 4)
    tensors["parameter"] = torch.nn.Parameter(torch.tensor([[0.25, -0.5]]))
    # A module's own state has `_metadata`, which is pickled as an attribute.
    module = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.LayerNorm(2))
    torch.manual_seed(2)
    torch.nn.init.normal_(module[0].weight)
    torch.nn.init.normal_(module[0].bias)
    state = module.state_dict()
    state.update(tensors)
    for file, zipped in (("torch-zip.bin", True), ("torch-legacy.bin", False)):
        torch.save(state, path(file), _use_new_zipfile_serialization=zipped)
        expect_torch(file, state)

    shards = [dict(list(state.items())[:4]), dict(list(state.items())[4:])]
    names = [f"pytorch_model-0000{n}-of-00002.bin" for n in (1, 2)]
    for number, (shard, name) in enumerate(zip(shards, names)):
        torch.save(shard, path(f"sharded/{name}"), _use_new_zipfile_serialization=number == 1)
    with open(path("sharded/pytorch_model.bin.index.json"), "w") as file:
        weight_map = {key: name for shard, name in zip(shards, names) for key in shard}
        json.dump({"metadata": {"total_size": 1}, "weight_map": weight_map}, file, indent=2)
    expect_torch("sharded/pytorch_model.bin.index.json", state)


YAML = "type: transformer\ndim-emb: 64\ntransformer-heads: 8\nversion: v1.12.0\n"


def marian_tensors():
    random = np.random.default_rng(3)
    return {
        name: random.normal(size=shape).astype(np.float32)
        for name, shape in {
            "Wemb": (8, 64),
            # With 8 columns the converter transposes wrongly.
            "encoder_l1_self_Wq": (64, 16),
            "encoder_l1_self_bq": (1, 16),
        }.items()
    }


def expect_yaml(file, text):
    expected[file]["special:model.yml"] = {"type": "I8", "text": text}


def make_numpy():
    special = np.array(SPECIAL, dtype=np.float32)
    arrays = {
        "float32": special.reshape(3, 4),
        "float16": special.astype(np.float16).reshape(2, 6),
        "fortran": np.asfortranarray(special.reshape(4, 3)),
        "int8": np.array([[-128, 127]], dtype=np.int8),
        "uint8": np.array([0, 255], dtype=np.uint8),
        "int32": np.array([-(2**31), 7], dtype=np.int32),
        "int64": np.array([2**63 - 1], dtype=np.int64),
        "scalar": np.float32(-0.125),
        "zeros": np.zeros((5, 40), dtype=np.float32),
    }
    types = {"f4": "F32", "f2": "F16", "i1": "I8", "u1": "U8", "i4": "I32", "i8": "I64"}
    for file, save in (("stored.npz", np.savez), ("deflated.npz", np.savez_compressed)):
        save(path(file), **arrays, **{"special:model.yml": np.frombuffer(YAML.encode() + b"\0", np.int8)})
        for name, array in arrays.items():
            expect(file, name, np.ascontiguousarray(array) if array.shape else array,
                   types[np.asarray(array).dtype.str[1:]], array.shape)
        expect_yaml(file, YAML)


def make_marian():
    import _pymarian

    tensors = marian_tensors()
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "model.npz")
        yaml = np.frombuffer(YAML.encode() + b"\0", dtype=np.int8)
        np.savez(source, **tensors, **{"special:model.yml": yaml})
        for file, kind in (("marian.npz", "float32"), ("marian-float32.bin", "float32"),
                           ("marian-int8.bin", "intgemm8"), ("marian-int16.bin", "intgemm16")):
            arguments = ["convert", "--from", source, "--to", path(file), "--gemm-type", kind]
            assert _pymarian.main(arguments) == 0
            for name, array in tensors.items():
                quantized = kind.startswith("intgemm") and name.endswith("Wq")
                if not quantized:
                    expect(file, name, array, "F32")
                    continue
                largest = np.abs(array).max()
                multiplier = np.float32(127 if kind == "intgemm8" else 1024) / largest
                if kind == "intgemm16":
                    multiplier = np.float32(1024)
                integers = np.rint(array * multiplier).astype(np.int32).astype(np.float32)
                expect(file, name, integers / multiplier, "I8" if kind == "intgemm8" else "I16")
            # The program writes its own version behind the last colon.
            expect_yaml(file, "type: transformer\n")
    write_marian_float16(tensors)


def write_marian_float16(tensors):
    """Marian's format with float16 (type 0x402), which its converter does not write."""
    arrays = {name: array.astype(np.float16) for name, array in tensors.items()}
    arrays["special:model.yml"] = np.frombuffer(YAML.encode() + b"\0", dtype=np.int8)
    types = {np.dtype(np.float16): 0x402, np.dtype(np.int8): 0x101}
    headers, names, shapes, data = b"", b"", b"", b""
    for name, array in arrays.items():
        blob = array.tobytes() + bytes(-array.nbytes % 256)
        headers += struct.pack("<4Q", len(name) + 1, types[array.dtype], array.ndim, len(blob))
        names += name.encode() + b"\0"
        shapes += struct.pack(f"<{array.ndim}i", *array.shape)
        data += blob
    start = struct.pack("<2Q", 1, len(arrays)) + headers + names + shapes
    skip = -(len(start) + 8) % 256
    with open(path("marian-float16.bin"), "wb") as file:
        file.write(start + struct.pack("<Q", skip) + bytes(skip) + data)
    for name, array in arrays.items():
        if name != "special:model.yml":
            expect("marian-float16.bin", name, array, "F16")
    expect_yaml("marian-float16.bin", YAML)


CT2_TYPES = {"float32": (0, "F32"), "int8": (1, "I8"), "int16": (2, "I16"), "int32": (3, "I32"),
             "float16": (4, "F16"), "bfloat16": (5, "BF16")}


def ctranslate2_spec(quantization):
    """A Transformer of one layer a side with random weights, quantised by CTranslate2 itself."""
    spec = ctranslate2.specs.TransformerSpec.from_config(num_layers=1, num_heads=2, pre_norm=False)
    random = np.random.default_rng(4)
    width, inner, vocabulary = 4, 6, 5

    def fill(layer, *shape):
        layer.weight = random.normal(size=shape).astype(np.float32)
        if hasattr(layer, "bias"):
            layer.bias = random.normal(size=shape[:1]).astype(np.float32)

    def norm(layer):
        layer.gamma = random.normal(size=width).astype(np.float32)
        layer.beta = random.normal(size=width).astype(np.float32)

    for side in (spec.encoder, spec.decoder):
        embeddings = side.embeddings[0] if side is spec.encoder else side.embeddings
        embeddings.weight = random.normal(size=(vocabulary, width)).astype(np.float32)
        side.scale_embeddings = True
        side.position_encodings.encodings = random.normal(size=(3, width)).astype(np.float32)
        for layer in side.layer:
            attentions = [layer.self_attention]
            if side is spec.decoder:
                attentions.append(layer.attention)
            for number, attention in enumerate(attentions):
                sizes = [3, 1] if number == 0 else [1, 2, 1]
                for linear, size in zip(attention.linear, sizes):
                    fill(linear, size * width, width)
                norm(attention.layer_norm)
            fill(layer.ffn.linear_0, inner, width)
            fill(layer.ffn.linear_1, width, inner)
            norm(layer.ffn.layer_norm)
    # A row of zeros has the scale 1.
    spec.encoder.embeddings[0].weight[3] = 0
    spec.decoder.projection.weight = spec.decoder.embeddings.weight
    spec.decoder.projection.bias = random.normal(size=vocabulary).astype(np.float32)
    for vocabulary_of in (spec.register_source_vocabulary, spec.register_target_vocabulary):
        vocabulary_of([f"t{n}" for n in range(vocabulary - 1)] + ["<unk>"])
    spec.validate()
    spec.optimize(quantization=quantization)
    return spec


def ctranslate2_variables(spec):
    """Variables as arrays with the name of their type, and aliases."""
    variables, aliases = {}, {}
    for name, value in spec.variables(ordered=True):
        if isinstance(value, str):
            aliases[name] = value
        elif value.dtype == "bfloat16":
            variables[name] = (value.tensor.float().numpy(), "bfloat16")
        else:
            variables[name] = (value.numpy(), value.dtype)
    return variables, aliases


def expect_ctranslate2(file, variables, aliases):
    # What is called *_scale goes with an alias without saying so.
    scales = {a + "_scale": n + "_scale" for a, n in aliases.items()}
    aliases = aliases | {a: n for a, n in scales.items() if n in variables}
    for name, (array, type) in variables.items():
        scale = variables.get(f"{name}_scale")
        if scale is None:
            expect(file, name, array, CT2_TYPES[type][1])
            continue
        divisor = scale[0].reshape(-1, 1) if scale[0].ndim else scale[0]
        expect(file, name, array.astype(np.float32) / divisor, CT2_TYPES[type][1], array.shape)
    for alias, name in aliases.items():
        expected[file][alias] = {"alias": name}


def make_ctranslate2():
    for kind in ("float32", "float16", "bfloat16", "int16", "int8"):
        spec = ctranslate2_spec(None if kind == "float32" else kind)
        variables, aliases = ctranslate2_variables(spec)
        with tempfile.TemporaryDirectory() as folder:
            spec.save(folder)
            shutil.copy(os.path.join(folder, "model.bin"), path(f"ctranslate2-{kind}.bin"))
        expect_ctranslate2(f"ctranslate2-{kind}.bin", variables, aliases)
    for version, kind in ((2, "int16"), (3, "int8"), (4, "int8"), (5, "float16")):
        write_old_ctranslate2(version, kind)


def write_old_ctranslate2(version, kind):
    """The layers' norms and the embeddings alone: what is looked at is the form of the file."""
    variables, aliases = ctranslate2_variables(ctranslate2_spec(kind))
    kept = ("embeddings", "projection", "ffn/layer_norm", "num_heads")
    variables = {n: v for n, v in variables.items() if any(part in n for part in kept)}
    aliases = {a: n for a, n in aliases.items() if a == "decoder/projection/weight"}
    if version == 2:
        for alias, name in aliases.items():
            variables[alias] = variables[name]
            variables[alias + "_scale"] = variables[name + "_scale"]

    def string(text):
        return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"

    body = struct.pack("<I", version) + string("TransformerSpec") + struct.pack("<2I", 3, len(variables))
    for name, (array, type) in variables.items():
        body += string(name) + struct.pack(f"<B{array.ndim}I", array.ndim, *array.shape)
        if version >= 4:
            body += struct.pack("<BI", CT2_TYPES[type][0], array.nbytes)
        else:
            body += struct.pack("<BI", array.itemsize, array.size)
        body += array.tobytes()
    if version >= 3:
        body += struct.pack("<I", len(aliases))
        for alias, name in aliases.items():
            body += string(alias) + string(name)
    file = f"ctranslate2-version-{version}.bin"
    with open(path(file), "wb") as output:
        output.write(body)
    expect_ctranslate2(file, variables, aliases if version >= 3 else {})


if __name__ == "__main__":
    shutil.rmtree(FOLDER, ignore_errors=True)
    make_safetensors()
    make_torch()
    make_numpy()
    make_marian()
    make_ctranslate2()
    with open(path("expected.json"), "w") as file:
        lines = [f"{json.dumps(name)}: {json.dumps(tensors, sort_keys=True)}"
                 for name, tensors in expected.items()]
        file.write("{\n" + ",\n".join(lines) + "\n}\n")
