#!/usr/bin/env python3
"""Fails on three ways to write a coroutine that compile and then go wrong.

Usage: check_coroutines.py [FILE...]      (default: every C++ file below src, tests and bench)

1. A braced temporary inside a co_await expression, `co_await f(Job{1, id, {}})`: g++ 12.2 destroys such temporaries
   twice. Give it a name on the line before and std::move it. Trivial types (durations, views, tokens) are let pass.
2. A lambda that captures and is itself a coroutine: its captures die with the lambda object, long before the
   coroutine frame that still reads them. Pass the values as parameters.
3. A co_await behind && or || in the condition of a loop, `while (!done && co_await f())`: g++ 12.2 awaits it whatever
   the left side says. Await inside the loop, and break.
"""

import re
import sys
from pathlib import Path
from typing import Iterator

import cpp_text

_CO_KEYWORD = re.compile(r"\bco_(?:await|return|yield)\b")
_TRIVIAL = re.compile(
    r"^(?:(?:std::)?(?:chrono::\w+|string_view|span)|(?:base::)?Micros|(?:boost::)?asio::use_awaitable_t)$"
)


def _awaited_end(text: str, start: int) -> int:
    """Where the operand of a co_await ends: at ; or , or an unmatched closing bracket."""
    position = start
    while position < len(text):
        char = text[position]
        if char in "([{":
            position = cpp_text.closing(text, position)
        elif char in ";,)]}":
            return position
        position += 1
    return len(text)


def _type_before(text: str, position: int) -> str:
    """The name before a {, template arguments left out: "std::vector" for `std::vector<int>{`."""
    head = text[:position].rstrip()
    if head.endswith(">"):
        depth = 0
        for at in range(len(head) - 1, -1, -1):
            depth += {">": 1, "<": -1}.get(head[at], 0)
            if depth == 0:
                return cpp_text.word_before(head, at)
    return cpp_text.word_before(head, len(head))


def _loop_conditions(text: str) -> Iterator[tuple[int, str]]:
    """Where the condition of each loop begins, and the condition; lambda bodies in it are blanked."""
    for match in re.finditer(r"\b(while|for)\s*\(", text):
        start = match.end()
        inside = cpp_text.without_lambda_bodies(text, start, cpp_text.closing(text, start - 1))
        if match.group(1) == "while":
            yield start, inside
        elif inside.count(";") == 2:
            first, second = inside.find(";"), inside.rfind(";")
            yield start + first + 1, inside[first + 1 : second]


def _awaits_in_turn(text: str) -> Iterator[int]:
    """Each co_await in the condition of a loop that && or || may leave out."""
    for start, condition in _loop_conditions(text):
        for match in re.finditer(r"\bco_await\b", condition):
            if re.search(r"&&|\|\|", condition[: match.start()]):
                yield start + match.start()


def check_text(source: str) -> list[tuple[int, str]]:
    text = cpp_text.blank(source)
    problems: set[tuple[int, str]] = set()
    for match in re.finditer(r"\bco_await\b", text):
        end = _awaited_end(text, match.end())
        operand = cpp_text.without_lambda_bodies(text, match.end(), end)
        brace = operand.find("{")
        while brace >= 0:
            name = _type_before(operand, brace)
            inside = brace + 1
            if not _TRIVIAL.match(name):
                line = cpp_text.line_of(text, match.end() + brace)
                problems.add((line, f"braced temporary {name}{{...}} inside co_await: name it before and std::move it"))
                inside = cpp_text.closing(operand, brace)
            brace = operand.find("{", inside)
    for found in cpp_text.lambdas(text):
        body = cpp_text.without_lambda_bodies(text, found.body_start + 1, found.body_end)
        if found.captures and _CO_KEYWORD.search(body):
            line = cpp_text.line_of(text, found.start)
            problems.add((line, f"coroutine lambda captures [{found.captures}]: pass values as parameters"))
    for position in _awaits_in_turn(text):
        line = cpp_text.line_of(text, position)
        problems.add((line, "co_await behind && or || in the condition of a loop: await inside the loop, and break"))
    return sorted(problems)


def main(arguments: list[str]) -> int:
    root = Path(__file__).resolve().parent.parent
    files = [Path(a) for a in arguments] or sorted(
        path for folder in ("src", "tests", "bench") for path in (root / folder).rglob("*.[ch]pp")
    )
    count = 0
    for path in files:
        for line, problem in check_text(path.read_text(errors="replace")):
            print(f"{path.relative_to(root) if path.is_relative_to(root) else path}:{line}: {problem}")
            count += 1
    print(f"{count} problem(s)" if count else f"{len(files)} files: no hazardous coroutine.")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
