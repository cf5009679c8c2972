#include "store/mongo/plain_documents.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "base/utf8.hpp"
#include "core/fingerprint.hpp"
#include "core/issue_fingerprint.hpp"
#include "core/normalise.hpp"
#include "core/review_json.hpp"

namespace assay::store::mongo {
namespace {

using core::Category;
using core::Language;
using core::Severity;
using core::Status;

/// Where no reviewer of ours was at work: equal code that is submitted here is reviewed all the same.
const char* const kIdentity = "imported";
constexpr int kLeastScore = 1;
constexpr int kMostScore = 10;
constexpr std::size_t kLongestTitle = 200;

template <class T, std::size_t N>
std::optional<T> named(const std::array<std::pair<std::string_view, T>, N>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name, [](const auto& each) { return each.first; });
  return found == names.end() ? std::nullopt : std::optional{found->second};
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

Language language_of(const View& document, Oddities& oddities) {
  constexpr std::array<std::pair<std::string_view, Language>, 8> kOthers{{{"js", Language::javascript},
                                                                          {"ts", Language::typescript},
                                                                          {"py", Language::python},
                                                                          {"golang", Language::go},
                                                                          {"c++", Language::cpp},
                                                                          {"c#", Language::csharp},
                                                                          {"rb", Language::ruby},
                                                                          {"shell", Language::bash}}};
  const auto name = lower(document.text("language"));
  const auto language = core::parse_language(name);
  if (language && *language != Language::automatic) return *language;
  if (const auto other = named(kOthers, name)) return *other;
  oddities["a language that is not known is taken as text"] += 1;
  return Language::text;
}

std::optional<Status> status_of(const View& document) {
  constexpr std::array<std::pair<std::string_view, Status>, 6> kNames{{{"pending", Status::pending},
                                                                       {"in_progress", Status::in_progress},
                                                                       {"completed", Status::completed},
                                                                       {"failed", Status::failed},
                                                                       {"cancelled", Status::cancelled},
                                                                       {"canceled", Status::cancelled}}};
  return named(kNames, lower(document.text("status")));
}

Severity severity_of(const View& issue, Oddities& oddities) {
  constexpr std::array<std::pair<std::string_view, Severity>, 4> kOthers{{{"medium", Severity::med},
                                                                          {"critical", Severity::high},
                                                                          {"error", Severity::high},
                                                                          {"info", Severity::low}}};
  const auto name = lower(issue.text("severity"));
  if (const auto severity = core::parse_severity(name)) return *severity;
  if (const auto other = named(kOthers, name)) return *other;
  oddities["a severity that is not known is taken as med"] += 1;
  return Severity::med;
}

Category category_of(const View& issue, Oddities& oddities) {
  constexpr std::array<std::pair<std::string_view, Category>, 4> kOthers{
      {{"style", Category::readability},
       {"bug", Category::correctness},
       {"perf", Category::performance},
       {"other", Category::maintainability}}};
  const auto name = lower(issue.text("category"));
  if (const auto other = named(kOthers, name)) return *other;
  if (const auto category = core::parse_category(name)) return *category;
  oddities["a category that is not known is taken as maintainability"] += 1;
  return Category::maintainability;
}

/// Drivers put the second of its making into the first eight digits.
std::optional<base::Timestamp> made_at(const std::string& id) {
  std::uint32_t seconds = 0;
  constexpr std::size_t kDigits = 8;
  if (id.size() != 24) return std::nullopt;
  const auto read = std::from_chars(id.data(), id.data() + kDigits, seconds, 16);
  if (read.ptr != id.data() + kDigits) return std::nullopt;
  return base::Timestamp{std::chrono::seconds{seconds}};
}

std::optional<core::LineRange> lines_of(const View& issue) {
  const auto first = issue.optional_number(issue.has("start_line") ? "start_line" : "line");
  constexpr std::int64_t kMost = 10'000'000;
  if (!first || *first < 1 || *first > kMost) return std::nullopt;
  const auto last = std::clamp(issue.optional_number("end_line").value_or(*first), *first, kMost);
  return core::LineRange{static_cast<int>(*first), static_cast<int>(last)};
}

std::vector<core::Issue> issues_of(const View& document, const core::Submission& submission,
                                   const std::string& model, Oddities& oddities) {
  std::vector<core::Issue> issues;
  for (const auto& each : document.documents("issues")) {
    core::Issue issue;
    issue.title = each.text("title");
    issue.detail = each.text("detail");
    if (issue.title.empty()) {
      oddities["an issue without a title has one of its detail"] += 1;
      const auto end = std::min(issue.detail.find('\n'), kLongestTitle);
      issue.title = base::utf8_prefix(issue.detail, std::min(end, issue.detail.size()));
      if (issue.title.empty()) issue.title = "Untitled";
    }
    issue.severity = severity_of(each, oddities);
    issue.category = category_of(each, oddities);
    issue.lines = lines_of(each);
    issue.path = submission.filename;
    issue.sources = {model.empty() ? "imported" : "llm:" + model};
    issues.push_back(std::move(issue));
  }
  std::ranges::stable_sort(issues, std::ranges::greater{}, &core::Issue::severity);
  core::assign_fingerprints(issues);
  return issues;
}

std::optional<int> score_of(const View& document, Oddities& oddities) {
  if (!document.has("score")) return std::nullopt;
  const double score = document.real("score");
  if (!(score >= kLeastScore && score <= kMostScore)) {
    oddities["a score that is not between 1 and 10 is left out"] += 1;
    return std::nullopt;
  }
  return static_cast<int>(std::lround(score));
}

}  // namespace

PlainSubmission plain_submission(const View& document, const core::Scope& scope, Oddities& oddities) {
  PlainSubmission plain;
  const auto id = document.id("_id");
  if (!id || !core::is_well_formed_id(*id)) {
    plain.problem = "its _id is neither an ObjectId nor a UUID";
    return plain;
  }
  auto& submission = plain.imported.submission;
  submission.id = core::SubmissionId{*id};
  submission.scope = scope;
  const auto status = status_of(document);
  const auto created = document.date("created_at");
  const auto from_id = made_at(*id);
  if (!status || (!created && !from_id)) {
    plain.problem = status ? "it has no created_at" : "its status is none that is known";
    return plain;
  }
  if (!created) oddities["a submission without created_at has the time of its id"] += 1;
  submission.status = *status;
  submission.created_at = created ? *created : *from_id;
  submission.updated_at =
      std::max(submission.created_at, document.date("updated_at").value_or(submission.created_at));
  submission.error = document.text("error");
  submission.attempts = 1;
  core::ReviewInput input;
  input.language = language_of(document, oddities);
  input.filename = document.text("filename");
  input.code = core::normalise_code(document.bytes("code"));
  if (input.code.empty()) oddities["a submission has no code"] += 1;
  submission.language = input.language;
  submission.filename = input.filename;
  submission.fingerprint = core::fingerprint(scope, input, {kIdentity});
  plain.imported.input = std::make_shared<const core::ReviewInput>(std::move(input));
  plain.review = document.id("review_id");
  if (plain.review && plain.review->empty()) plain.review.reset();
  return plain;
}

std::shared_ptr<const core::JobResult> plain_review(const View& document, const core::Submission& submission,
                                                    Oddities& oddities) {
  core::Review review;
  review.model = document.text("model");
  review.summary = document.text("summary");
  review.issues = issues_of(document, submission, review.model, oddities);
  review.advice = document.texts("suggestions");
  review.run_ms = std::max<std::int64_t>(0, document.number("duration_ms"));
  const core::ForeignWords words{score_of(document, oddities), document.texts("security"),
                                 document.texts("performance")};
  core::JobResult result;
  result.review_id = core::ReviewId{document.id("_id").value_or("")};
  result.review_members = core::encode_review_members(review, words);
  result.score = words.score;
  for (const auto& issue : review.issues)
    result.issues.push_back({issue.title, issue.rule_id, issue.severity, issue.category, issue.id});
  result.run_ms = review.run_ms;
  result.finished_at = document.date("created_at").value_or(submission.updated_at);
  return std::make_shared<const core::JobResult>(std::move(result));
}

}  // namespace assay::store::mongo
