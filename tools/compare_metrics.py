#!/usr/bin/env python3
"""Compares Assay's metrics of Python files with radon's.

Usage: compare_metrics.py --assay BINARY [--files N] [FILE...]

Without files it takes N files (default 60) of the standard library of this interpreter, evenly spread over it. Needs the
Debian package radon. Cyclomatic complexity has to be equal for every function, the maintainability index within 0.1.
Prints what differs and one line with the counts; the exit code is 1 when something differs.
"""

import argparse
import json
import subprocess
import sys
import sysconfig
from pathlib import Path

TOLERANCE = 0.1
BATCH = 30


def library_files(count: int) -> list[Path]:
    folder = Path(sysconfig.get_paths()["stdlib"])
    files = sorted(path for path in folder.rglob("*.py") if 2_000 < path.stat().st_size < 150_000)
    files = [path for path in files if not {"test", "tests", "lib2to3", "site-packages", "dist-packages"} & set(path.parts)]
    step = max(1, len(files) // count)
    return files[::step][:count]


def run(command: list[str]) -> str:
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


def ours(assay: str, files: list[Path]) -> dict[str, dict]:
    out = {}
    for start in range(0, len(files), BATCH):
        names = [str(path) for path in files[start : start + BATCH]]
        report = json.loads(
            run([assay, "review", "--reviewers", "static", "--linters-off", "all", "--format", "json", "--fail-on", "never", *names])
        )
        for file in report["files"]:
            if file.get("metrics"):
                out[file["path"]] = file["metrics"]
    return out


def radon_functions(files: list[Path]) -> dict[str, dict[tuple[str, int], int]]:
    """Per file, the complexity of each function by its name and first line; nested functions included."""
    report = json.loads(run(["radon", "cc", "-j", *map(str, files)]))
    out: dict[str, dict[tuple[str, int], int]] = {}
    for name, blocks in report.items():
        found: dict[tuple[str, int], int] = {}

        def collect(items, found=found):
            for block in items:
                if block["type"] in ("function", "method"):
                    found[(block["name"], block["lineno"])] = block["complexity"]
                collect(block.get("methods", []))
                collect(block.get("closures", []))

        if isinstance(blocks, list):
            collect(blocks)
            out[name] = found
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assay", required=True)
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("paths", nargs="*", type=Path)
    arguments = parser.parse_args()
    files = arguments.paths or library_files(arguments.files)
    mine = ours(arguments.assay, files)
    theirs = radon_functions(files)
    index = json.loads(run(["radon", "mi", "-j", *map(str, files)]))
    functions = equal = indexes = close = 0
    for path in map(str, files):
        if path not in mine or path not in theirs:
            continue
        for function in mine[path]["functions"]:
            key = (function["name"].rsplit(".", 1)[-1], function["start_line"])
            if key not in theirs[path]:
                continue
            functions += 1
            if theirs[path][key] == function["cyclomatic"]:
                equal += 1
            else:
                print(f"{path}:{key[1]}: {key[0]}: cyclomatic {function['cyclomatic']}, radon {theirs[path][key]}")
        if "mi" in index.get(path, {}):
            indexes += 1
            difference = mine[path]["maintainability"] - index[path]["mi"]
            if abs(difference) <= TOLERANCE:
                close += 1
            else:
                print(f"{path}: maintainability {mine[path]['maintainability']:.2f}, radon {index[path]['mi']:.2f}")
    print(f"{len(files)} files: cyclomatic equal for {equal} of {functions} functions, maintainability within {TOLERANCE} for {close} of {indexes} files")
    return 0 if functions and indexes and equal == functions and close == indexes else 1


if __name__ == "__main__":
    sys.exit(main())
