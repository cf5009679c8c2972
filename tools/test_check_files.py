"""check_files.py must fail on each rule that is broken."""

import unittest
from pathlib import Path

from check_files import check_cpp

HEADER = "/// What a job is.\n#pragma once\n\nstruct Job {};\n"


class CheckCpp(unittest.TestCase):
    def problems(self, name: str, text: str) -> list[str]:
        return list(check_cpp(Path(name), text))

    def test_a_good_header_and_source(self):
        self.assertEqual(self.problems("job_queue.hpp", HEADER), [])
        self.assertEqual(self.problems("job_queue_test.cpp", "using namespace std::chrono_literals;\n"), [])

    def test_names(self):
        for name in ("JobQueue.cpp", "job-queue.cpp", "jobQueue.cpp"):
            self.assertEqual(self.problems(name, ""), ["file names are snake_case"])

    def test_pragma_once_first(self):
        self.assertEqual(len(self.problems("a.hpp", "#include <string>\n#pragma once\n")), 1)
        self.assertEqual(len(self.problems("a.hpp", "struct A {};\n")), 1)

    def test_using_namespace_in_a_header(self):
        self.assertEqual(self.problems("a.hpp", HEADER + "using namespace std;\n"), ["no `using namespace` in a header"])
        self.assertEqual(self.problems("a.hpp", HEADER + "// using namespace std\n"), [])

    def test_notes_for_later(self):
        note = "TO" + "DO"
        self.assertEqual(len(self.problems("a.cpp", f"int x = 0;  // {note}: think\n")), 1)

    def test_commented_out_code(self):
        self.assertEqual(len(self.problems("a.cpp", "// int x = f();\n// g(x);\n")), 1)
        self.assertEqual(self.problems("a.cpp", "// Waits first;\n// then reads.\n"), [])


if __name__ == "__main__":
    unittest.main()
