#!/usr/bin/env python3
"""What share of the weaknesses in a labelled file the static reviewer finds, language by language.

The file is a JSON list of objects with the keys language, cwe_identifier ("CWE-78"), origin_code and line_text (the weak
line). Hit: an issue of the category security on that line.

    tools/rule_recall.py build/release/src/analysis/assay_rulec rules labelled.json [--missed]
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import tempfile

ENDINGS = {"python": "py", "javascript": "js", "typescript": "ts", "java": "java", "go": "go", "c": "c", "cpp": "cpp",
           "csharp": "cs", "php": "php", "ruby": "rb", "rust": "rs"}


def wrapped(language: str, code: str) -> tuple[str, int]:
    """Fragments that only parse inside something, and the number of lines in front of them."""
    if language == "php" and "<?" not in code:
        return "<?php\n" + code, 1
    if language in ("java", "csharp") and not re.search(r"\b(class|interface|enum|namespace)\b", code):
        body = code if not code.lstrip().startswith("{") else "void f() " + code.lstrip()
        return "class Fragment {\n" + body + "\n}\n", 1
    if language in ("c", "cpp") and code.lstrip().startswith("{"):
        return "void f()\n" + code.lstrip() + "\n", 1
    return code, 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rulec")
    parser.add_argument("rules")
    parser.add_argument("labelled")
    parser.add_argument("--missed", action="store_true", help="print what was missed")
    options = parser.parse_args()
    samples = json.loads(pathlib.Path(options.labelled).read_text())
    with tempfile.TemporaryDirectory() as folder:
        wanted: dict[str, tuple[dict, set[int]]] = {}
        for index, sample in enumerate(samples):
            ending = ENDINGS.get(sample["language"])
            if ending is None:
                continue
            code, before = wrapped(sample["language"], sample["origin_code"])
            path = f"{folder}/{index}.{ending}"
            pathlib.Path(path).write_text(code)
            weak = sample["line_text"].strip()
            lines = {n for n, line in enumerate(code.split("\n"), 1) if weak and weak in line}
            wanted[path] = (sample, lines)
        paths = list(wanted)
        found: dict[str, list[tuple[int, str]]] = collections.defaultdict(list)
        for start in range(0, len(paths), 400):
            output = subprocess.run([options.rulec, "run", options.rules, *paths[start:start + 400]],
                                    capture_output=True, text=True, errors="replace", check=True).stdout
            for line in output.split("\n"):
                match = re.match(r"(\S+?):(\d+): \w+/security [\d.]+ .*\[(\S+)\]$", line)
                if match:
                    found[match[1]].append((int(match[2]), match[3]))
    total: collections.Counter = collections.Counter()
    hits: collections.Counter = collections.Counter()
    missed: collections.Counter = collections.Counter()
    for path, (sample, lines) in wanted.items():
        language = sample["language"]
        total[language] += 1
        if any(number in lines for number, _ in found[path]):
            hits[language] += 1
        else:
            missed[(language, sample["cwe_identifier"])] += 1
            if options.missed:
                print(language, sample["cwe_identifier"], sample["line_text"].strip()[:150])
    for language in sorted(total):
        worst = ", ".join(f"{cwe} {n}" for (l, cwe), n in missed.most_common() if l == language)
        print(f"{language}: {hits[language]} of {total[language]} ({100 * hits[language] / total[language]:.0f} %); "
              f"missed: {worst}")
    print(f"all: {sum(hits.values())} of {sum(total.values())} ({100 * sum(hits.values()) / max(sum(total.values()), 1):.0f} %)")


if __name__ == "__main__":
    main()
