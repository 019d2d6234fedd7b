"""Golden values of Muon, made with PyTorch.

    pip install torch==2.15.0 && python muon.py

Writes muon.json beside the script: for each shape a matrix, the gradients of some updates, and the
matrix after them. Steps are scaled so that Adam's learning rates fit (Liu et al. 2025).

torch.optim.Muon rounds the matrices of its products to bfloat16. So Newton-Schulz is written out
here in float64, and the whole is held against PyTorch's as closely as bfloat16 allows.
"""

import json
import math
import pathlib
import platform

import torch

RATE, MOMENTUM, STEPS, UPDATES = 0.02, 0.95, 5, 3
A, B, C = 3.4445, -4.7750, 2.0315
SHAPES = [(5, 5), (4, 9), (9, 4), (1, 6)]


def orthogonalized(x):
    x = x / (x.norm() + 1e-7)
    if x.shape[0] > x.shape[1]:
        return orthogonal_steps(x.T).T
    return orthogonal_steps(x)


def orthogonal_steps(x):
    for _ in range(STEPS):
        gram = x @ x.T
        x = A * x + (B * gram + C * gram @ gram) @ x
    return x


def updated(matrix, gradients):
    matrix, mean = matrix.double(), torch.zeros_like(matrix, dtype=torch.float64)
    for gradient in gradients:
        mean = MOMENTUM * mean + (1 - MOMENTUM) * gradient
        step = orthogonalized(MOMENTUM * mean + (1 - MOMENTUM) * gradient)
        length = 0.2 * math.sqrt(max(matrix.shape)) * RATE
        matrix = matrix - length * step
    return matrix


def updated_by_torch(matrix, gradients):
    matrix = torch.nn.Parameter(matrix.clone())
    optimizer = torch.optim.Muon(
        [matrix], lr=RATE, weight_decay=0, momentum=MOMENTUM, nesterov=True, ns_steps=STEPS,
        ns_coefficients=(A, B, C), adjust_lr_fn="match_rms_adamw")
    for gradient in gradients:
        matrix.grad = gradient.clone()
        optimizer.step()
    return matrix.detach().double()


def make(shape):
    matrix, gradients = torch.randn(shape), torch.randn(UPDATES, *shape)
    after = updated(matrix, gradients)
    moved = (after - matrix).norm()
    difference = (after - updated_by_torch(matrix, gradients)).norm()
    assert difference < 0.02 * moved, f"{shape}: {difference / moved}"
    return {
        "shape": shape,
        "matrix": matrix.flatten().tolist(),
        "gradients": [gradient.flatten().tolist() for gradient in gradients],
        "after": after.flatten().tolist(),
    }


if __name__ == "__main__":
    torch.manual_seed(1)
    values = {
        "versions": {"python": platform.python_version(), "torch": torch.__version__},
        "rate": RATE,
        "cases": [make(shape) for shape in SHAPES],
    }
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(values) + "\n")
