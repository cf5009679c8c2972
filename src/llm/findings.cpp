#include "llm/findings.hpp"

#include <algorithm>
#include <utility>

#include "base/json_reader.hpp"
#include "base/utf8.hpp"
#include "llm/lenient_json.hpp"
#include "llm/place_issue.hpp"

namespace assay::llm {
namespace {

bool same_draft(const DraftIssue& a, const DraftIssue& b) {
  return a.title == b.title && a.quote == b.quote && a.detail == b.detail && a.severity == b.severity &&
         a.category == b.category && a.confidence == b.confidence;
}

}  // namespace

Findings::Findings(core::ReviewObserver& observer, core::ReviewerOutcome& outcome,
                   std::span<const core::Issue> evidence)
    : observer_(observer), outcome_(outcome), evidence_(evidence) {}

void Findings::take_streamed(std::string_view object, const SentFile& file, Streamed& streamed) {
  std::string valid;
  auto document = base::JsonDocument::parse(object);
  if (!document && !base::is_valid_utf8(object)) {
    valid = base::replace_invalid_utf8(object);
    object = valid;
    document = base::JsonDocument::parse(object);
  }
  if (!document) {
    // Where both readings agree on the end of the object, its inside may be repaired.
    const auto lenient = read_lenient_json(object, 0);
    if (!lenient || lenient->end != object.size()) return;
    document = base::JsonDocument::parse(lenient->json);
    if (!document) return;
  }
  std::vector<std::string> unused;  // reported when the whole reply is read
  auto draft = read_draft_issue(document->root(), unused);
  if (!draft) return;
  streamed.push_back(place(std::move(*draft), file));
  show(streamed.back().issue);
}

std::optional<std::string> Findings::read(std::string_view reply, const SentFile& file, Streamed& streamed) {
  auto parsed = read_reply(reply);
  if (!parsed) return "The review could not be read: " + parsed.error().message;
  note(std::move(parsed->coercions));
  outcome_.failed_issues += parsed->failed_issues;
  auto next = streamed.begin();  // nearly always the same ones in the same order
  for (auto& draft : parsed->issues) {
    const auto is_it = [&](const Early& early) { return same_draft(draft, early.draft); };
    auto known = std::find_if(next, streamed.end(), is_it);
    if (known == streamed.end()) known = std::find_if(streamed.begin(), next, is_it);
    if (known == streamed.end() || !is_it(*known)) {
      auto found = place(std::move(draft), file);
      show(found.issue);
      add(std::move(found));
      continue;
    }
    next = known + 1;
    known->draft = {};  // it counts once
    add(std::move(*known));
  }
  streamed.clear();
  for (auto& opinion : parsed->evidence) {
    const auto index = static_cast<std::size_t>(opinion.number) - 1;
    if (index >= evidence_.size()) continue;
    outcome_.verdicts.push_back({evidence_[index].fingerprint, opinion.confirmed, std::move(opinion.reason),
                                 std::string(file.source)});
  }
  auto& advice = outcome_.advice;
  for (auto& sentence : parsed->advice) {
    if (std::find(advice.begin(), advice.end(), sentence) == advice.end())
      advice.push_back(std::move(sentence));
  }
  if (!parsed->summary.empty() && file.sample == 0)
    outcome_.summary += (outcome_.summary.empty() ? "" : " ") + parsed->summary;
  return std::nullopt;
}

void Findings::keep(Streamed streamed) {
  for (auto& early : streamed) add(std::move(early));
}

Findings::Early Findings::place(DraftIssue draft, const SentFile& file) const {
  const PlacingContext context{file.index, file.redacted, file.path, file.source};
  Early early;
  early.draft = draft;
  early.sample = file.sample;
  early.issue = place_issue(std::move(draft), context, early.coercions);
  return early;
}

void Findings::show(const core::Issue& issue) {
  if (shown_.add(issue)) observer_.issue_found(issue);
}

void Findings::add(Early found) {
  note(std::move(found.coercions));
  found_.push_back({std::move(found.issue), found.sample});
}

void Findings::note(std::vector<std::string> coercions) {
  auto& all = outcome_.coercions;
  for (auto& sentence : coercions) {
    if (std::find(all.begin(), all.end(), sentence) == all.end()) all.push_back(std::move(sentence));
  }
}

}  // namespace assay::llm
