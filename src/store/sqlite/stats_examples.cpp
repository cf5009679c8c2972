#include "store/sqlite/stats_examples.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <unordered_map>

#include <boost/unordered/unordered_flat_map.hpp>

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
/// Submissions at the end of the range that are read one after the other, before the index is asked: what is
/// frequent stands in them, and reading all costs less than to look up each.
constexpr std::int64_t kReadInOrder = 128;
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

/// What examples need of submissions, each read once: what is frequent stands side by side in the same
/// reviews.
class Candidates {
 public:
  struct Candidate {
    std::string id;  ///< empty: it is not in the range
    std::vector<StoredIssue> issues;
    std::string titles;  ///< as encode_titles
  };

  Candidates(Connection& db, const core::StatsQuery& query) : db_(db), query_(query) {}

  const Candidate& of(std::int64_t doc) {
    const auto [at, is_new] = read_.try_emplace(doc);
    if (is_new) read(doc, at->second);
    return at->second;
  }

 private:
  void read(std::int64_t doc, Candidate& candidate) {
    auto rows = db_.query(
        "SELECT s.finished_at, s.language, s.state, s.id, b.issues, b.titles FROM submissions s JOIN "
        "review_bodies b "
        "ON b.review = s.review WHERE s.seq=?1",
        doc);
    if (!rows.step() || rows.int64(2) != stored(core::Status::completed)) return;
    const auto finished = timestamp(rows.int64(0));
    if ((query_.start && finished < *query_.start) || (query_.end && finished >= *query_.end)) return;
    if (query_.language && rows.bytes(1) != core::to_string(*query_.language)) return;
    auto issues = decode_issues(rows.bytes(4));
    if (!issues) return db_.set_corrupt("the issues of a review can't be read");
    candidate.issues = std::move(*issues);
    candidate.titles = rows.bytes(5);
    candidate.id = rows.id(3);
  }

  Connection& db_;
  const core::StatsQuery& query_;
  std::unordered_map<std::int64_t, Candidate> read_;
};

/// `at` of the issues in the review of the submission is an example.
void add_example(const StoredIssue& stored, std::string_view titles, std::size_t at, std::string_view id,
                 core::IssueCount& issue) {
  const auto name = title_at(titles, at);
  if (!name) return;
  if (issue.examples.empty()) {
    issue.severity = stored.severity;
    issue.category = stored.category;
  }
  issue.examples.push_back({core::SubmissionId{std::string{id}}, std::string{name->id}});
}

void add_example(const Candidates::Candidate& candidate, std::int64_t title, core::IssueCount& issue) {
  if (candidate.id.empty()) return;
  const auto at = std::ranges::find(candidate.issues, title, &StoredIssue::title);
  if (at == candidate.issues.end()) return;
  add_example(*at, candidate.titles, static_cast<std::size_t>(at - candidate.issues.begin()), candidate.id,
              issue);
}

/// Takes examples from the last submissions within the bounds, which end before those afterwards.
void read_in_order(Connection& db, std::int64_t scope, const core::StatsQuery& query,
                   const std::vector<std::int64_t>& titles, std::vector<core::IssueCount>& issues,
                   Bounds& bounds) {
  boost::unordered_flat_map<std::int64_t, std::size_t> wanted;
  for (std::size_t i = 0; i < titles.size(); ++i) wanted.emplace(titles[i], i);
  {
    auto rows = db.query("SELECT ifnull(max(seq), 0) FROM submissions");
    if (rows.step()) bounds.last = std::min(bounds.last, rows.int64(0));
  }
  const auto first = std::max(bounds.first, bounds.last - kReadInOrder + 1);
  auto rows = db.query(
      "SELECT s.id, b.issues, b.titles FROM submissions s NOT INDEXED CROSS JOIN review_bodies b ON "
      "b.review=s.review WHERE s.seq BETWEEN ?1 AND ?2 AND s.scope=?3 AND s.state=2 AND s.finished_at>=?4 "
      "AND "
      "s.finished_at<?5 AND s.language=ifnull(?6, s.language) ORDER BY s.seq DESC",
      first, bounds.last, scope,
      query.start ? stored(*query.start) : std::numeric_limits<std::int64_t>::min(),
      query.end ? stored(*query.end) : std::numeric_limits<std::int64_t>::max(),
      query.language ? std::optional{core::to_string(*query.language)} : std::nullopt);
  while (!wanted.empty() && rows.step()) {
    const auto stored_issues = decode_issues(rows.bytes(1));
    if (!stored_issues) return db.set_corrupt("the issues of a review can't be read");
    std::string id;
    for (std::size_t at = 0; at < stored_issues->size(); ++at) {
      const auto& stored = (*stored_issues)[at];
      const auto of = wanted.find(stored.title);
      if (of == wanted.end()) continue;
      if (id.empty()) id = rows.id(0);
      auto& issue = issues[of->second];
      // The first of equal ones is the example.
      if (!issue.examples.empty() && issue.examples.back().submission.str() == id) continue;
      add_example(stored, rows.bytes(2), at, id, issue);
      if (issue.examples.size() == kMostExamples) wanted.erase(of);
    }
  }
  bounds.last = first - 1;
}

}  // namespace

void add_examples(Connection& db, std::int64_t scope, const core::StatsQuery& query,
                  const std::vector<std::int64_t>& titles, std::vector<core::IssueCount>& issues) {
  if (titles.empty()) return;
  auto bounds = bounds_of(db, scope, query);
  read_in_order(db, scope, query, titles, issues, bounds);
  const auto [first, last] = bounds;
  OfLanguage of_language{db, scope, query};
  Candidates candidates{db, query};
  int tries_left = kMostTriesInAll;
  for (std::size_t i = 0; i < issues.size(); ++i) {
    const auto& examples = issues[i].examples;
    if (examples.size() >= kMostExamples) continue;
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
      const auto begin = rows.int64(0) * DocBlock::kDocs;
      // From the newest on.
      auto place = block->below(last - begin < DocBlock::kDocs ? last - begin + 1 : DocBlock::kDocs);
      for (; place && begin + *place >= first && examples.size() < kMostExamples && tries > 0;
           place = block->below(*place)) {
        --tries;
        add_example(candidates.of(begin + *place), titles[i], issues[i]);
      }
    }
    tries_left -= before - tries;
  }
}

}  // namespace assay::store
