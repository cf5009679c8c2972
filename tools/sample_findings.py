#!/usr/bin/env python3
"""Shows what the static reviewer finds in real code: counts, density, and a sample to be read.

Usage: sample_findings.py --assay BINARY --language NAME [--seed N] [--count N] [--files N] [--skip PREFIX] PATH...

Takes at most --files files of the language below the paths (chosen by the seed, the same every time), reviews them without
linters, and prints the lines of code, the findings of high and medium severity per 1,000 lines, the count of every rule, and
--count findings with their lines of code, or with --context lines before and after. --skip leaves rules out of the sample,
not out of the counts: the measures of size and complexity, say, which are true by definition. docs/noise.md holds what
reading such samples gave.
"""

import argparse
import collections
import json
import random
import subprocess
from pathlib import Path

ENDINGS = {
    "python": ("py",), "javascript": ("js", "mjs", "cjs", "ts", "tsx", "jsx"), "java": ("java",), "go": ("go",),
    "c": ("c", "h"), "cpp": ("cc", "cpp", "hpp", "h"), "csharp": ("cs",), "php": ("php",), "ruby": ("rb",), "rust": ("rs",),
}  # fmt: skip
BATCH = 100
MAX_BYTES = 300_000


def choose(paths: list[Path], language: str, count: int, seed: int) -> list[Path]:
    found = sorted(
        {
            file
            for path in paths
            for ending in ENDINGS[language]
            for file in ([path] if path.is_file() else path.rglob(f"*.{ending}"))
            if file.is_file() and not file.is_symlink() and file.stat().st_size <= MAX_BYTES
        }
    )
    random.Random(seed).shuffle(found)
    return sorted(found[:count])


def review(assay: str, files: list[Path]) -> list[dict]:
    issues = []
    for start in range(0, len(files), BATCH):
        command = [assay, "review", "--reviewers", "static", "--linters-off", "all", "--format", "json", "--fail-on", "never"]
        done = subprocess.run(command + [str(f) for f in files[start : start + BATCH]], capture_output=True, check=False)
        for file in json.loads(done.stdout)["files"]:
            issues += [issue | {"file": file["path"]} for issue in file.get("issues") or []]
    return issues


def rule_of(issue: dict) -> str:
    return issue["rule_id"]


def line_of(issue: dict) -> int:
    return issue.get("start_line") or 0


def show(issue: dict, context: int) -> None:
    number = line_of(issue)
    text = Path(issue["file"]).read_text(errors="replace").split("\n")
    if context == 0:
        shown = text[number - 1].strip()[:140] if 0 < number <= len(text) else ""
        print(f"{rule_of(issue)} | {Path(issue['file']).name}:{number} | {shown}")
        return
    print(f"\n=== {rule_of(issue)} | {issue['severity']} | {issue['file']}:{number} | {issue['title']}")
    for at in range(max(1, number - context), min(len(text), number + context) + 1):
        print(f"{'>' if at == number else ' '}{at:6} {text[at - 1][:200]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assay", required=True)
    parser.add_argument("--language", required=True, choices=sorted(ENDINGS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--files", type=int, default=400)
    parser.add_argument("--skip", action="append", default=[])
    parser.add_argument("--context", type=int, default=0)
    parser.add_argument("paths", nargs="+", type=Path)
    arguments = parser.parse_args()
    files = choose(arguments.paths, arguments.language, arguments.files, arguments.seed)
    lines = sum(file.read_bytes().count(b"\n") for file in files)
    issues = review(arguments.assay, files)
    loud = sum(issue["severity"] in ("high", "med") for issue in issues)
    print(f"{len(files)} files, {lines} lines, {len(issues)} findings; high and med per 1,000 lines: {1000 * loud / max(lines, 1):.2f}")
    for (severity, rule), count in collections.Counter((i["severity"], rule_of(i)) for i in issues).most_common():
        print(f"  {count:5} {severity:4} {rule}")
    issues = [issue for issue in issues if not rule_of(issue).startswith(tuple(arguments.skip))]
    random.Random(arguments.seed).shuffle(issues)
    for issue in sorted(issues[: arguments.count], key=rule_of):
        show(issue, arguments.context)


if __name__ == "__main__":
    main()
