#pragma once
#include "base/result.hpp"
#include "store/sqlite/connection.hpp"

namespace assay::store {

/// The newest schema that this program knows (PRAGMA user_version).
int newest_schema_version();

/// Brings the database to the newest schema, one transaction per step. `unsupported` where a newer program
/// made it.
base::Result<void> migrate(Connection& db);

/// Makes the tables of an older schema in an empty database, as a program of that time would; for tests of
/// the way up.
void make_schema(Connection& db, int version);

}  // namespace assay::store
