#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace assay::store {

/// How to reach the server that holds a data folder, for whoever can read the folder.
struct ServerContact {
  std::string url;    ///< "http://127.0.0.1:8080"
  std::string token;  ///< an administrator's, good while that server lives
  std::string pin;    ///< "sha256//…" of the certificate's public key (libcurl's form); empty without TLS
};

/// The folder with everything that Assay keeps, held by this process alone for as long as this object lives.
/// Two servers on one database would both run its jobs; a restore under a running server would be
/// overwritten.
///
/// The lock is the kernel's (flock), so it is gone when the process is, however that ended.
class DataFolder {
 public:
  /// Makes the folder (0700) where it is missing. `conflict` where another process holds it: the message says
  /// which; `unavailable` where the folder can't be made or written, with the reason.
  static base::Result<DataFolder> open(const std::filesystem::path& folder);

  DataFolder(DataFolder&& other) noexcept;
  DataFolder& operator=(DataFolder&&) = delete;
  ~DataFolder();

  /// Writes into the lock file, which only the folder's owner can read, how the process that holds the folder
  /// can be asked.
  base::Result<void> announce(const ServerContact& contact) const;
  /// What the process that holds the folder announced; nothing where it did not.
  static std::optional<ServerContact> contact(const std::filesystem::path& folder);

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path database_file() const { return path_ / "assay.db"; }

 private:
  DataFolder(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::filesystem::path path_;
  int lock_;
};

/// Makes the file (0600) where it is missing; SQLite gives its journal and index files the same rights.
base::Result<void> create_private_file(const std::filesystem::path& file);

}  // namespace assay::store
