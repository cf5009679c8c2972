#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports/review_store.hpp"
#include "store/sqlite/connection.hpp"

namespace assay::store {

/// One more use of the issue's title; gives its row, which is made where it is new. Rows below 0 are of
/// rules, whose number is small; those above of titles that models make up.
std::int64_t keep_title(Connection& db, std::int64_t scope, const core::IssueSummary& issue);
/// One use less; the last one takes the row with it.
void drop_title(Connection& db, std::int64_t title);

/// The issues as review_bodies.titles keeps them beside the numbers of stored_issues.hpp and in the same
/// order: a line each, the id, a tab, the title.
std::string encode_titles(const std::vector<core::IssueSummary>& issues);
struct StoredTitle {
  std::string_view id;
  std::string_view title;
};
/// Views of `text`.
std::vector<StoredTitle> decode_titles(std::string_view text);
/// The one of that place in decode_titles; nothing where there is none.
std::optional<StoredTitle> title_at(std::string_view text, std::size_t index);

}  // namespace assay::store
