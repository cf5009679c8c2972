#pragma once
#include <cstdint>
#include <filesystem>

#include "base/result.hpp"
#include "store/sqlite/connection.hpp"

namespace assay::store {

/// What is in a database.
struct DatabaseFacts {
  std::int64_t bytes = 0;
  std::int64_t submissions = 0;
  bool read_through = false;  ///< every page was looked at
};

enum class Depth : std::uint8_t { outline, every_page };

/// That it is a database of Assay, whole as far as looked at, and not of a newer program: `corrupt` or
/// `unsupported` with the reason. Changes nothing.
base::Result<DatabaseFacts> check_database(Connection& db, Depth depth);

/// The same of a data folder's database, also while a server uses it. Above a GiB every page would take too
/// long. `not_found` where there is none yet.
base::Result<DatabaseFacts> check_folder(const std::filesystem::path& folder);

}  // namespace assay::store
