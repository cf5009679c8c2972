"""The closing line of ./dev test must be true: nothing failed may be lost, nothing skipped may count as passed."""

import contextlib
import io
import tempfile
import unittest
from pathlib import Path

from summarize_tests import from_junit, from_log, main

CTEST = """<?xml version="1.0"?>
<testsuite name="(empty)" tests="4" failures="1" disabled="1" skipped="1">
  <testcase name="core/A.works" classname="core/A.works" time="0.1" status="run"><system-out/></testcase>
  <testcase name="core/A.breaks" classname="core/A.breaks" time="0.1" status="fail">
    <failure message="Failed"/><system-out>Expected 1</system-out></testcase>
  <testcase name="core/A.waits" classname="core/A.waits" time="0.1" status="notrun">
    <skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/>
    <system-out>[ RUN      ] A.waits
/src/core/a_test.cpp:7: Skipped
needs a second core

[  SKIPPED ] A.waits (0 ms)</system-out></testcase>
  <testcase name="core/A.off" classname="core/A.off" time="0" status="disabled"><skipped message=""/></testcase>
</testsuite>"""

VITEST = """<testsuites tests="2"><testsuite name="src/lib/anchor.test.ts" tests="2">
  <testcase classname="src/lib/anchor.test.ts" name="finds the quote" time="0.01"/>
  <testcase classname="src/lib/anchor.test.ts" name="later" time="0"><skipped/></testcase>
</testsuite></testsuites>"""

UNITTEST = """test_a (test_x.A.test_a) ... ok
test_b (test_x.A.test_b) ... skipped 'no network'
test_c (test_x.A.test_c) ... FAIL

======================================================================
FAIL: test_c (test_x.A.test_c)
----------------------------------------------------------------------
Ran 3 tests in 0.002s

FAILED (failures=1, skipped=1)
"""


class Reports(unittest.TestCase):
    def test_ctest(self):
        counts = from_junit(CTEST)
        self.assertEqual((counts.passed, counts.failed, counts.skipped), (1, 1, 2))
        self.assertEqual(counts.failures, ["core/A.breaks"])
        self.assertEqual(counts.skips, [("core/A.waits", "needs a second core"), ("core/A.off", "no reason given")])

    def test_vitest(self):
        counts = from_junit(VITEST)
        self.assertEqual((counts.passed, counts.failed, counts.skipped), (1, 0, 1))

    def test_unittest(self):
        counts = from_log(UNITTEST, 1)
        self.assertEqual((counts.passed, counts.failed, counts.skipped), (1, 1, 1))
        self.assertEqual(counts.skips, [("test_b (test_x.A.test_b)", "no network")])

    def test_plain_line(self):
        counts = from_log("…\n212 passed, 1 failed, 2 skipped\n", 1)
        self.assertEqual((counts.passed, counts.failed, counts.skipped), (212, 1, 2))

    def test_a_script_that_says_why_it_skips(self):
        counts = from_log("scale: starts\nskipped: there is no server\n0 passed, 0 failed, 2 skipped\n", 0)
        self.assertEqual(counts.skips, [("all of it", "there is no server")] * 2)

    def test_a_log_that_says_nothing(self):
        self.assertIsNone(from_log("fine\n", 0))


class Summary(unittest.TestCase):
    def run_main(self, suites: str, files: dict[str, str]) -> tuple[int, str]:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "suites.tsv").write_text(suites)
            for name, text in files.items():
                Path(folder, name).write_text(text)
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                status = main([folder, folder])
            return status, out.getvalue()

    def test_adds_up(self):
        status, out = self.run_main(
            "web\tPage\t0\ntools\tTools\t1\ntypes\tTypes\t0\n", {"web.xml": VITEST, "test-tools.log": UNITTEST}
        )
        self.assertEqual(status, 1)
        self.assertEqual(out.splitlines()[-1], "3 passed, 1 failed, 2 skipped")
        self.assertIn("no network", out)

    def test_good(self):
        status, out = self.run_main("types\tTypes\t0\n", {})
        self.assertEqual((status, out.splitlines()[-1]), (0, "1 passed, 0 failed, 0 skipped"))

    def test_a_suite_that_dies_without_a_failed_test(self):
        status, out = self.run_main("web\tPage\t137\n", {"web.xml": VITEST})
        self.assertEqual((status, out.splitlines()[-1]), (1, "1 passed, 1 failed, 1 skipped"))
        self.assertIn("exit status 137", out)

    def test_a_damaged_report(self):
        status, out = self.run_main("web\tPage\t0\n", {"web.xml": "<testsuites><test"})
        self.assertEqual((status, out.splitlines()[-1]), (1, "0 passed, 1 failed, 0 skipped"))

    def test_nothing_ran(self):
        status, _ = self.run_main("", {})
        self.assertEqual(status, 1)


if __name__ == "__main__":
    unittest.main()
