#include "store/sqlite/history_search.hpp"

#include <algorithm>
#include <utility>

#include "core/search_words.hpp"
#include "store/sqlite/search_index.hpp"
#include "store/sqlite/stored_values.hpp"

namespace assay::store {
namespace {

using core::HistoryQuery;

/// So few are rather looked up one by one than compared with the marks of days.
constexpr std::int64_t kFewFound = 1500;
constexpr int kMostScore = 10;
constexpr std::int64_t kDayMicros = 86'400'000'000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }
std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return -floor_div(-a, b); }

/// The intersection of everything that was asked for so far.
class Filtered {
 public:
  Filtered(Connection& db, std::int64_t scope) : db_(db), scope_(scope) {}

  void require(const std::string& term) {
    if (found_) {
      keep_with_term(db_, scope_, term, *found_);
    } else {
      found_ = find_term(db_, scope_, term);
    }
  }
  void require(DocSet docs) {
    if (found_) {
      found_->intersect(docs);
    } else {
      found_ = std::move(docs);
    }
  }
  bool nothing() const { return found_ && found_->blocks().empty(); }
  DocSet take() { return std::exchange(found_, std::nullopt).value_or(DocSet{}); }
  std::int64_t count() const { return found_ ? found_->count() : 0; }

 private:
  Connection& db_;
  std::int64_t scope_;
  std::optional<DocSet> found_;
};

/// Keeps the members that `test(seq)` is true for.
template <class Test>
DocSet only(const DocSet& docs, Test test) {
  DocSet kept;
  for (const auto doc : docs.members()) {
    if (test(doc)) kept.add(doc);
  }
  return kept;
}

bool has_open_state(Connection& db, std::int64_t doc, core::Status status) {
  auto rows = db.query(
      "SELECT 1 FROM submissions s JOIN jobs j ON j.id = s.job WHERE s.seq=?1 AND s.state=0 AND j.state=?2",
      doc, stored(status));
  return rows.step();
}

DocSet union_of_scores(Connection& db, std::int64_t scope, int least, int most) {
  DocSet all;
  for (int score = least; score <= most; ++score) all.unite(find_term(db, scope, score_mark(score)));
  return all;
}

void add_rows(Connection& db, const Window& window, std::int64_t start, std::int64_t end, DocSet& docs) {
  if (start >= end) return;
  Window part;
  part.scope = window.scope;
  part.start = start;
  part.end = end;
  auto rows = all_rows(db, part, -1, 0);
  while (rows.step()) docs.add(read_seq(rows));
}

/// The time of the scope's first or last submission, or that bound of the window where it is closer.
std::optional<std::pair<std::int64_t, std::int64_t>> span_of(Connection& db, const Window& window) {
  Window part = window;
  part.after.reset();
  part.oldest_first = true;
  std::int64_t first = 0;
  {
    auto rows = all_rows(db, part, 1, 0);
    if (!rows.step()) return std::nullopt;
    first = read_place(rows).created_at;
  }
  part.oldest_first = false;
  auto rows = all_rows(db, part, 1, 0);
  if (!rows.step()) return std::nullopt;
  return std::pair{first, read_place(rows).created_at + 1};
}

/// Whole days by their marks, the rest of the two days at the ends row by row.
DocSet within_dates(Connection& db, const Window& window) {
  DocSet docs;
  const auto span = span_of(db, window);
  if (!span) return docs;
  const auto first = ceil_div(span->first, kDayMicros);
  const auto last = floor_div(span->second, kDayMicros);
  if (first >= last) {
    add_rows(db, window, span->first, span->second, docs);
    return docs;
  }
  add_rows(db, window, span->first, first * kDayMicros, docs);
  for (auto day = first; day < last; ++day) docs.unite(find_term(db, window.scope, day_mark(day)));
  add_rows(db, window, last * kDayMicros, span->second, docs);
  return docs;
}

bool has_dates(const Window& window) {
  const Window open;
  return window.start != open.start || window.end != open.end;
}

}  // namespace

bool needs_search(const HistoryQuery& query) {
  return query.severity || query.category || !core::search_words(query.text).empty();
}

DocSet find_documents(Connection& db, const HistoryQuery& query, const Window& window) {
  const auto scope = window.scope;
  Filtered found{db, scope};
  auto words = core::search_words(query.text);
  // Long words are rare, marks are frequent: the fewer there are, the less is read of what comes behind.
  std::ranges::stable_sort(words, std::ranges::greater{}, &std::string::size);
  for (const auto& word : words) {
    if (found.nothing()) return {};
    found.require(word);
  }
  if (query.severity || query.category) found.require(issue_mark(query.severity, query.category));
  if (query.language) found.require(language_mark(core::to_string(*query.language)));
  if (query.min_score || query.max_score) {
    found.require(union_of_scores(db, scope, std::max(0, query.min_score.value_or(0)),
                                  std::min(kMostScore, query.max_score.value_or(kMostScore))));
  }
  const bool open = query.status && !core::is_terminal(*query.status);
  if (query.status && !open) found.require(state_mark(stored(*query.status)));
  if (found.nothing()) return {};
  if (has_dates(window)) {
    if (found.count() > kFewFound) {
      found.require(within_dates(db, window));
    } else {
      found.require(only(found.take(), [&](std::int64_t doc) {
        const auto place = place_of(db, doc);
        return place && place->created_at >= window.start && place->created_at < window.end;
      }));
    }
  }
  auto docs = found.take();
  if (!open) return docs;
  // Nearly all are over; what is left is looked at.
  for (const auto state : {core::Status::completed, core::Status::failed, core::Status::cancelled}) {
    docs.subtract(find_term(db, scope, state_mark(stored(state))));
  }
  return only(docs, [&](std::int64_t doc) { return has_open_state(db, doc, *query.status); });
}

DocSet with_score(Connection& db, std::int64_t scope, const DocSet& found, std::optional<int> score) {
  DocSet docs = found;
  if (score) {
    docs.intersect(find_term(db, scope, score_mark(score)));
  } else {
    docs.subtract(union_of_scores(db, scope, 0, kMostScore));
  }
  return docs;
}

std::int64_t count_with_score(Connection& db, std::int64_t scope, const DocSet& found,
                              std::optional<int> score) {
  if (score) return count_with_term(db, scope, score_mark(score), found);
  return with_score(db, scope, found, score).count();
}

}  // namespace assay::store
