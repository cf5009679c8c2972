#include "store/sqlite/database_check.hpp"

#include <string>
#include <system_error>

#include "store/sqlite/schema.hpp"

namespace assay::store {

base::Result<DatabaseFacts> check_database(Connection& db, Depth depth) {
  const auto damaged = [](std::string why) { return base::fail(base::Errc::corrupt, std::move(why)); };
  const auto version = db.scalar("PRAGMA user_version");
  if (db.error()) return damaged(db.error()->message);
  if (version.value_or(0) < 1) return damaged("it has no schema of Assay");
  if (*version > newest_schema_version())
    return base::fail(base::Errc::unsupported, "was made by a newer version of Assay");
  DatabaseFacts facts;
  if (depth == Depth::every_page) {
    auto rows = db.query("PRAGMA quick_check(1)");
    if (rows.step() && rows.bytes(0) != "ok") return damaged(rows.text(0));
    facts.read_through = true;
  }
  facts.submissions = db.scalar("SELECT count(*) FROM submissions").value_or(0);
  facts.bytes = db.scalar("PRAGMA page_count").value_or(0) * db.scalar("PRAGMA page_size").value_or(0);
  if (db.error()) return damaged(db.error()->message);
  return facts;
}

base::Result<DatabaseFacts> check_folder(const std::filesystem::path& folder) {
  constexpr std::uintmax_t kSoonRead = 1ULL << 30;
  const auto file = folder / "assay.db";
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) return base::fail(base::Errc::not_found, "there is no database in " + folder.string());
  auto db = Connection::open(file, OpenMode::read_only);
  if (!db) return base::fail(db.error());
  return check_database(**db, size > kSoonRead ? Depth::outline : Depth::every_page);
}

}  // namespace assay::store
