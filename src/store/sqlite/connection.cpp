#include "store/sqlite/connection.hpp"

#include <sqlite3.h>

#include <mutex>

namespace assay::store {
namespace {

base::Errc errc_of(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
    case SQLITE_NOMEM:
    case SQLITE_TOOBIG:
      return base::Errc::exhausted;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return base::Errc::corrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_INTERRUPT:
      return base::Errc::unavailable;
    default:
      return base::Errc::internal;
  }
}

std::string sentence_of(int code, const char* detail) {
  switch (errc_of(code)) {
    case base::Errc::exhausted:
      if ((code & 0xff) == SQLITE_FULL) return "the disk that holds the database is full";
      return std::string{"the database ran out of room: "} + detail;
    case base::Errc::corrupt:
      return std::string{"the database is damaged: "} + detail;
    case base::Errc::unavailable:
      return std::string{"the database can't be reached: "} + detail;
    default:
      return std::string{"database error: "} + detail;
  }
}

/// Statistics of memory would take a process-wide lock at each allocation.
void configure_once() {
  static std::once_flag flag;
  std::call_once(flag, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

constexpr int kBusyMillis = 5000;

}  // namespace

Rows::Rows(Rows&& other) noexcept
    : connection_(other.connection_), statement_(std::exchange(other.statement_, nullptr)) {}

Rows::~Rows() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

bool Rows::step() {
  if (statement_ == nullptr || connection_->error_) return false;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) connection_->note(sqlite3_extended_errcode(connection_->handle_));
  return false;
}

std::int64_t Rows::int64(int column) const { return sqlite3_column_int64(statement_, column); }

bool Rows::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::string_view Rows::bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  if (data == nullptr) return {};
  return {static_cast<const char*>(data), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string Rows::id(int column) const {
  if (sqlite3_column_type(statement_, column) == SQLITE_BLOB) return unpack_id(bytes(column));
  return text(column);
}

void Connection::Finalizer::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

base::Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, OpenMode mode) {
  configure_once();
  sqlite3* handle = nullptr;
  const int access = mode == OpenMode::read_write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  const int code =
      sqlite3_open_v2(file.c_str(), &handle, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  std::unique_ptr<Connection> connection{new Connection{handle}};
  if (code != SQLITE_OK) {
    return base::fail(errc_of(code), "can't open " + file.string() + ": " + sqlite3_errstr(code));
  }
  sqlite3_busy_timeout(handle, kBusyMillis);
  // A database that someone prepared must not run functions of our process from its schema.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  return connection;
}

Connection::~Connection() {
  statements_.clear();
  sqlite3_close(handle_);
}

sqlite3_stmt* Connection::prepared(Sql sql) {
  if (error_) return nullptr;
  auto& slot = statements_[sql.text()];
  if (!slot) {
    sqlite3_stmt* statement = nullptr;
    const int code =
        sqlite3_prepare_v3(handle_, sql.text(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) {
      note(code);
      return nullptr;
    }
    slot.reset(statement);
  }
  return slot.get();
}

void Connection::execute(const char* script) {
  if (error_) return;
  const int code = sqlite3_exec(handle_, script, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) note(sqlite3_extended_errcode(handle_));
}

std::optional<std::int64_t> Connection::scalar(const char* sql) {
  if (error_) return std::nullopt;
  sqlite3_stmt* raw = nullptr;
  if (const int code = sqlite3_prepare_v2(handle_, sql, -1, &raw, nullptr); code != SQLITE_OK) {
    note(code);
    return std::nullopt;
  }
  const std::unique_ptr<sqlite3_stmt, Finalizer> statement{raw};
  const int code = sqlite3_step(raw);
  if (code == SQLITE_ROW) return sqlite3_column_int64(raw, 0);
  if (code != SQLITE_DONE) note(sqlite3_extended_errcode(handle_));
  return std::nullopt;
}

std::int64_t Connection::last_insert_id() const { return sqlite3_last_insert_rowid(handle_); }
std::int64_t Connection::changes() const { return sqlite3_changes64(handle_); }
std::int64_t Connection::total_changes() const { return sqlite3_total_changes64(handle_); }
bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

void Connection::clear_error() {
  error_.reset();
  error_code_ = 0;
}

void Connection::set_corrupt(std::string_view what) {
  if (error_) return;
  error_code_ = SQLITE_CORRUPT;
  error_ = base::Error{base::Errc::corrupt, "the database is damaged: " + std::string{what}, {}};
}

void Connection::note(int code) {
  if (error_ || code == SQLITE_OK) return;
  error_code_ = code;
  error_ = base::Error{errc_of(code), sentence_of(code, sqlite3_errmsg(handle_)), {}};
}

void Connection::bind(sqlite3_stmt* statement, int index, Keep, std::int64_t value) {
  note(sqlite3_bind_int64(statement, index, value));
}

void Connection::bind(sqlite3_stmt* statement, int index, Keep keep, std::string_view text) {
  // An empty view may have no address, which SQLite would take as NULL.
  const char* data = text.data() == nullptr ? "" : text.data();
  note(sqlite3_bind_text64(statement, index, data, text.size(),
                           keep == Keep::copy ? SQLITE_TRANSIENT : SQLITE_STATIC, SQLITE_UTF8));
}

void Connection::bind(sqlite3_stmt* statement, int index, Keep keep, Blob blob) {
  const char* data = blob.bytes.data() == nullptr ? "" : blob.bytes.data();
  note(sqlite3_bind_blob64(statement, index, data, blob.bytes.size(),
                           keep == Keep::copy ? SQLITE_TRANSIENT : SQLITE_STATIC));
}

void Connection::bind(sqlite3_stmt* statement, int index, Keep keep, const PackedId& id) {
  if (id.is_text()) {
    bind(statement, index, keep, id.bytes());
  } else {
    bind(statement, index, keep, Blob{id.bytes()});
  }
}

void Connection::bind(sqlite3_stmt* statement, int index, Keep, std::nullopt_t) {
  note(sqlite3_bind_null(statement, index));
}

}  // namespace assay::store
