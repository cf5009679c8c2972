#include "llm/findings.hpp"

#include <algorithm>
#include <utility>

#include "base/json_reader.hpp"
#include "core/merge.hpp"
#include "llm/place_issue.hpp"

namespace assay::llm {
namespace {

bool same_draft(const DraftIssue& a, const DraftIssue& b) {
  return a.title == b.title && a.quote == b.quote && a.detail == b.detail;
}

}  // namespace

Findings::Findings(core::ReviewObserver& observer, core::ReviewerOutcome& outcome, std::string source)
    : observer_(observer), outcome_(outcome), source_(std::move(source)) {}

void Findings::take_streamed(std::string_view object, const SentFile& file, Streamed& streamed) {
  const auto document = base::JsonDocument::parse(object);
  if (!document) return;
  std::vector<std::string> unused;  // reported when the whole reply is read
  auto draft = read_draft_issue(document->root(), unused);
  if (!draft) return;
  streamed.push_back(*draft);
  add(std::move(*draft), file);
}

std::optional<std::string> Findings::read(std::string_view reply, const SentFile& file,
                                          const Streamed& streamed) {
  auto parsed = read_reply(reply);
  if (!parsed) return "The review could not be read: " + parsed.error().message;
  for (auto& draft : parsed->issues) {
    const auto known = [&](const DraftIssue& other) { return same_draft(draft, other); };
    if (std::none_of(streamed.begin(), streamed.end(), known)) add(std::move(draft), file);
  }
  auto& out = outcome_;
  out.coercions.insert(out.coercions.end(), parsed->coercions.begin(), parsed->coercions.end());
  for (auto& sentence : parsed->advice) {
    if (std::find(out.advice.begin(), out.advice.end(), sentence) == out.advice.end())
      out.advice.push_back(std::move(sentence));
  }
  if (!parsed->summary.empty()) out.summary += (out.summary.empty() ? "" : " ") + parsed->summary;
  return std::nullopt;
}

void Findings::add(DraftIssue draft, const SentFile& file) {
  const PlacingContext context{file.index, file.redacted, file.path, source_};
  auto issue = place_issue(std::move(draft), context, outcome_.coercions);
  const auto same = [&](const core::Issue& other) { return core::same_finding(other, issue); };
  if (std::none_of(shown_.begin(), shown_.end(), same)) {
    observer_.issue_found(issue);
    shown_.push_back(issue);
  }
  outcome_.issues.push_back(std::move(issue));
}

}  // namespace assay::llm
