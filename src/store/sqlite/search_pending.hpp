#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/sqlite/search_terms.hpp"
#include "store/sqlite/write_transaction.hpp"

namespace assay::store {

/// The index is to learn of parts (kInputPart, kOutcomePart) of a submission, soon and aside from this
/// transaction.
void note_for_search(Connection& db, std::int64_t doc, int parts);

/// Submissions that the index is to learn of, oldest first, with what it is to learn.
struct PendingDocument {
  int parts = 0;
  SearchDocument document;
  std::optional<std::string> issues;  ///< for issue_blocks.hpp, where it is to learn what came of it
};
/// At most `most`, and fewer where they have many words. Those that are gone meanwhile are left out.
std::vector<PendingDocument> read_pending(Connection& db, int most);

/// Whether a submission is still the one that was read: numbers are given anew after an erasure.
bool is_there(Connection& db, const SearchDocument& document);

/// Writes the issues of those that are the same submissions as when they were read.
void keep_issues_of(Connection& db, const std::vector<PendingDocument>& pending);

/// The parts are in the index.
void forget_pending(Connection& db, std::int64_t doc, int parts);

/// Takes an erased submission out of the index, in the transaction of the erasure and while its rows are
/// there.
void drop_from_search(WriteTransaction& tx, std::int64_t doc);

}  // namespace assay::store
