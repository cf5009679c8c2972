"""Reading C++ sources for the checks: blanking comments and literals, matching brackets, finding lambdas.

This is not a parser. It is exact about comments, strings, raw strings and brackets, which is all the checks need.
"""

import re
from dataclasses import dataclass
from typing import Iterator

_TOKEN = re.compile(
    r"""
      //[^\n]*
    | /\*.*?\*/
    | R"(?P<tag>[^()\\\s]{0,16})\(.*?\)(?P=tag)"
    | "(?:\\.|[^"\\\n])*"
    | (?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'
    """,
    re.VERBOSE | re.DOTALL,
)
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_BEFORE_EXPRESSION = {"return", "co_return", "co_await", "co_yield", "case", "else", "do"}


def blank(text: str) -> str:
    """The text with comments and literals replaced by spaces; every other character keeps its position."""

    def spaces(match: re.Match) -> str:
        token = match.group(0)
        inner = re.sub(r"[^\n]", " ", token)
        return inner if token.startswith("/") else f'"{inner[1:-1]}"'

    return _TOKEN.sub(spaces, text)


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def closing(text: str, opening: int) -> int:
    """The position of the bracket that closes the one at `opening`; the end of the text when there is none."""
    stack = []
    for position in range(opening, len(text)):
        char = text[position]
        if char in _CLOSERS:
            stack.append(_CLOSERS[char])
        elif stack and char == stack[-1]:
            stack.pop()
            if not stack:
                return position
    return len(text)


def word_before(text: str, position: int) -> str:
    """The identifier (with :: qualifiers) that ends right before the position, white space left out; may be empty."""
    found = re.search(r"[A-Za-z_][\w:]*$", text[max(0, position - 200) : position].rstrip())
    return found.group(0) if found else ""


@dataclass(frozen=True)
class Lambda:
    start: int  # of the [
    captures: str
    body_start: int  # of the {
    body_end: int  # of the }


def lambda_at(text: str, position: int) -> Lambda | None:
    """The lambda whose introducer `[` is at the position; None for a subscript, an attribute or a binding."""
    before = text[:position].rstrip()
    if text.startswith("[[", position) or before.endswith("["):
        return None
    if before and (before[-1].isalnum() or before[-1] in "_)]") and word_before(text, position) not in _BEFORE_EXPRESSION:
        return None
    end = closing(text, position)
    head = re.compile(r"\s*(?:<[^{};()]*>\s*)?(?:requires[^{;]*)?").match(text, end + 1)
    at = head.end()
    if at < len(text) and text[at] == "(":
        at = closing(text, at) + 1
    elif not (at < len(text) and text[at] == "{") and not re.compile(r"mutable\b|->|noexcept\b").match(text, at):
        return None
    body = re.compile(r"[^;{}()]*(?:\([^;{}()]*\)[^;{}()]*)*\{").match(text, at)
    if not body:
        return None
    start = body.end() - 1
    return Lambda(position, text[position + 1 : end].strip(), start, closing(text, start))


def lambdas(text: str) -> Iterator[Lambda]:
    """Every lambda of a blanked text, nested ones too, in the order they begin."""
    for match in re.finditer(r"\[", text):
        found = lambda_at(text, match.start())
        if found:
            yield found


def without_lambda_bodies(text: str, start: int, end: int) -> str:
    """text[start:end] with the bodies of the lambdas that begin inside it blanked."""
    part = list(text[start:end])
    for inner in lambdas(text[start:end]):
        for position in range(inner.body_start, min(inner.body_end + 1, end - start)):
            part[position] = " "
    return "".join(part)
