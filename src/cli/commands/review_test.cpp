#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/json_reader.hpp"
#include "cli/testing/fake_services.hpp"

namespace assay::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

/// Each test gets an empty folder.
class Review : public testing::Test {
 protected:
  void SetUp() override {
    auto pattern = (fs::temp_directory_path() / "assay-review-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) const {
    const auto path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << text;
    return path.string();
  }
  std::string read(const std::string& name) const {
    std::ifstream file{folder_ / name};
    return {std::istreambuf_iterator<char>{file}, {}};
  }
  std::string folder() const { return folder_.string(); }

  fs::path folder_;
};

TEST_F(Review, exit_codes) {
  const auto bad = write("bad.py", "eval(x)\n");
  const auto meh = write("meh.py", "todo(x)\n");
  const auto broken = write("broken.py", "eval(x)\nbreak the reviewer\n");
  EXPECT_EQ(run_assay({"review", meh}).code, kExitOk);
  EXPECT_EQ(run_assay({"review", bad}).code, kExitFindings);
  EXPECT_EQ(run_assay({"review", bad, "--fail-on", "never"}).code, kExitOk);
  EXPECT_EQ(run_assay({"review", meh, "--fail-on", "low"}).code, kExitFindings);
  EXPECT_EQ(run_assay({"review", meh, "--fail-on", "low", "--min-confidence", "0.6"}).code, kExitOk);
  const auto failed = run_assay({"review", broken});
  EXPECT_EQ(failed.code, kExitFailed);
  EXPECT_THAT(failed.out, HasSubstr("the reviewer broke"));
  EXPECT_THAT(failed.out, HasSubstr("Use of eval")) << "what was found stays visible";
}

TEST_F(Review, project_file_turns_rules_off_and_down) {
  const auto bad = write("src/bad.py", "eval(x)\n");
  write(".assay.toml", "exclude = [\"gen/\"]\n[paths.\"src/\"]\n\"eval\" = \"off\"\n");
  write("gen/other.py", "eval(y)\n");
  const auto off = run_assay({"review", folder()});
  EXPECT_EQ(off.code, kExitOk) << off.out;
  EXPECT_THAT(off.out, HasSubstr("not shown (suppressed: "));
  EXPECT_THAT(off.out, HasSubstr(".assay.toml:3: eval = off")) << "nothing is dropped silently";
  EXPECT_THAT(off.out, Not(HasSubstr("other.py")));
  write(".assay.toml", "[rules]\n\"ev*\" = \"low\"\n");
  EXPECT_EQ(run_assay({"review", bad}).code, kExitOk);
  EXPECT_EQ(run_assay({"review", bad, "--fail-on", "low"}).code, kExitFindings);
  write(".assay.toml", "[rules]\n\"eval\" = \"never\"\n");
  const auto wrong = run_assay({"review", bad});
  EXPECT_EQ(wrong.code, kExitUsage);
  EXPECT_THAT(wrong.err, HasSubstr(".assay.toml:2: rules: \"eval\" must be"));
}

TEST_F(Review, comment_takes_a_finding_out_of_sight) {
  const auto file = write("a.py", "eval(x)  # assay: ignore[eval] a constant of ours\neval(y)\n");
  const auto result = run_assay({"review", file});
  EXPECT_EQ(result.code, kExitFindings) << "the second line has no comment";
  EXPECT_THAT(
      result.out,
      HasSubstr("not shown (suppressed: a constant of ours (the comment on line 1)): line 1, Use of eval"));
}

TEST_F(Review, baseline_knows_moved_findings_and_shows_new_ones) {
  const auto file = write("a.py", "eval(x)\n");
  const auto baseline = (folder_ / "baseline.json").string();
  const auto missing = run_assay({"review", file, "--baseline", baseline});
  EXPECT_EQ(missing.code, kExitUsage);
  EXPECT_THAT(missing.err, HasSubstr("--update-baseline makes it"));
  EXPECT_EQ(run_assay({"review", file, "--update-baseline"}).code, kExitUsage);
  EXPECT_EQ(run_assay({"review", file, "--baseline", baseline, "--update-baseline"}).code, kExitOk);
  EXPECT_THAT(read("baseline.json"), HasSubstr("\"rule\":\"eval\""));
  write("a.py", "# moved\n\n    eval(x)\n");
  const auto known = run_assay({"review", file, "--baseline", baseline});
  EXPECT_EQ(known.code, kExitOk) << known.out;
  EXPECT_THAT(known.out, HasSubstr("not shown (suppressed: known in"));
  write("a.py", "eval(x)\neval(other)\n");
  EXPECT_EQ(run_assay({"review", file, "--baseline", baseline}).code, kExitFindings);
  write("baseline.json", "{}");
  EXPECT_THAT(run_assay({"review", file, "--baseline", baseline}).err, HasSubstr("no baseline of version 1"));
}

TEST_F(Review, reads_standard_input) {
  const auto result = run_assay({"review", "-", "--filename", "a.py"}, "x = eval(y)\n");
  EXPECT_EQ(result.code, kExitFindings);
  EXPECT_THAT(result.out, HasSubstr("a.py:1  high  Use of eval"));
  const auto json = run_assay({"review", "-", "--language", "go", "--format", "json"}, "eval(y)\n");
  EXPECT_THAT(json.out, HasSubstr(R"("path":"<stdin>","language":"go","status":"completed")"));
  EXPECT_EQ(run_assay({"review", "-"}, "").out, "0 files reviewed, 1 skipped (empty): no issues\n");
}

TEST_F(Review, tells_per_file_what_can_not_be_reviewed) {
  write("a.py", "eval(x)\n");
  write("empty.py", "\n \n");
  write("image.py", std::string("\x89PNG\0\0", 6));
  write("huge.py", std::string(9 * 1024 * 1024, 'x'));
  write("latin.py",
        "# gr\xf6\xdf"
        "e\ntodo(x)\n");
  write("notes.txt", "words\n");
  const auto result = run_assay({"review", folder(), "--format", "json"});
  EXPECT_EQ(result.code, kExitFindings);
  const auto parsed = base::JsonDocument::parse(result.out);
  ASSERT_TRUE(parsed) << result.out;
  std::vector<std::string> seen;
  for (const auto& file : parsed->root().find("files")->items()) {
    const auto path = file.find("path")->as_string().value();
    const auto error = file.find("error")->as_string().value_or("-");
    seen.push_back(std::string{path.substr(path.rfind('/') + 1)} + " " +
                   std::string{file.find("status")->as_string().value()} + " " + std::string{error});
  }
  EXPECT_THAT(seen, testing::ElementsAre("a.py completed -", "empty.py skipped empty",
                                         "huge.py skipped larger than 8 MiB", "image.py skipped binary",
                                         "latin.py completed -", "notes.txt skipped in no known language"));
}

TEST_F(Review, a_file_that_can_not_be_read_makes_it_incomplete) {
  const auto good = write("a.py", "x = 1\n");
  // Opens, and then fails for everybody, root too: nothing is mapped at address 0.
  const auto result = run_assay({"review", "/proc/self/mem", good});
  EXPECT_EQ(result.code, kExitFailed);
  EXPECT_THAT(result.out, HasSubstr("/proc/self/mem can't be read: Input/output error"));
  EXPECT_THAT(result.out, HasSubstr("1 file reviewed, 1 failed"));
}

TEST_F(Review, links_in_circles_do_no_harm) {
  write("sub/a.py", "x = 1\n");
  fs::create_directory_symlink(folder_, folder_ / "sub" / "up");
  fs::create_symlink("nowhere", folder_ / "dangling.py");
  EXPECT_EQ(run_assay({"review", folder()}).out, "1 file reviewed: no issues, score 10/10\n");
}

TEST_F(Review, order_is_that_of_the_paths_with_any_number_of_jobs) {
  for (int i = 0; i < 200; ++i)
    write("f" + std::to_string(1000 + i) + ".py", i % 3 == 0 ? "eval(x)\n" : "x = 1\n");
  const auto one = run_assay({"review", folder(), "--jobs", "1"});
  const auto many = run_assay({"review", folder(), "--jobs", "16"});
  EXPECT_EQ(one.out, many.out);
  EXPECT_THAT(one.out, HasSubstr("200 files reviewed: 67 issues (67 high)"));
}

TEST_F(Review, output_is_written_whole_or_not_at_all) {
  const auto code = write("a.py", "eval(x)\n");
  const auto target = write("report.json", "old");
  const auto result = run_assay({"review", code, "--format", "json", "--output", target});
  EXPECT_EQ(result.code, kExitFindings);
  EXPECT_EQ(result.out, "");
  EXPECT_TRUE(base::JsonDocument::parse(read("report.json")));
  EXPECT_EQ(std::distance(fs::directory_iterator{folder_}, {}), 2) << "nothing is left beside it";
  Services services = fake_services();
  services.make_engine = [](const LoadedConfiguration&,
                            base::Executor) -> base::Result<std::unique_ptr<ReviewEngine>> {
    return base::fail(base::Errc::unavailable, "no child process can be started");
  };
  write("report.json", "old");
  const auto failed = run_assay({"review", code, "--output", target}, "", {}, services);
  EXPECT_EQ(failed.code, kExitFailed);
  EXPECT_EQ(failed.err, "assay: no child process can be started\n");
  EXPECT_EQ(read("report.json"), "old");
  EXPECT_EQ(std::distance(fs::directory_iterator{folder_}, {}), 2);
}

TEST_F(Review, sarif_is_one_document) {
  const auto code = write("a.py", "eval(x)\ntodo(y)\n");
  const auto result = run_assay({"review", code, "--format", "sarif", "--fail-on", "never"});
  EXPECT_EQ(result.code, kExitOk);
  EXPECT_TRUE(base::JsonDocument::parse(result.out)) << result.out;
  EXPECT_THAT(result.out, HasSubstr(R"("semanticVersion":"1.2.3")"));
}

/// A reader that goes away after the first piece.
class BrokenPipe final : public Output {
 public:
  void write(std::string_view) override { ok_ = false; }
  bool ok() const override { return ok_; }
  bool is_terminal() const override { return false; }
  int width() const override { return 100; }

 private:
  bool ok_ = true;
};

TEST_F(Review, stops_without_a_word_when_nobody_reads_any_more) {
  for (int i = 0; i < 50; ++i) write("f" + std::to_string(i) + ".py", "eval(x)\n");
  BrokenPipe out;
  StringOutput err;
  Environment environment;
  environment.read_file = [](const std::string&) -> base::Result<std::string> {
    return base::fail(base::Errc::not_found, "");
  };
  const auto path = folder();
  const std::vector<const char*> argv = {"assay", "review", path.c_str(), "--jobs", "1"};
  const auto services = fake_services();
  EXPECT_EQ(run(static_cast<int>(argv.size()), argv.data(), {out, err, nullptr}, environment, services),
            kExitFailed);
  EXPECT_EQ(err.text(), "");
}

}  // namespace
}  // namespace assay::cli
