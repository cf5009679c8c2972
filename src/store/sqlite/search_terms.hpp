#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/issue.hpp"
#include "store/sqlite/connection.hpp"

namespace assay::store {

/// Numbers of search_pending.parts.
inline constexpr int kInputPart = 1;    ///< what was handed in: words of the code, language, day
inline constexpr int kOutcomePart = 2;  ///< what came of it: words of the titles, state, score, issues
inline constexpr int kBlockPart =
    4;  ///< of kOutcomePart what issue_blocks.hpp keeps, where the rest is known

/// Terms that are no words: by what history is filtered together with words. No word begins as they do.
std::string language_mark(std::string_view language);
std::string state_mark(int state);
std::string score_mark(std::optional<int> score);  ///< of a finished submission
std::string day_mark(std::int64_t day);            ///< of the creation, days since 1970 in UTC
/// All marks of days are first <= mark < last; they are not in the order of the days.
std::pair<std::string, std::string> range_of_day_marks();
std::int64_t day_of_mark(std::string_view mark);
/// That the review has an issue of that severity, of that category, or one that is both.
std::string issue_mark(std::optional<core::Severity> severity, std::optional<core::Category> category);
std::string title_mark(std::int64_t title);
std::string input_mark(std::int64_t input);  ///< of inputs.id

using Terms = std::vector<std::string>;

/// A submission as the index sees it. A term may stand in several of its lists.
struct SearchDocument {
  std::int64_t doc = 0;  ///< submissions.seq
  std::string id;        ///< to know it again: numbers are given anew after an erasure
  std::int64_t scope = 0;
  Terms own;
  std::shared_ptr<const Terms> of_input;   ///< shared by all that have the input; null: not read
  std::shared_ptr<const Terms> of_review;  ///< shared by all that have the review; null: none, or not read

  /// Each once, sorted.
  Terms all() const;
};

/// Reads submissions for the index. Keeps the terms of the inputs and reviews that it has seen, because many
/// submissions may share one; make a new one for each batch.
class SearchReader {
 public:
  explicit SearchReader(Connection& db) : db_(db) {}

  /// The terms of some parts of a submission; nothing where there is none (or the connection has an error).
  std::optional<SearchDocument> read(std::int64_t doc, int parts);

 private:
  std::shared_ptr<const Terms> words_of(std::int64_t input);
  std::shared_ptr<const Terms> outcome_of(std::int64_t review);

  Connection& db_;
  std::unordered_map<std::int64_t, std::shared_ptr<const Terms>> inputs_;
  std::unordered_map<std::int64_t, std::shared_ptr<const Terms>> reviews_;
};

}  // namespace assay::store
