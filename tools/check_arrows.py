#!/usr/bin/env python3
"""Fails on an include that goes against the arrows of ARCHITECTURE.md.

Usage: check_arrows.py [--root DIR]

The arrows of a module are the DEPS of its assay_module() line in src/<module>/CMakeLists.txt, so that what links and
what is included cannot differ (TEST_DEPS are allowed in *_test.cpp besides). LAW below is the most that a module may
declare; a wrong DEPS line is caught by it. Also fails on

* an include cycle between files, between modules, or between two subfolders of one module,
* a vendor's header in a .hpp file,
* an include that does not name an existing file by its path below src/ (in a test, below tests/: the fakes).
"""

import argparse
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

# The most that a module may depend on. Nothing else may stand in its DEPS.
_LEAF = frozenset({"base", "core"})
_EDGE = frozenset({"base", "core", "review", "report"})
LAW = {
    "base": frozenset(),
    "core": frozenset({"base"}),
    "access": _LEAF,
    "analysis": _LEAF,
    "llm": _LEAF,
    "store": _LEAF,
    "broker": _LEAF,
    "report": _LEAF,
    "review": _LEAF,
    "http": _EDGE | {"access"},
    "cli": _EDGE,
    "app": frozenset(
        {"base", "core", "access", "analysis", "llm", "store", "broker", "report", "review", "http", "cli"}
    ),
}

# Headers that only .cpp files may include, by prefix: each belongs to one library behind an interface of ours, or
# costs every includer seconds to compile.
VENDOR_HEADERS = (
    "sqlite3.h", "curl/", "mongoc", "bson", "hiredis", "tree_sitter/", "yaml-cpp/", "re2/", "simdjson", "spdlog/", "utf8proc.h", "date/",
    "fmt/", "CLI/", "toml++/", "seccomp.h", "openssl/", "sodium", "boost/beast", "boost/asio.hpp", "gtest/", "gmock/",
)  # fmt: skip

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
_MODULE = re.compile(r"\bassay_module\s*\(([^)]*)\)")
_KEYWORDS = {"DEPS", "LIBS", "TEST_DEPS"}


@dataclass(frozen=True)
class Module:
    deps: frozenset
    test_deps: frozenset


def parse_module(text: str) -> tuple[str, Module] | None:
    """The name and the arrows of the assay_module() call in a CMakeLists.txt; None when there is no such call."""
    call = _MODULE.search(re.sub(r"#[^\n]*", "", text))
    if not call:
        return None
    name, *words = call.group(1).split()
    parts = defaultdict(set)
    keyword = ""
    for word in words:
        if word in _KEYWORDS:
            keyword = word
        else:
            parts[keyword].add(word)
    return name, Module(frozenset(parts["DEPS"]), frozenset(parts["TEST_DEPS"]))


def find_cycle(graph: dict[str, set[str]]) -> list[str]:
    """One cycle of the graph as a closed path, the first in alphabetical order; empty when there is none."""
    done: set[str] = set()
    for start in sorted(graph):
        if start in done:
            continue
        path: list[str] = []
        on_path: set[str] = set()
        stack = [(start, iter(sorted(graph.get(start, ()))))]
        path.append(start)
        on_path.add(start)
        while stack:
            node, targets = stack[-1]
            target = next(targets, None)
            if target is None:
                stack.pop()
                path.pop()
                on_path.discard(node)
                done.add(node)
            elif target in on_path:
                return path[path.index(target) :] + [target]
            elif target not in done:
                stack.append((target, iter(sorted(graph.get(target, ())))))
                path.append(target)
                on_path.add(target)
    return []


def check_declarations(src: Path, problems: list[str]) -> dict[str, Module]:
    modules: dict[str, Module] = {}
    for folder in sorted(p for p in src.iterdir() if p.is_dir()):
        if not any(folder.rglob("*.[ch]pp")):
            continue
        name = folder.name
        where = f"src/{name}/CMakeLists.txt"
        if name not in LAW:
            problems.append(f"src/{name}: a new module; give it its arrows in tools/check_arrows.py and ARCHITECTURE.md")
            continue
        if name == "app":  # the program itself, not a module: no library, and everything is its to use
            modules[name] = Module(LAW[name], frozenset())
            continue
        listing = folder / "CMakeLists.txt"
        parsed = parse_module(listing.read_text()) if listing.exists() else None
        if parsed is None or parsed[0] != name:
            problems.append(f"{where}: has no assay_module({name} ...)")
            continue
        modules[name] = parsed[1]
        for dep in sorted(parsed[1].deps - LAW[name]):
            problems.append(f"{where}: {name} may not depend on {dep} (ARCHITECTURE.md)")
    return modules


def check_file(src: Path, path: Path, modules: dict[str, Module], problems: list[str]) -> set[str]:
    """Checks one file; returns the files of src/ that it includes."""
    relative = path.relative_to(src).as_posix()
    where = f"src/{relative}"
    module = relative.split("/")[0]
    is_header = path.suffix == ".hpp"
    allowed = {module}
    if module in modules:
        allowed |= modules[module].deps
        if path.name.endswith("_test.cpp"):
            allowed |= modules[module].test_deps
    included = set()
    for bracket, target in _INCLUDE.findall(path.read_text(errors="replace")):
        if is_header and target.startswith(VENDOR_HEADERS):
            problems.append(f"{where}: <{target}> belongs into a .cpp file")
        if bracket == "<":
            continue
        if not (src / target).is_file():
            is_fake = path.name.endswith("_test.cpp") and (src.parent / "tests" / target).is_file()
            if not is_fake and not target.startswith(VENDOR_HEADERS):
                problems.append(f'{where}: "{target}" is not the path of a file below src/')
            continue
        included.add(target)
        other = target.split("/")[0]
        if module in modules and other not in allowed:
            problems.append(f'{where}: "{target}": {module} does not depend on {other}')
    return included


def check(root: Path) -> list[str]:
    src = root / "src"
    problems: list[str] = []
    modules = check_declarations(src, problems)
    files: dict[str, set[str]] = {}
    for path in sorted(src.rglob("*.[ch]pp")):
        files[path.relative_to(src).as_posix()] = check_file(src, path, modules, problems)

    between_modules: dict[str, set[str]] = defaultdict(set)
    between_subfolders: dict[str, set[str]] = defaultdict(set)
    for name, targets in files.items():
        for target in targets:
            a, b = name.split("/"), target.split("/")
            # A test may use what it tests from anywhere: it is in no one's include path.
            if a[0] != b[0] and not name.endswith("_test.cpp"):
                between_modules[a[0]].add(b[0])
            # A folder and its subfolders are one thing; two subfolders side by side are two.
            if a[0] == b[0] and len(a) > 2 and len(b) > 2 and a[1] != b[1]:
                between_subfolders["/".join(a[:2])].add("/".join(b[:2]))
    for kind, graph in (("files", files), ("modules", between_modules), ("subfolders", between_subfolders)):
        cycle = find_cycle(graph)
        if cycle:
            problems.append(f"include cycle between {kind}: " + " -> ".join(cycle))
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks the includes below src/ against the arrows.")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    problems = check(parser.parse_args().root)
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problem(s)" if problems else "The includes follow the arrows.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
