#pragma once
#include <cstdint>
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
};
/// At most `most`, and fewer where they have many words. Those that are gone meanwhile are left out.
std::vector<PendingDocument> read_pending(Connection& db, int most);

/// The parts are in the index.
void forget_pending(Connection& db, std::int64_t doc, int parts);

/// Takes an erased submission out of the index, in the transaction of the erasure and while its rows are
/// there.
void drop_from_search(WriteTransaction& tx, std::int64_t doc);

}  // namespace assay::store
