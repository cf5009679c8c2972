#pragma once
#include <vector>

#include "store/sqlite/write_transaction.hpp"

namespace assay::store {

/// Whether an unfinished submission needs the input.
bool is_open(Connection& db, std::int64_t input);

/// Deletes the code of an input and its words from the search; what was submitted with it stays, without
/// code. Gives those submissions. The same code is kept again when it is submitted again.
std::vector<core::SubmissionId> forget_code(WriteTransaction& tx, std::int64_t scope, std::int64_t input);

}  // namespace assay::store
