#include "http/history/history_query.hpp"

#include "core/search_words.hpp"

namespace assay::http {
namespace {

constexpr int kMaxScore = 10;

/// Assigns a parameter, or keeps the first error.
template <class Field, class Value>
void take(Field& field, base::Result<std::optional<Value>> value, base::Error& error) {
  if (!value) {
    if (error.message.empty()) error = value.error();
  } else if (*value) {
    field = static_cast<Value>(**value);
  }
}

/// A search of punctuation alone would filter nothing, which nobody means.
base::Result<std::optional<std::string>> search_text(const Query& query) {
  const auto text = query.text("q");
  if (!text) return std::nullopt;
  if (text->size() > kLongestSearch) {
    return base::fail(base::Errc::invalid_argument,
                      "\"q\" must have at most " + std::to_string(kLongestSearch) + " bytes.", "q");
  }
  if (core::search_words(*text).empty()) {
    return base::fail(base::Errc::invalid_argument,
                      "\"q\" must have a word: letters, digits or \"_\", at most " +
                          std::to_string(core::kLongestSearchWord) + " of them in a row.",
                      "q");
  }
  return std::string{*text};
}

}  // namespace

base::Result<core::HistoryQuery> read_history_query(const Query& query) {
  core::HistoryQuery history;
  base::Error error;
  take(history.language, query.language("language"), error);
  take(history.status, query.status("status"), error);
  take(history.min_score, query.integer("min_score", 0, kMaxScore), error);
  take(history.max_score, query.integer("max_score", 0, kMaxScore), error);
  take(history.start, query.timestamp("start_date", Query::DateMeans::start_of_day), error);
  take(history.end, query.timestamp("end_date", Query::DateMeans::end_of_day), error);
  take(history.severity, query.severity("severity"), error);
  take(history.category, query.category("category"), error);
  take(history.text, search_text(query), error);
  take(history.order, query.order("sort"), error);
  if (!error.message.empty()) return base::fail(std::move(error));
  return history;
}

}  // namespace assay::http
