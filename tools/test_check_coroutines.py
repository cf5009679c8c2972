"""check_coroutines.py must find the hazards and leave ordinary code alone."""

import unittest

from check_coroutines import check_text


class BracedTemporaries(unittest.TestCase):
    def assert_hazard(self, code: str, line: int = 1) -> None:
        problems = check_text(code)
        self.assertEqual([number for number, _ in problems], [line], problems)

    def assert_clean(self, code: str) -> None:
        self.assertEqual(check_text(code), [])

    def test_named_temporary(self):
        self.assert_hazard("co_await f(Job{1, id, {}});")

    def test_nameless_argument(self):
        self.assert_hazard("auto r = co_await store.put({id, bytes});")

    def test_template(self):
        self.assert_hazard("co_await f(std::vector<int>{1, 2});")

    def test_nested_and_over_lines(self):
        self.assert_hazard("auto r =\n    co_await f(\n        g(core::Job{1}));", line=3)

    def test_in_a_condition(self):
        self.assert_hazard("if (auto r = co_await f(Job{1}); !r) { g(Job{2}); }")

    def test_after_co_return(self):
        self.assert_hazard("co_return co_await f(Job{1});")

    def test_receiver(self):
        self.assert_hazard("co_await Job{1}.run();")

    def test_named_local(self):
        self.assert_clean("Job job{1, id, {}};\nauto r = co_await f(std::move(job));")

    def test_trivial_standard_types(self):
        self.assert_clean("co_await wait(std::chrono::seconds{5}, std::string_view{text});")

    def test_body_after_a_condition(self):
        self.assert_clean("while (co_await next()) { Job job{1}; }\nfor (auto& x : co_await all()) { use(Job{x}); }")

    def test_lambda_argument(self):
        self.assert_clean("co_await pool.run([job](int n) -> Result<int> { return g(Job{n}); });")
        self.assert_clean("co_await pool.run([&] { Job job{1}; use(job); });")
        self.assert_clean("co_await pool.run([x = f()]() mutable noexcept { use(Job{1}); });")

    def test_comments_and_strings(self):
        self.assert_clean('// co_await f(Job{1})\nlog("co_await f(Job{1})");\nco_await g("{}", R"({"a": {}})");')

    def test_other_argument_of_the_same_statement(self):
        self.assert_hazard("co_await f(a[0], Job{1});")


class CoroutineLambdas(unittest.TestCase):
    def test_captures(self):
        for captures in ("this", "&", "=", "job = std::move(job)", "&group, id"):
            with self.subTest(captures):
                problems = check_text(f"spawn([{captures}](int n) -> base::Task<void> {{ co_await f(n); }});")
                self.assertEqual(len(problems), 1, problems)

    def test_co_return_makes_a_coroutine(self):
        self.assertEqual(len(check_text("auto f = [x]() -> Task<int> { co_return x; };")), 1)

    def test_no_capture(self):
        self.assertEqual(check_text("spawn([](Job job) -> Task<void> { co_await f(std::move(job)); }(job));"), [])

    def test_a_capturing_lambda_that_only_makes_a_coroutine(self):
        code = "auto f = [x] { return [](int y) -> Task<void> { co_await g(y); }(x); };"
        self.assertEqual(check_text(code), [])

    def test_subscripts_and_attributes(self):
        self.assertEqual(check_text("[[nodiscard]] Task<int> f(int i) { co_return table[i]; }"), [])
        self.assertEqual(check_text("auto [a, b] = pair; for (;;) { co_await f(a); }"), [])


class ConditionsOfLoops(unittest.TestCase):
    def assert_lines(self, code: str, lines: list[int]) -> None:
        self.assertEqual([number for number, _ in check_text(code)], lines)

    def test_awaits_that_may_be_left_out(self):
        self.assert_lines("while (!done && co_await f()) g();", [1])
        self.assert_lines("while (\n    done ||\n    !(co_await f())) {}", [3])
        self.assert_lines("do { g(); } while (more && co_await f());", [1])
        self.assert_lines("for (int i = 0; i < n && co_await f(i); ++i) {}", [1])

    def test_awaits_that_always_happen(self):
        self.assert_lines("while (co_await f() && !done) {}", [])
        self.assert_lines("while (!done) { if (!co_await f()) break; }", [])
        self.assert_lines("for (bool go = a && co_await f(); go; go = false) {}", [])
        self.assert_lines("for (auto&& x : co_await f()) {}", [])
        self.assert_lines("if (!done && co_await f()) g();", [])

    def test_a_lambda_in_the_condition(self):
        self.assert_lines("while (a && any(all, [](int n) -> Task<bool> { co_return co_await f(n); })) {}", [])


if __name__ == "__main__":
    unittest.main()
