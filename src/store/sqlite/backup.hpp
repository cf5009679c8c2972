#pragma once
#include <cstdint>
#include <filesystem>

#include "base/result.hpp"

namespace assay::store {

/// What a backup holds.
struct BackupFacts {
  std::int64_t bytes = 0;
  std::int64_t submissions = 0;
};

/// Copies the database of a data folder into `file`, as of one moment, while a server may be using it:
/// readers and writers go on. The file appears whole and checked, or not at all, and replaces an older one.
/// `not_found` where the folder has no database, `unavailable` or `exhausted` where the file can't be
/// written.
base::Result<BackupFacts> back_up(const std::filesystem::path& folder, const std::filesystem::path& file);

enum class Replace : std::uint8_t { no, yes };

/// Puts the database of a backup into a data folder, which is made where it is missing. The backup is checked
/// first: `corrupt` where it is damaged or none of Assay's, `unsupported` where a newer program made it.
/// `conflict` where another process holds the folder (the message says which), or where it has a database and
/// `replace` is no. The old database stays as it is until the new one takes its place in one step.
base::Result<BackupFacts> restore(const std::filesystem::path& file, const std::filesystem::path& folder,
                                  Replace replace);

}  // namespace assay::store
