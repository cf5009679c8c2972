#include "store/sqlite/search_terms.hpp"

#include <algorithm>

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

}  // namespace

std::string language_mark(std::string_view language) { return mark('l', language); }
std::string state_mark(int state) { return mark('s', std::to_string(state)); }
std::string score_mark(std::optional<int> score) { return mark('p', score ? std::to_string(*score) : "-"); }
std::string day_mark(std::int64_t day) { return mark('d', std::to_string(day)); }
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

std::optional<SearchDocument> SearchReader::read(std::int64_t doc, int parts) {
  SearchDocument document;
  std::int64_t input = 0;
  {
    auto rows = db_.query(
        "SELECT s.id, s.scope, s.input, s.language, s.created_at, s.state, s.score, b.titles, b.issues FROM "
        "submissions s LEFT JOIN review_bodies b ON b.review = s.review WHERE s.seq=?1",
        doc);
    if (!rows.step()) return std::nullopt;
    document.doc = doc;
    document.id = rows.id(0);
    document.scope = rows.int64(1);
    input = rows.int64(2);
    auto& terms = document.terms;
    if ((parts & kInputPart) != 0) {
      terms.push_back(input_mark(input));
      terms.push_back(language_mark(rows.bytes(3)));
      const auto created = rows.int64(4);
      terms.push_back(day_mark(created / kDayMicros - (created % kDayMicros < 0 ? 1 : 0)));
    }
    if ((parts & kOutcomePart) != 0 && rows.int64(5) != kOpen) {
      terms.push_back(state_mark(rows.integer(5)));
      terms.push_back(score_mark(rows.is_null(6) ? std::nullopt : std::optional{rows.integer(6)}));
      for (const auto& issue : decode_titles(rows.bytes(7))) {
        for (auto& word : core::search_words(issue.title)) terms.push_back(std::move(word));
      }
      if (!rows.is_null(8)) add_issue_marks(db_, rows.bytes(8), terms);
    }
  }
  auto& terms = document.terms;
  if ((parts & kInputPart) != 0) {
    const auto words = words_of(input);
    terms.insert(terms.end(), words->begin(), words->end());
  }
  std::ranges::sort(terms);
  terms.erase(std::ranges::unique(terms).begin(), terms.end());
  return document;
}

}  // namespace assay::store
