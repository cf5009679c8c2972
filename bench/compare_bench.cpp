// What a comparison of two large reviews costs: 500 issues each, in one file of 5,000 lines and in 50 files,
// half of the issues gone or new, everything moved; alone, and with reading and writing of the JSON, as the
// route does it. CPU time of the one thread, which does not depend on what else the machine does.
//
//   compare_bench [ROUNDS]

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "core/compare.hpp"
#include "core/compare_json.hpp"
#include "core/issue_fingerprint.hpp"
#include "core/review_json.hpp"

namespace {

using namespace assay;

constexpr int kIssues = 500;
constexpr int kLines = 5000;

double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

struct Side {
  core::ReviewInput input;
  core::SubmissionRecord record;
};

/// `shift` lines are put in front of each file; issues from number `first` on.
Side make_side(int files, int shift, int first) {
  Side side;
  core::Review review;
  review.reviewers = {{"static", core::ReviewerState::ok, "", "rules:1", 1},
                      {"llm", core::ReviewerState::ok, "", "m", 1}};
  const int lines = kLines / files;
  for (int f = 0; f < files; ++f) {
    core::InputFile file;
    file.path = "src/file" + std::to_string(f) + ".py";
    for (int i = 0; i < shift; ++i) file.code += "# added " + std::to_string(i) + "\n";
    for (int i = 0; i < lines; ++i)
      file.code +=
          "    value_" + std::to_string(f * lines + i) + " = compute(" + std::to_string(i % 7) + ")\n";
    side.input.files.push_back(std::move(file));
  }
  for (int i = first; i < first + kIssues; ++i) {
    const int line = (i * 7) % kLines;
    core::Issue issue;
    issue.path = side.input.files[static_cast<std::size_t>(line / lines)].path;
    issue.title = "Finding number " + std::to_string(i % 23) + " about a value that is computed";
    issue.detail = std::string(200, 'd');
    issue.quote =
        "    value_" + std::to_string(line) + " = compute(" + std::to_string(line % lines % 7) + ")";
    const int at = line % lines + 1 + shift;
    issue.lines = core::LineRange{at, at};
    issue.sources = {i % 2 == 0 ? "static" : "llm:m"};
    issue.rule_id = i % 2 == 0 ? "py.rule-" + std::to_string(i % 11) : "";
    review.issues.push_back(std::move(issue));
  }
  core::assign_fingerprints(review.issues);
  side.record.review_members = std::make_shared<const std::string>(core::encode_review_members(review));
  return side;
}

void measure(int files, int rounds) {
  const auto before = make_side(files, 0, 0);
  const auto after = make_side(files, 40, kIssues / 2);
  std::vector<double> pure;
  std::vector<double> whole;
  core::Comparison comparison;
  for (int round = 0; round < rounds; ++round) {
    const auto start = cpu_ms();
    const auto then = core::decode_review_members(*before.record.review_members);
    const auto now = core::decode_review_members(*after.record.review_members);
    const auto read = cpu_ms();
    comparison = core::compare_reviews({*then, before.input}, {*now, after.input});
    const auto compared = cpu_ms();
    const auto json = core::encode_comparison(comparison, before.record, *then, after.record, *now);
    const auto end = cpu_ms();
    if (json.empty()) std::abort();
    pure.push_back(compared - read);
    whole.push_back(end - start);
  }
  std::ranges::sort(pure);
  std::ranges::sort(whole);
  const auto at = [rounds](const std::vector<double>& times, double share) {
    return times[static_cast<std::size_t>(share * (rounds - 1))];
  };
  std::printf("| %5d | %8.2f | %8.2f | %9.2f | %9.2f | %3zu / %3zu / %3zu |\n", files, at(pure, 0.5),
              at(pure, 0.99), at(whole, 0.5), at(whole, 0.99), comparison.persisting.size(),
              comparison.appeared.size(), comparison.fixed.size() + comparison.not_redetected.size());
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = std::max(1, argc > 1 ? std::atoi(argv[1]) : 200);
  std::printf(
      "| files | p50 (ms) | p99 (ms) | with JSON p50 | with JSON p99 | same / new / gone "
      "|\n|---|---|---|---|---|---|\n");
  measure(1, rounds);
  measure(50, rounds);
  return 0;
}
