"""Compares training with PyTorch, Transformers and Marian: `make bench-training`.

All train the same model on the same pairs of tokens: float32, batches of 4,096 target tokens, dropout
and label smoothing 0.1, Adam. Dragoman also clips gradients and averages weights, as `train` does. A
speed is target tokens a second without padding, the median over rounds in which every system has its
turn, so that they share the machine's moods; ratios are of these medians, of Dragoman in float32 and of
the best of PyTorch's three.
Memory is the peak of the whole process. "Peak" is the share that the products of the model have, by
processor time, of what one large product reaches in the same run.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
# The updates that a run times.
PRESETS = {"tiny": 8, "small": 6, "base": 2}
# glibc gives large blocks back to the system, which PyTorch then asks for again, page by page.
ALLOCATOR = {
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 34),
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}


def run(command, threads, environment, figure=None):
    """What a system prints: its speed, its memory in MB and, for Dragoman, the share of the peak.

    Nothing if it fails or takes more than ten minutes, as compiling does on a busy machine.
    """
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads), **environment)
    command = list(map(str, command))
    try:
        output = subprocess.run(
            command, check=True, capture_output=True, text=True, env=environment, timeout=600)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        print(f"{' '.join(command)}: {(error.stderr or str(error))[-500:]}", file=sys.stderr)
        return None
    lines = [line.split() for line in output.stdout.splitlines()]
    named = {line[0]: float(line[1]) for line in lines if len(line) == 2}
    return named.get(figure, float(lines[0][0])), named["memory"], named.get("share")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--benchmark", default=".build/release/benchmark")
    parser.add_argument("--marian-python")
    parser.add_argument("--presets", nargs="*", default=list(PRESETS))
    parser.add_argument("--threads", nargs="*", type=int, default=[1, 2])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--systems", nargs="*", help="Dragoman, PyTorch and others to run")
    parser.add_argument(
        "--processor-time", action="store_true",
        help="tokens a second of processor time, where the machine is busy; for one thread")
    options = parser.parse_args()
    pytorch = [sys.executable, HERE / "pytorch_training.py", options.folder, "--system"]
    dragoman = [options.benchmark, "training", options.folder]
    systems = {
        "Dragoman": (dragoman, {}),
        "in bf16": ([*dragoman, "--precision", "bf16"], {}),
        "PyTorch": ([*pytorch, "plain"], ALLOCATOR),
        "compiled": ([*pytorch, "compiled"], ALLOCATOR),
        "Transformers": ([*pytorch, "transformers"], ALLOCATOR),
    }
    if options.marian_python:
        command = [options.marian_python, HERE / "marian_training.py", options.folder]
        systems["Marian"] = (command, {})
    if options.systems:
        systems = {name: system for name, system in systems.items() if name in options.systems}
    figure = "processor" if options.processor_time else None
    names = "".join(f" {name} |" for name in systems)
    print(f"| model, threads |{names} of PyTorch's | of Marian's | peak | memory |")
    print("|---|" + "---:|" * len(systems) + "---:|---:|---:|---|")
    alone = {}
    failed = set()
    for preset in options.presets:
        for threads in options.threads:
            results = {name: [] for name in systems}
            running = {name: system for name, system in systems.items() if name not in failed}
            for _ in range(options.rounds):
                for name, (command, environment) in list(running.items()):
                    arguments = ["--preset", preset, "--threads", threads, "--updates", PRESETS[preset]]
                    result = run([*command, *arguments], threads, environment, figure)
                    if result:
                        results[name].append(result)
                    else:
                        # It would fail again, perhaps after another ten minutes.
                        failed.add(name)
                    # Those that are slower than PyTorch are out of the comparison after one round.
                    if not result or name not in ("Dragoman", "in bf16", "PyTorch") and (
                        preset == "base" or result[0] < results["PyTorch"][0][0]
                    ):
                        del running[name]
            results = {name: found for name, found in results.items() if found}
            speed = {n: statistics.median(r[0] for r in found) for n, found in results.items()}
            best = max(speed.get(name, 0) for name in ("PyTorch", "compiled", "Transformers"))
            share = statistics.median(r[2] for r in results["Dragoman"])
            cells = "".join(
                f" {speed[name]:,.0f} |" if name in speed else " |" for name in systems)
            marian = f"{speed['Dragoman'] / speed['Marian']:.2f}×" if "Marian" in speed else ""
            sizes = " / ".join(f"{max(r[1] for r in results[name]):.0f}" for name in results)
            print(
                f"| {preset}, {threads} |{cells} {speed['Dragoman'] / best:.2f}× | {marian} | "
                f"{100 * share:.0f} % | {sizes} MB |", flush=True)
            alone.setdefault(preset, speed["Dragoman"])
            if threads == 2:
                print(f"{preset}: two threads {speed['Dragoman'] / alone[preset]:.2f}× of one",
                      file=sys.stderr)


if __name__ == "__main__":
    main()
