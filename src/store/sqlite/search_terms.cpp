#include "store/sqlite/search_terms.hpp"

#include <algorithm>
#include <charconv>

#include "core/search_text.hpp"
#include "core/search_words.hpp"
#include "store/sqlite/input_rows.hpp"
#include "store/sqlite/stored_issues.hpp"
#include "store/sqlite/stored_values.hpp"
#include "store/sqlite/title_rows.hpp"

namespace assay::store {
namespace {

std::string mark(char kind, std::string_view value) { return std::string{'\1', kind}.append(value); }

constexpr std::int64_t kDayMicros = 86'400'000'000;

void add_issue_marks(Connection& db, std::string_view bytes, Terms& terms) {
  const auto issues = decode_issues(bytes);
  if (!issues) {
    db.set_corrupt("the issues of a review can't be read");
    return;
  }
  for (const auto& issue : *issues) {
    terms.push_back(issue_mark(issue.severity, std::nullopt));
    terms.push_back(issue_mark(std::nullopt, issue.category));
    terms.push_back(issue_mark(issue.severity, issue.category));
    terms.push_back(title_mark(issue.title));
  }
}

void sort_unique(Terms& terms) {
  std::ranges::sort(terms);
  terms.erase(std::ranges::unique(terms).begin(), terms.end());
}

}  // namespace

std::string language_mark(std::string_view language) { return mark('l', language); }
std::string state_mark(int state) { return mark('s', std::to_string(state)); }
std::string score_mark(std::optional<int> score) { return mark('p', score ? std::to_string(*score) : "-"); }
std::string day_mark(std::int64_t day) { return mark('d', std::to_string(day)); }
std::pair<std::string, std::string> range_of_day_marks() { return {mark('d', ""), mark('e', "")}; }

std::int64_t day_of_mark(std::string_view mark) {
  std::int64_t day = 0;
  const auto number = mark.substr(std::min(mark.size(), day_mark(0).size() - 1));
  std::from_chars(number.data(), number.data() + number.size(), day);
  return day;
}

std::string input_mark(std::int64_t input) { return mark('f', std::to_string(input)); }
std::string title_mark(std::int64_t title) { return mark('t', std::to_string(title)); }

std::string issue_mark(std::optional<core::Severity> severity, std::optional<core::Category> category) {
  const auto part = [](auto value) { return value ? std::to_string(static_cast<int>(*value)) : "-"; };
  return mark('i', part(severity) + part(category));
}

std::shared_ptr<const Terms> SearchReader::words_of(std::int64_t input) {
  auto& known = inputs_[input];
  if (!known) {
    const auto read = read_input(db_, input, false);
    known = std::make_shared<const Terms>(read ? core::input_words(*read) : Terms{});
  }
  return known;
}

std::shared_ptr<const Terms> SearchReader::outcome_of(std::int64_t review) {
  auto& known = reviews_[review];
  if (known) return known;
  Terms terms;
  auto rows = db_.query("SELECT titles, issues FROM review_bodies WHERE review=?1", review);
  if (rows.step()) {
    for (const auto& issue : decode_titles(rows.bytes(0))) {
      for (auto& word : core::search_words(issue.title)) terms.push_back(std::move(word));
    }
    if (!rows.is_null(1)) add_issue_marks(db_, rows.bytes(1), terms);
  }
  sort_unique(terms);
  known = std::make_shared<const Terms>(std::move(terms));
  return known;
}

std::optional<SearchDocument> SearchReader::read(std::int64_t doc, int parts) {
  SearchDocument document;
  std::int64_t input = 0;
  std::optional<std::int64_t> review;
  const bool with_input = (parts & kInputPart) != 0;
  {
    auto rows = db_.query(
        "SELECT id, scope, input, language, created_at, state, score, review FROM submissions WHERE seq=?1",
        doc);
    if (!rows.step()) return std::nullopt;
    document.doc = doc;
    document.id = rows.id(0);
    document.scope = rows.int64(1);
    input = rows.int64(2);
    auto& terms = document.own;
    if (with_input) {
      terms.push_back(input_mark(input));
      terms.push_back(language_mark(rows.bytes(3)));
      const auto created = rows.int64(4);
      terms.push_back(day_mark(created / kDayMicros - (created % kDayMicros < 0 ? 1 : 0)));
    }
    if ((parts & kOutcomePart) != 0 && rows.int64(5) != kOpen) {
      terms.push_back(state_mark(rows.integer(5)));
      terms.push_back(score_mark(rows.is_null(6) ? std::nullopt : std::optional{rows.integer(6)}));
      if (!rows.is_null(7)) review = rows.int64(7);
    }
  }
  if (with_input) document.of_input = words_of(input);
  if (review) document.of_review = outcome_of(*review);
  return document;
}

Terms SearchDocument::all() const {
  Terms terms = own;
  for (const auto* shared : {of_input.get(), of_review.get()}) {
    if (shared != nullptr) terms.insert(terms.end(), shared->begin(), shared->end());
  }
  sort_unique(terms);
  return terms;
}

}  // namespace assay::store
