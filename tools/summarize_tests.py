#!/usr/bin/env python3
"""Adds up what the suites of `./dev test` reported and prints one closing line, `N passed, N failed, N skipped`.

Usage: summarize_tests.py RESULT_DIR LOG_DIR

RESULT_DIR/suites.tsv has one line per suite that ran: name, title, exit status. A suite's counts are taken, in this
order, from RESULT_DIR/<name>.xml (JUnit, as CTest, Vitest and Playwright write it), from the closing line of its log
LOG_DIR/test-<name>.log (unittest's, or `N passed, N failed, N skipped` with a line
`skipped: REASON`), or else the suite counts as one test. A suite that
failed without a failed test in its report (a crash, no test found) counts one failure more. Exits 1 when anything
failed or nothing passed.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Counts:
    passed: int = 0
    failed: int = 0
    failures: list[str] = field(default_factory=list)
    skips: list[tuple[str, str]] = field(default_factory=list)  # test name, reason

    @property
    def skipped(self) -> int:
        return len(self.skips)


# What the runners print beside the reason of a skip inside a test's output.
_GTEST_SKIP = re.compile(r"^.*: Skipped\n(.*)$", re.MULTILINE)
_UNITTEST_TOTAL = re.compile(r"^Ran (\d+) tests? in ", re.MULTILINE)
_UNITTEST_RESULT = re.compile(r"^(?:OK|FAILED)(?: \((.*)\))?$", re.MULTILINE)
_UNITTEST_SKIP = re.compile(r"^(\S+ \(\S+\)).* \.\.\. skipped (.*)$", re.MULTILINE)
_UNITTEST_FAILURE = re.compile(r"^(?:FAIL|ERROR): (.*)$", re.MULTILINE)
_PLAIN_SKIP = re.compile(r"^skipped: (.*)$", re.MULTILINE)
_PLAIN = re.compile(r"\b(\d+) passed, (\d+) failed(?:, (\d+) skipped)?")


def _skip_reason(case: ElementTree.Element, skipped: ElementTree.Element) -> str:
    said = _GTEST_SKIP.search(case.findtext("system-out") or "")
    if said:
        return said.group(1).strip()
    return (skipped.get("message") or skipped.text or "").strip() or "no reason given"


def from_junit(text: str) -> Counts:
    counts = Counts()
    for case in ElementTree.fromstring(text).iter("testcase"):
        group = case.get("classname") or ""
        name = case.get("name") or "?"
        if group and group != name:
            name = f"{group} {name}"
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            counts.failed += 1
            counts.failures.append(name)
        elif skipped is not None or case.get("status") == "disabled":
            reason = _skip_reason(case, skipped) if skipped is not None else "disabled"
            counts.skips.append((name, reason))
        else:
            counts.passed += 1
    return counts


def from_log(text: str, status: int) -> Counts | None:
    """Counts out of a runner's closing line; None when the log has none."""
    total = _UNITTEST_TOTAL.findall(text)
    results = _UNITTEST_RESULT.findall(text)
    if total and results:
        numbers = dict(re.findall(r"([a-z ]+)=(\d+)", results[-1]))
        bad = sum(int(n) for kind, n in numbers.items() if kind.strip() in ("failures", "errors", "unexpected successes"))
        skips = [(name, reason.strip("'\"")) for name, reason in _UNITTEST_SKIP.findall(text)]
        failures = _UNITTEST_FAILURE.findall(text)
        return Counts(int(total[-1]) - bad - len(skips), bad, failures, skips)
    plain = _PLAIN.findall(text)
    if plain:
        passed, failed, skipped = (int(number or 0) for number in plain[-1])
        reasons = _PLAIN_SKIP.findall(text)
        return Counts(passed, failed, [], [("all of it", reasons[-1] if reasons else "see the log")] * skipped)
    return None


def read_suite(name: str, title: str, status: int, result_dir: Path, log_dir: Path) -> Counts:
    report = result_dir / f"{name}.xml"
    log = log_dir / f"test-{name}.log"
    counts = None
    if report.exists():
        try:
            counts = from_junit(report.read_text(errors="replace"))
        except ElementTree.ParseError as error:
            counts = Counts(failed=1, failures=[f"{report}: {error}"])
    elif log.exists():
        counts = from_log(log.read_text(errors="replace"), status)
    if counts is None:
        counts = Counts(passed=1) if status == 0 else Counts(failed=1, failures=[title])
    elif status != 0 and counts.failed == 0:
        counts.failed = 1
        counts.failures.append(f"{title}: exit status {status} without a failed test (see {log})")
    return counts


def main(arguments: list[str]) -> int:
    result_dir, log_dir = Path(arguments[0]), Path(arguments[1])
    total = Counts()
    print()
    for line in (result_dir / "suites.tsv").read_text().splitlines():
        name, title, status = line.split("\t")
        counts = read_suite(name, title, int(status), result_dir, log_dir)
        print(f"  {title:<44} {counts.passed:>5} passed {counts.failed:>4} failed {counts.skipped:>4} skipped")
        total.passed += counts.passed
        total.failed += counts.failed
        total.failures += [f"{title}: {failure}" for failure in counts.failures]
        total.skips += [(f"{title}: {test}", reason) for test, reason in counts.skips]
    for test, reason in total.skips:
        print(f"  skipped  {test}: {reason}")
    for failure in total.failures:
        print(f"  FAILED   {failure}")
    print(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped")
    return 0 if total.failed == 0 and total.passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
