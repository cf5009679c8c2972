#!/usr/bin/env python3
"""Fails on files that break the house rules a formatter cannot know.

Usage: check_files.py [--root DIR]

C++ files below src, tests and bench: snake_case names, #pragma once as a header's first directive, no
`using namespace` in a header, no note to do something later, no commented-out code. TypeScript files below web/src:
kebab-case names. Python and shell tools: snake_case names.
"""

import argparse
import re
import sys
from pathlib import Path
from typing import Iterator

import cpp_text

_SNAKE = re.compile(r"^[a-z0-9]+(?:_[a-z0-9]+)*$")
# Dots separate roles (submit-form.test.tsx) and $ marks a parameter in a route's file name (reviews.$id.tsx).
_KEBAB = re.compile(r"^[a-z0-9$]+(?:[-.][a-z0-9$]+)*$")
_LATER = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
_USING = re.compile(r"^\s*using\s+namespace\b", re.MULTILINE)
_DIRECTIVE = re.compile(r"^\s*#\s*(\w+)\s*(\w*)", re.MULTILINE)
_DEAD_CODE = re.compile(r"^\s*//(?!/).*[;{}]\s*$")


def check_cpp(path: Path, text: str) -> Iterator[str]:
    if not _SNAKE.match(path.name.split(".")[0]):
        yield "file names are snake_case"
    blanked = cpp_text.blank(text)
    if path.suffix == ".hpp":
        first = _DIRECTIVE.search(blanked)
        if not first or first.groups() != ("pragma", "once"):
            yield "a header begins with #pragma once"
        if _USING.search(blanked):
            yield "no `using namespace` in a header"
    for number, line in enumerate(text.splitlines(), 1):
        if _LATER.search(line):
            yield f"line {number}: a note for later belongs into an issue"
        # Two comment lines of code in a row are no accident of prose that happens to end in a semicolon.
        if _DEAD_CODE.match(line) and number > 1 and _DEAD_CODE.match(text.splitlines()[number - 2]):
            yield f"line {number}: commented-out code"


def problems(root: Path) -> list[str]:
    found = []
    for folder in ("src", "tests", "bench"):
        for path in sorted((root / folder).rglob("*.[ch]pp")):
            for problem in check_cpp(path, path.read_text(errors="replace")):
                found.append(f"{path.relative_to(root)}: {problem}")
    for path in sorted((root / "web" / "src").rglob("*.ts*")):
        if not _KEBAB.match(path.name):
            found.append(f"{path.relative_to(root)}: file names are kebab-case")
    for path in sorted((root / "tools").rglob("*.py")) + sorted((root / "tools").rglob("*.sh")):
        if "node_modules" not in path.parts and not _SNAKE.match(path.stem):
            found.append(f"{path.relative_to(root)}: file names are snake_case")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks file names and rules of style.")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    found = problems(parser.parse_args().root)
    for problem in found:
        print(problem)
    print(f"{len(found)} problem(s)" if found else "The files follow the rules.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
