#!/usr/bin/env python3
"""Runs clang-tidy (.clang-tidy: names, and bugs of coroutine code) over the sources below src/, several at once.

Usage: check_tidy.py --build BUILD_DIR [--jobs N] [FILE...]

BUILD_DIR holds compile_commands.json. A file that passed is not checked again until it, a header of ours that it
includes (however deep), .clang-tidy, or the flags change: the hash over all of those is kept in BUILD_DIR/tidy/.
"""

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TIDY = "clang-tidy-19"
_INCLUDE = re.compile(rb'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', re.MULTILINE)
# What g++ accepts and clang does not know.
_EXTRA = ["--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-everything"]


@lru_cache(maxsize=None)
def read(path: Path) -> tuple[bytes, tuple[Path, ...]]:
    """A file's bytes and the headers of ours that it names."""
    content = path.read_bytes()
    names = (ROOT / "src" / match.decode() for match in _INCLUDE.findall(content))
    return content, tuple(sorted(name for name in names if name.is_file()))


def closure(path: Path) -> list[Path]:
    seen, todo = {path}, [path]
    while todo:
        for header in read(todo.pop())[1]:
            if header not in seen:
                seen.add(header)
                todo.append(header)
    return sorted(seen)


def key_of(path: Path, command: str, configuration: bytes) -> str:
    digest = hashlib.sha256(configuration + command.encode())
    for part in closure(path):
        digest.update(str(part.relative_to(ROOT)).encode() + b"\0" + hashlib.sha256(read(part)[0]).digest())
    return digest.hexdigest()


def check(path: Path, build: Path) -> tuple[bool, str]:
    command = [TIDY, "-p", str(build), "--quiet", *_EXTRA, str(path)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    # stderr holds counts of suppressed warnings unless the file did not compile at all.
    return result.returncode == 0, result.stdout + (result.stderr if result.returncode and not result.stdout else "")


def main() -> int:
    parser = argparse.ArgumentParser(description="clang-tidy over the sources, in parallel, only what changed.")
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("files", nargs="*", type=Path)
    arguments = parser.parse_args()

    wanted = {path.resolve() for path in arguments.files}
    commands = {}
    for entry in json.loads((arguments.build / "compile_commands.json").read_text()):
        path = Path(entry["directory"], entry["file"]).resolve()
        if path.is_relative_to(ROOT / "src") and (not wanted or path in wanted) and path.is_file():
            commands[path] = entry["command"]
    if not commands:
        print(f"{arguments.build}/compile_commands.json names no source below src/")
        return 1

    version = subprocess.run([TIDY, "--version"], capture_output=True, check=True).stdout
    configuration = (ROOT / ".clang-tidy").read_bytes() + version
    passed_dir = arguments.build / "tidy"
    passed_dir.mkdir(exist_ok=True)
    keys = {path: key_of(path, command, configuration) for path, command in commands.items()}
    todo = sorted(path for path, key in keys.items() if not (passed_dir / key).exists())
    print(f"{len(commands)} files, {len(commands) - len(todo)} unchanged since they passed", flush=True)

    failed = 0
    with ThreadPoolExecutor(arguments.jobs) as pool:
        for path, (good, output) in zip(todo, pool.map(lambda path: check(path, arguments.build), todo)):
            if good:
                (passed_dir / keys[path]).touch()
            else:
                failed += 1
                print(f"--- {path.relative_to(ROOT)}\n{output}", flush=True)
    print(f"{failed} file(s) with problems" if failed else "Names and patterns are right.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
