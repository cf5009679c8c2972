#include "store/sqlite/backup.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string>
#include <system_error>
#include <thread>

#include "store/sqlite/connection.hpp"
#include "store/sqlite/data_folder.hpp"
#include "store/sqlite/database_check.hpp"

namespace assay::store {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kPatience{30};

base::Error about(const fs::path& file, const base::Error& error) {
  return {error.code, file.string() + ": " + error.message, {}};
}

base::Result<void> sync(const fs::path& path, int flags) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  const int error = errno;
  if (fd >= 0) ::close(fd);
  if (synced) return {};
  return base::fail(base::Errc::unavailable,
                    "can't write " + path.string() + ": " + std::generic_category().message(error));
}

/// Copies page by page within one read transaction of the source, so that it is of one moment.
base::Result<void> copy(Connection& from, Connection& to) {
  sqlite3_backup* backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
  if (backup == nullptr) return base::fail(base::Errc::unavailable, sqlite3_errmsg(to.handle()));
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  int code = sqlite3_backup_step(backup, -1);
  while ((code == SQLITE_BUSY || code == SQLITE_LOCKED) && std::chrono::steady_clock::now() < give_up) {
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
    code = sqlite3_backup_step(backup, -1);
  }
  sqlite3_backup_finish(backup);
  if (code == SQLITE_DONE) return {};
  const auto errc = (code & 0xff) == SQLITE_FULL      ? base::Errc::exhausted
                    : (code & 0xff) == SQLITE_CORRUPT ? base::Errc::corrupt
                                                      : base::Errc::unavailable;
  return base::fail(errc, std::string{"the database could not be copied: "} + sqlite3_errstr(code));
}

/// That it is a database of Assay, whole, and not of a newer program.
base::Result<BackupFacts> check(Connection& db, const fs::path& file) {
  const auto facts = check_database(db, Depth::every_page);
  if (facts) return BackupFacts{facts->bytes, facts->submissions};
  const auto code = facts.error().code;
  return base::fail(code, file.string() +
                              (code == base::Errc::corrupt ? " is no whole backup of Assay: " : " ") +
                              facts.error().message);
}

/// A file that is removed unless it has been moved to its place.
class Partial {
 public:
  explicit Partial(fs::path path) : path_(std::move(path)) { remove(); }
  ~Partial() { remove(); }
  Partial(const Partial&) = delete;
  Partial& operator=(const Partial&) = delete;

  const fs::path& path() const { return path_; }
  base::Result<void> move_to(const fs::path& place) {
    if (auto synced = sync(path_, O_RDONLY); !synced) return synced;
    std::error_code error;
    fs::rename(path_, place, error);
    if (error) {
      return base::fail(base::Errc::unavailable, "can't write " + place.string() + ": " + error.message());
    }
    return sync(fs::absolute(place).parent_path(), O_RDONLY | O_DIRECTORY);
  }

 private:
  void remove() const {
    std::error_code ignored;
    for (const auto* suffix : {"", "-journal", "-wal", "-shm"}) fs::remove(path_.string() + suffix, ignored);
  }
  fs::path path_;
};

/// A checked copy of `from` as one file without a log.
base::Result<BackupFacts> make_copy(Connection& from, const fs::path& path) {
  if (auto made = create_private_file(path); !made) return base::fail(made.error());
  auto to = Connection::open(path, OpenMode::read_write);
  if (!to) return base::fail(to.error());
  (*to)->execute("PRAGMA synchronous=OFF");  // it is synced as a whole
  if (auto copied = copy(from, **to); !copied) return base::fail(copied.error());
  (*to)->execute("PRAGMA journal_mode=DELETE");
  if ((*to)->error()) return base::fail(*(*to)->error());
  return check(**to, path);
}

/// Folds the log of the old database into it, so that none is left beside the new one.
void settle(const fs::path& database) {
  if (auto old = Connection::open(database, OpenMode::read_write)) {
    (*old)->execute("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  std::error_code ignored;
  for (const auto* suffix : {"-wal", "-shm"}) fs::remove(database.string() + suffix, ignored);
}

}  // namespace

base::Result<BackupFacts> back_up(const fs::path& folder, const fs::path& file) {
  const auto database = folder / "assay.db";
  std::error_code error;
  if (!fs::exists(database, error)) {
    return base::fail(base::Errc::not_found, "there is no database in the data folder " + folder.string());
  }
  auto from = Connection::open(database, OpenMode::read_write);
  if (!from) return base::fail(from.error());
  Partial partial{file.string() + ".partial"};
  auto facts = make_copy(**from, partial.path());
  if (!facts) return base::fail(about(file, facts.error()));
  if (auto moved = partial.move_to(file); !moved) return base::fail(moved.error());
  return facts;
}

base::Result<BackupFacts> restore(const fs::path& file, const fs::path& folder, Replace replace) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) {
    return base::fail(base::Errc::not_found, "there is no file " + file.string());
  }
  auto from = Connection::open(file, OpenMode::read_only);
  if (!from) return base::fail(from.error());
  if (auto facts = check(**from, file); !facts) return facts;
  auto held = DataFolder::open(folder);
  if (!held) return base::fail(held.error());
  const auto database = held->database_file();
  const bool exists = fs::exists(database, error);
  if (exists && replace == Replace::no) {
    return base::fail(base::Errc::conflict, "the data folder " + folder.string() + " has a database already");
  }
  Partial partial{database.string() + ".restoring"};
  auto facts = make_copy(**from, partial.path());
  if (!facts) return base::fail(about(folder, facts.error()));
  if (exists) settle(database);
  if (auto moved = partial.move_to(database); !moved) return base::fail(moved.error());
  return facts;
}

}  // namespace assay::store
