#include "store/sqlite/stats_examples.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <unordered_map>

#include <boost/unordered/unordered_flat_map.hpp>

#include "store/sqlite/doc_set.hpp"
#include "store/sqlite/issue_blocks.hpp"
#include "store/sqlite/rollups.hpp"
#include "store/sqlite/search_terms.hpp"
#include "store/sqlite/stored_values.hpp"

namespace assay::store {
namespace {

constexpr std::size_t kMostExamples = 3;
/// Submissions that are looked at for one title, and for all of them.
constexpr int kMostTries = 256;
constexpr int kMostTriesInAll = 4000;
/// Submissions that the indexes do not know yet, mostly those of the last second: so many are read one by
/// one.
constexpr int kMostPending = 128;
/// Blocks at the end of the range that are read, before the index is asked: what is frequent stands in them,
/// and reading all costs less than to look up each. Of one language they hold a part.
constexpr int kMostBlocks = 24;
constexpr int kMostBlocksOfLanguage = 192;
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

/// What was found, and what is still to be found: the newest first.
class Examples {
 public:
  Examples(const core::StatsQuery& query, const std::vector<std::int64_t>& titles,
           std::vector<core::IssueCount>& found)
      : query_(query), found_(found) {
    for (std::size_t i = 0; i < titles.size(); ++i) wanted_.emplace(titles[i], i);
  }

  bool complete() const { return wanted_.empty(); }
  bool wants(std::int64_t title) const { return wanted_.contains(title); }

  /// Takes what the submission has of all titles, or of one.
  void take(const BlockedIssues& submission, std::optional<std::int64_t> of_title = std::nullopt) {
    if (!in_question(submission)) return;
    std::string id;
    for (const auto& issue : submission.issues) {
      if (of_title && issue.title != *of_title) continue;
      const auto place = wanted_.find(issue.title);
      if (place == wanted_.end()) continue;
      if (id.empty()) id = submission.id();
      if (add(issue, id, found_[place->second])) wanted_.erase(place);
    }
  }

 private:
  bool in_question(const BlockedIssues& submission) const {
    const auto finished = timestamp(submission.finished_at);
    return (!query_.start || finished >= *query_.start) && (!query_.end || finished < *query_.end) &&
           (!query_.language || submission.language == *query_.language);
  }
  /// True: no more are wanted.
  static bool add(const BlockedIssues::Issue& issue, const std::string& id, core::IssueCount& to) {
    // Of equal issues of a submission the first is the example.
    const auto is_it = [&id](const core::IssueExample& example) { return example.submission.str() == id; };
    if (std::ranges::any_of(to.examples, is_it)) return false;
    if (to.examples.empty()) {
      to.severity = issue.severity;
      to.category = issue.category;
    }
    to.examples.push_back({core::SubmissionId{id}, std::string{issue.id}});
    return to.examples.size() == kMostExamples;
  }

  const core::StatsQuery& query_;
  std::vector<core::IssueCount>& found_;
  boost::unordered_flat_map<std::int64_t, std::size_t> wanted_;  // title -> place in found_
};

void take(Connection& db, std::string_view entry, Examples& examples,
          std::optional<std::int64_t> title = std::nullopt) {
  BlockedIssues submission;
  if (!decode_blocked(entry, submission)) return db.set_corrupt("the issues of a review can't be read");
  examples.take(submission, title);
}

/// False: there are more than are read. Then `bounds` end before those that were.
bool read_pending(Connection& db, std::int64_t scope, Bounds& bounds, Examples& examples) {
  std::vector<std::int64_t> docs;
  {
    auto rows = db.query(
        "SELECT submission FROM search_pending WHERE submission BETWEEN ?1 AND ?2 AND parts & ?3 ORDER BY "
        "submission DESC LIMIT ?4",
        bounds.first, bounds.last, kOutcomePart | kBlockPart, kMostPending);
    while (rows.step()) docs.push_back(rows.int64(0));
  }
  for (const auto doc : docs) {
    if (const auto entry = encode_blocked(db, scope, doc)) take(db, *entry, examples);
  }
  if (docs.size() < kMostPending) return true;
  bounds.last = docs.back() - 1;
  return false;
}

/// Makes `bounds` end before the blocks that were read.
void read_blocks(Connection& db, std::int64_t scope, const std::optional<core::Language>& language,
                 Bounds& bounds, Examples& examples) {
  auto rows = db.query(
      "SELECT block, members FROM issue_blocks WHERE scope=?1 AND language=?2 AND block BETWEEN ?3 AND ?4 "
      "ORDER BY block DESC",
      scope, language ? core::to_string(*language) : kAllLanguages, issue_block_of(bounds.first),
      issue_block_of(bounds.last));
  for (int left = language ? kMostBlocksOfLanguage : kMostBlocks;
       left > 0 && !examples.complete() && rows.step(); --left) {
    const auto block = rows.int64(0);
    const auto take_all = [&examples](const BlockedIssues& submission) { examples.take(submission); };
    if (!each_blocked(block, rows.bytes(1), take_all))
      return db.set_corrupt("a block of issues can't be read");
    bounds.last = block * kDocsOfIssueBlock - 1;
  }
}

/// Looks up the submissions of the titles that are still wanted.
class LookUp {
 public:
  LookUp(Connection& db, std::int64_t scope, const core::StatsQuery& query)
      : db_(db), scope_(scope), of_language_(db, scope, query) {}

  void find(std::int64_t title, const Bounds& bounds, Examples& examples) {
    const auto [first, last] = bounds;
    int tries = std::min(kMostTries, tries_left_);
    const int before = tries;
    auto rows = db_.query(
        "SELECT block, members FROM search WHERE scope=?1 AND term=?2 AND block BETWEEN ?3 AND ?4 ORDER "
        "BY block DESC",
        scope_, title_mark(title), DocBlock::number_of(first), DocBlock::number_of(last));
    while (tries > 0 && examples.wants(title) && rows.step()) {
      auto block = DocBlock::decode(rows.bytes(1));
      if (!block) return db_.set_corrupt("the index of the search can't be read");
      of_language_.restrict(*block, rows.int64(0));
      const auto begin = rows.int64(0) * DocBlock::kDocs;
      // From the newest on.
      auto place = block->below(last - begin < DocBlock::kDocs ? last - begin + 1 : DocBlock::kDocs);
      for (; place && begin + *place >= first && examples.wants(title) && tries > 0;
           place = block->below(*place)) {
        --tries;
        if (const auto& entry = issues_of(begin + *place); !entry.empty()) take(db_, entry, examples, title);
      }
    }
    tries_left_ -= before - tries;
  }

 private:
  /// As encode_blocked, or empty. Each read once: what is frequent stands side by side in the same reviews.
  const std::string& issues_of(std::int64_t doc) {
    const auto [at, is_new] = read_.try_emplace(doc);
    if (is_new) at->second = encode_blocked(db_, scope_, doc).value_or(std::string{});
    return at->second;
  }

  Connection& db_;
  const std::int64_t scope_;
  OfLanguage of_language_;
  int tries_left_ = kMostTriesInAll;
  std::unordered_map<std::int64_t, std::string> read_;
};

}  // namespace

void add_examples(Connection& db, std::int64_t scope, const core::StatsQuery& query,
                  const std::vector<std::int64_t>& titles, std::vector<core::IssueCount>& issues) {
  if (titles.empty()) return;
  auto bounds = bounds_of(db, scope, query);
  Examples examples{query, titles, issues};
  if (read_pending(db, scope, bounds, examples)) read_blocks(db, scope, query.language, bounds, examples);
  LookUp look_up{db, scope, query};
  for (const auto title : titles) {
    if (examples.wants(title)) look_up.find(title, bounds, examples);
  }
}

}  // namespace assay::store
