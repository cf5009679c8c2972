"""check_arrows.py must fail on every kind of bad tree, and pass the good one."""

import tempfile
import unittest
from pathlib import Path

import check_arrows

GOOD = {
    "base/CMakeLists.txt": "assay_module(base LIBS fmt::fmt)",
    "base/result.hpp": "#pragma once\n",
    "core/CMakeLists.txt": "assay_module(core\n  DEPS base)",
    "core/issue.hpp": '#pragma once\n#include "base/result.hpp"\n',
    "core/ports/review_store.hpp": '#include "core/issue.hpp"\n',
    "store/CMakeLists.txt": "assay_module(store DEPS core base LIBS SQLite::SQLite3)  # the embedded store",
    "store/sqlite/database.hpp": '#include "core/ports/review_store.hpp"\n',
    "store/sqlite/database.cpp": '#include "store/sqlite/database.hpp"\n#include <sqlite3.h>\n',
    "store/memory/store.cpp": '#include "base/result.hpp"\n',
    "review/CMakeLists.txt": "assay_module(review DEPS core base TEST_DEPS store)",
    "review/submit.hpp": '#include "core/issue.hpp"\n',
    "review/submit_test.cpp": '#include "review/submit.hpp"\n#include "store/sqlite/database.hpp"\n',
}


class CheckArrows(unittest.TestCase):
    def problems(self, **changes: str) -> list[str]:
        """The problems of the good tree with some files added or replaced."""
        tree = GOOD | changes
        with tempfile.TemporaryDirectory() as folder:
            for name, text in tree.items():
                path = Path(folder, "src", name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return check_arrows.check(Path(folder))

    def assert_problem(self, expected: str, changes: dict[str, str]) -> None:
        problems = self.problems(**changes)
        self.assertEqual(len(problems), 1, problems)
        self.assertIn(expected, problems[0])

    def test_a_good_tree_passes(self):
        self.assertEqual(self.problems(), [])

    def test_an_include_against_the_arrows(self):
        self.assert_problem(
            "store does not depend on review", {"store/memory/store.cpp": '#include "review/submit.hpp"\n'}
        )

    def test_an_include_that_the_law_allows_but_the_module_does_not_declare(self):
        self.assert_problem(
            "store does not depend on core",
            {
                "store/CMakeLists.txt": "assay_module(store DEPS base)",
                "store/sqlite/database.hpp": '#include "core/issue.hpp"\n',
            },
        )

    def test_a_declaration_against_the_law(self):
        self.assert_problem(
            "review may not depend on store",
            {"review/CMakeLists.txt": "assay_module(review DEPS core base store)"},
        )

    def test_test_deps_are_for_tests_only(self):
        self.assert_problem(
            "review does not depend on store", {"review/submit.cpp": '#include "store/sqlite/database.hpp"\n'}
        )

    def test_a_test_declares_what_it_uses(self):
        self.assert_problem(
            "core does not depend on store", {"core/issue_test.cpp": '#include "store/sqlite/database.hpp"\n'}
        )

    def test_a_test_may_use_the_fakes_and_code_may_not(self):
        fake = {"../tests/fakes/fake_provider.hpp": ""}
        include = '#include "fakes/fake_provider.hpp"\n'
        self.assertEqual(self.problems(**fake, **{"core/issue_test.cpp": include}), [])
        self.assert_problem("is not the path", fake | {"core/issue.cpp": include})

    def test_the_program_may_use_everything(self):
        self.assertEqual(self.problems(**{"app/main.cpp": '#include "store/sqlite/database.hpp"\n'}), [])

    def test_a_commented_dependency_does_not_count(self):
        self.assert_problem(
            "core does not depend on base", {"core/CMakeLists.txt": "assay_module(core\n  # DEPS base\n)"}
        )

    def test_an_unknown_module(self):
        self.assert_problem(
            "a new module", {"utils/CMakeLists.txt": "assay_module(utils)", "utils/text.hpp": ""}
        )

    def test_a_module_without_its_declaration(self):
        self.assert_problem("has no assay_module(llm", {"llm/client.cpp": ""})

    def test_a_cycle_between_files(self):
        self.assert_problem(
            "between files: core/a.hpp -> core/b.hpp -> core/c.hpp -> core/a.hpp",
            {
                "core/a.hpp": '#include "core/b.hpp"\n',
                "core/b.hpp": '#include "core/c.hpp"\n',
                "core/c.hpp": '#include "core/a.hpp"\n',
            },
        )

    def test_a_cycle_between_modules_is_told_beside_the_arrow_it_breaks(self):
        problems = self.problems(**{"base/bad.cpp": '#include "core/issue.hpp"\n'})
        self.assertEqual(
            problems,
            [
                'src/base/bad.cpp: "core/issue.hpp": base does not depend on core',
                "include cycle between modules: base -> core -> base",
            ],
        )

    def test_a_cycle_between_subfolders(self):
        self.assert_problem(
            "between subfolders: store/memory -> store/sqlite -> store/memory",
            {
                "store/memory/table.hpp": "",
                "store/memory/store.cpp": '#include "store/sqlite/database.hpp"\n',
                "store/sqlite/query.cpp": '#include "store/memory/table.hpp"\n',
            },
        )

    def test_a_vendor_header_in_a_header(self):
        for header in ("sqlite3.h", "curl/curl.h", "tree_sitter/api.h", "yaml-cpp/yaml.h", "re2/re2.h", "simdjson.h"):
            with self.subTest(header):
                self.assert_problem(f"<{header}> belongs into a .cpp file", {"core/x.hpp": f"# include <{header}>\n"})

    def test_an_include_not_written_from_src(self):
        self.assert_problem('"issue.hpp" is not the path', {"core/bad.cpp": '#include "issue.hpp"\n'})
        self.assert_problem('"../base/result.hpp" is not', {"core/bad.cpp": '#include "../base/result.hpp"\n'})

    def test_the_repository_itself_has_modules_to_check(self):
        root = Path(__file__).resolve().parent.parent
        modules = check_arrows.check_declarations(root / "src", [])
        self.assertIn("base", modules)
        self.assertEqual(modules["core"].deps, {"base"})


class FindCycle(unittest.TestCase):
    def test_none(self):
        self.assertEqual(check_arrows.find_cycle({"a": {"b", "c"}, "b": {"c"}, "c": set()}), [])

    def test_of_one(self):
        self.assertEqual(check_arrows.find_cycle({"a": {"a"}}), ["a", "a"])

    def test_away_from_the_start(self):
        graph = {"a": {"b"}, "b": {"c"}, "c": {"d"}, "d": {"b"}}
        self.assertEqual(check_arrows.find_cycle(graph), ["b", "c", "d", "b"])


if __name__ == "__main__":
    unittest.main()
