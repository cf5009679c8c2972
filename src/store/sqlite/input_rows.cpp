#include "store/sqlite/input_rows.hpp"

#include "store/sqlite/search_index.hpp"
#include "store/sqlite/search_pending.hpp"
#include "store/sqlite/stored_values.hpp"
#include "store/stored_files.hpp"
#include "store/stored_options.hpp"

namespace assay::store {
namespace {

std::optional<std::int64_t> optional_int(const Rows& rows, int column) {
  if (rows.is_null(column)) return std::nullopt;
  return rows.int64(column);
}

void keep_code(Connection& db, std::int64_t input, const core::ReviewInput& content) {
  const std::string files = content.files.empty() ? std::string{} : encode_files(content.files);
  db.run("INSERT INTO codes(input, code) VALUES (?1, ?2)", input,
         Blob{content.files.empty() ? content.code : files});
}

/// Code that was forgotten is there again, for those who submitted it before too.
void keep_code_again(WriteTransaction& tx, std::int64_t scope, std::int64_t input,
                     const core::ReviewInput& content) {
  keep_code(tx.db, input, content);
  tx.db.run("UPDATE inputs SET forgotten=0 WHERE id=?1", input);
  for (const auto doc : find_term(tx.db, scope, input_mark(input)).members())
    note_for_search(tx.db, doc, kInputPart);
}

}  // namespace

InputRow keep_input(WriteTransaction& tx, std::int64_t scope, const core::Fingerprint& fingerprint,
                    const core::ReviewInput& input, std::optional<std::int64_t> open_job,
                    base::Timestamp now) {
  InputRow row;
  bool forgotten = false;
  {
    auto rows = tx.db.query(
        "UPDATE inputs SET refs=refs+1, used_at=max(used_at, ?3) WHERE scope=?1 AND fingerprint=?2 RETURNING "
        "id, "
        "open_job, cached_review, cache_expires, forgotten",
        scope, fingerprint, stored(now));
    if (rows.step()) {
      row = {rows.int64(0), optional_int(rows, 1), optional_int(rows, 2), timestamp(rows.int64(3))};
      forgotten = rows.int64(4) != 0;
    }
  }
  if (forgotten) keep_code_again(tx, scope, row.id, input);
  if (row.id != 0) return row;
  tx.db.run(
      "INSERT INTO inputs(scope, fingerprint, refs, language, filename, options, open_job, files, used_at) "
      "VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8)",
      scope, fingerprint, core::to_string(input.language), input.filename, encode_options(input.options),
      open_job, static_cast<std::int64_t>(input.files.size()), stored(now));
  row.id = tx.db.last_insert_id();
  row.open_job = open_job;
  keep_code(tx.db, row.id, input);
  return row;
}

void drop_input(WriteTransaction& tx, std::int64_t input) {
  tx.db.run("UPDATE inputs SET refs=refs-1 WHERE id=?1", input);
  tx.db.run("DELETE FROM inputs WHERE id=?1 AND refs<=0", input);
  if (tx.db.changes() > 0) tx.db.run("DELETE FROM codes WHERE input=?1", input);
}

core::Language input_language(Connection& db, std::int64_t input) {
  auto rows = db.query("SELECT language FROM inputs WHERE id=?1", input);
  const auto language = rows.step() ? core::parse_language(rows.bytes(0)) : std::nullopt;
  if (!language) db.set_corrupt("the language of a submission can't be read");
  return language.value_or(core::Language::text);
}

std::shared_ptr<const core::ReviewInput> read_input(Connection& db, std::int64_t input, bool no_cache) {
  auto rows = db.query(
      "SELECT i.language, i.filename, i.options, c.code, i.files, i.forgotten FROM inputs i LEFT JOIN codes "
      "c "
      "ON c.input = i.id WHERE i.id=?1",
      input);
  if (!rows.step() || (rows.is_null(3) && rows.int64(5) == 0)) {
    db.set_corrupt("the code of a submission is missing");
    return nullptr;
  }
  const auto language = core::parse_language(rows.bytes(0));
  auto options = decode_options(rows.bytes(2));
  if (!language || !options) {
    db.set_corrupt("the language or the options of a submission can't be read");
    return nullptr;
  }
  options->no_cache = no_cache;
  core::ReviewInput read{*language, rows.text(1), {}, std::move(*options)};
  if (rows.is_null(3)) return std::make_shared<const core::ReviewInput>(std::move(read));
  if (rows.int64(4) == 0) {
    read.code = rows.text(3);
  } else if (auto files = decode_files(rows.bytes(3))) {
    read.files = std::move(*files);
  } else {
    db.set_corrupt("the files of a submission can't be read");
    return nullptr;
  }
  return std::make_shared<const core::ReviewInput>(std::move(read));
}

}  // namespace assay::store
