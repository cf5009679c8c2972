#include "store/sqlite/stats_examples.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "store/sqlite/search_index.hpp"
#include "store/sqlite/search_terms.hpp"
#include "store/sqlite/stored_issues.hpp"
#include "store/sqlite/stored_values.hpp"
#include "store/sqlite/title_rows.hpp"

namespace assay::store {
namespace {

constexpr std::size_t kMostExamples = 3;
/// Submissions that are looked at for one title, and for all of them.
constexpr int kMostTries = 256;
constexpr int kMostTriesInAll = 4000;
/// Submissions at each end of the range that may have been completed in another order than they came.
constexpr int kMostOvertaken = 64;

/// Where the submissions of the range are looked for.
struct Bounds {
  std::int64_t first = 0;
  std::int64_t last = std::numeric_limits<std::int64_t>::max();
};

/// Submissions are completed nearly in their order: the range holds none from before the first of those that
/// it begins with, and none from after the last of those that it ends with.
Bounds bounds_of(Connection& db, std::int64_t scope, const core::StatsQuery& query) {
  Bounds bounds;
  if (query.start) {
    auto rows = db.query(
        "SELECT min(seq) FROM (SELECT seq FROM submissions WHERE state=2 AND review IS NOT NULL AND scope=?1 "
        "AND "
        "finished_at>=?2 ORDER BY finished_at LIMIT ?3)",
        scope, stored(*query.start), kMostOvertaken);
    bounds.first = rows.step() && !rows.is_null(0) ? rows.int64(0) : bounds.last;
  }
  if (query.end) {
    auto rows = db.query(
        "SELECT max(seq) FROM (SELECT seq FROM submissions WHERE state=2 AND review IS NOT NULL AND scope=?1 "
        "AND "
        "finished_at<?2 ORDER BY finished_at DESC LIMIT ?3)",
        scope, stored(*query.end), kMostOvertaken);
    bounds.last = rows.step() && !rows.is_null(0) ? rows.int64(0) : -1;
  }
  return bounds;
}

/// The submissions of the language that is asked for, block after block as they are needed; without one, all.
class OfLanguage {
 public:
  OfLanguage(Connection& db, std::int64_t scope, const core::StatsQuery& query) : db_(db), scope_(scope) {
    if (query.language) mark_ = language_mark(core::to_string(*query.language));
  }

  void restrict(DocBlock& block, std::int64_t number) {
    if (mark_.empty()) return;
    const auto [at, is_new] = blocks_.try_emplace(number);
    if (is_new) at->second = read(number);
    block.intersect(at->second);
  }

 private:
  DocBlock read(std::int64_t number) {
    auto rows = db_.query("SELECT members FROM search WHERE scope=?1 AND term=?2 AND block=?3", scope_, mark_,
                          number);
    if (!rows.step()) return {};
    const auto block = DocBlock::decode(rows.bytes(0));
    if (!block) db_.set_corrupt("the index of the search can't be read");
    return block.value_or(DocBlock{});
  }

  Connection& db_;
  std::int64_t scope_;
  std::string mark_;
  std::map<std::int64_t, DocBlock> blocks_;
};

struct Candidate {
  core::SubmissionId id;
  std::int64_t review = 0;
};

std::optional<Candidate> in_range(Connection& db, const core::StatsQuery& query, std::int64_t doc) {
  auto rows = db.query("SELECT id, finished_at, language, state, review FROM submissions WHERE seq=?1", doc);
  if (!rows.step() || rows.int64(3) != stored(core::Status::completed)) return std::nullopt;
  const auto finished = timestamp(rows.int64(1));
  if ((query.start && finished < *query.start) || (query.end && finished >= *query.end)) return std::nullopt;
  if (query.language && rows.bytes(2) != core::to_string(*query.language)) return std::nullopt;
  return Candidate{core::SubmissionId{rows.id(0)}, rows.int64(4)};
}

void add_example(Connection& db, Candidate candidate, std::int64_t title, core::IssueCount& issue) {
  auto rows = db.query("SELECT issues, titles FROM review_bodies WHERE review=?1", candidate.review);
  if (!rows.step()) return;
  const auto issues = decode_issues(rows.bytes(0));
  if (!issues) return db.set_corrupt("the issues of a review can't be read");
  const auto at = std::ranges::find(*issues, title, &StoredIssue::title);
  const auto names = decode_titles(rows.bytes(1));
  const auto index = static_cast<std::size_t>(at - issues->begin());
  if (at == issues->end() || index >= names.size()) return;
  if (issue.examples.empty()) {
    issue.severity = at->severity;
    issue.category = at->category;
  }
  issue.examples.push_back({std::move(candidate.id), std::string{names[index].id}});
}

}  // namespace

void add_examples(Connection& db, std::int64_t scope, const core::StatsQuery& query,
                  const std::vector<std::int64_t>& titles, std::vector<core::IssueCount>& issues) {
  const auto [first, last] = bounds_of(db, scope, query);
  OfLanguage of_language{db, scope, query};
  int tries_left = kMostTriesInAll;
  for (std::size_t i = 0; i < issues.size(); ++i) {
    const auto& examples = issues[i].examples;
    int tries = std::min(kMostTries, tries_left);
    const int before = tries;
    auto rows = db.query(
        "SELECT block, members FROM search WHERE scope=?1 AND term=?2 AND block BETWEEN ?3 AND ?4 ORDER "
        "BY block DESC",
        scope, title_mark(titles[i]), DocBlock::number_of(first), DocBlock::number_of(last));
    while (tries > 0 && examples.size() < kMostExamples && rows.step()) {
      auto block = DocBlock::decode(rows.bytes(1));
      if (!block) return db.set_corrupt("the index of the search can't be read");
      of_language.restrict(*block, rows.int64(0));
      std::vector<std::int64_t> docs;
      block->append_to(docs, rows.int64(0));
      for (auto doc = docs.rbegin(); doc != docs.rend() && examples.size() < kMostExamples && tries > 0;
           ++doc) {
        if (*doc < first || *doc > last) continue;
        --tries;
        if (auto candidate = in_range(db, query, *doc))
          add_example(db, std::move(*candidate), titles[i], issues[i]);
      }
    }
    tries_left -= before - tries;
  }
}

}  // namespace assay::store
