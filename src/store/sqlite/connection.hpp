#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.hpp"
#include "core/ids.hpp"
#include "store/sqlite/packed_id.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace assay::store {

/// One SQL statement, as a literal of the program: its address is the key of the statement cache, and no
/// outside text can get into it.
class Sql {
 public:
  consteval Sql(const char* literal) : text_(literal) {}
  const char* text() const { return text_; }

 private:
  const char* text_;
};

/// Bytes bound as BLOB (a string_view is bound as TEXT).
struct Blob {
  std::string_view bytes;
};

class Connection;

/// A running query. Resets its statement for the next use when it goes out of scope. At most one query of the
/// same Sql may run on a connection at a time. Text and blobs that it gives live until the next step.
class Rows {
 public:
  Rows(Rows&& other) noexcept;
  Rows& operator=(Rows&&) = delete;
  ~Rows();

  /// True: there is a (next) row. False at the end and after an error, which the connection keeps.
  bool step();

  std::int64_t int64(int column) const;
  int integer(int column) const { return static_cast<int>(int64(column)); }
  bool is_null(int column) const;
  std::string_view bytes(int column) const;
  std::string text(int column) const { return std::string{bytes(column)}; }
  /// A column written from an Id.
  std::string id(int column) const;

 private:
  friend class Connection;
  Rows(Connection* connection, sqlite3_stmt* statement) : connection_(connection), statement_(statement) {}
  Connection* connection_;
  sqlite3_stmt* statement_;
};

enum class OpenMode { read_write, read_only };

/// One SQLite connection with its prepared statements. Used by one thread at a time.
///
/// Errors are sticky, as those of a stream: after the first one every statement does nothing, queries give no
/// rows, and `error()` tells; `clear_error()` begins anew. So an operation reads straight through and is
/// judged once at its end.
class Connection {
 public:
  static base::Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file, OpenMode mode);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Runs a statement that gives no rows.
  template <class... Args>
  void run(Sql sql, const Args&... args) {
    Rows rows{this, prepared(sql)};
    bind_all(rows.statement_, Keep::reference, args...);
    while (rows.step()) {
    }
  }

  template <class... Args>
  Rows query(Sql sql, const Args&... args) {
    Rows rows{this, prepared(sql)};
    bind_all(rows.statement_, Keep::copy, args...);
    return rows;
  }

  /// Unprepared statements, several allowed: pragmas and schema changes.
  void execute(const char* script);
  /// The first column of the first row, for pragmas; nothing where there is none.
  std::optional<std::int64_t> scalar(const char* sql);

  std::int64_t last_insert_id() const;
  /// Rows changed by the last statement.
  std::int64_t changes() const;
  /// Rows changed since the connection was opened.
  std::int64_t total_changes() const;
  bool in_transaction() const;

  const std::optional<base::Error>& error() const { return error_; }
  /// SQLite's extended result code of that error; 0 without one.
  int error_code() const { return error_code_; }
  void clear_error();
  /// For what SQLite can't know: a stored value that must not be.
  void set_corrupt(std::string_view what);

  sqlite3* handle() const { return handle_; }

 private:
  friend class Rows;
  enum class Keep { copy, reference };
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const;
  };

  explicit Connection(sqlite3* handle) : handle_(handle) {}
  sqlite3_stmt* prepared(Sql sql);
  void note(int code);

  template <class... Args>
  void bind_all(sqlite3_stmt* statement, [[maybe_unused]] Keep keep, const Args&... args) {
    if (statement == nullptr) return;
    int index = 0;
    (bind(statement, ++index, keep, args), ...);
  }
  void bind(sqlite3_stmt* statement, int index, Keep keep, std::int64_t value);
  void bind(sqlite3_stmt* statement, int index, Keep keep, int value) {
    bind(statement, index, keep, std::int64_t{value});
  }
  void bind(sqlite3_stmt* statement, int index, Keep keep, bool value) {
    bind(statement, index, keep, std::int64_t{value});
  }
  void bind(sqlite3_stmt* statement, int index, Keep keep, std::string_view text);
  void bind(sqlite3_stmt* statement, int index, Keep keep, const std::string& text) {
    bind(statement, index, keep, std::string_view{text});
  }
  void bind(sqlite3_stmt* statement, int index, Keep keep, Blob blob);
  void bind(sqlite3_stmt* statement, int index, Keep keep, const PackedId& id);
  void bind(sqlite3_stmt* statement, int index, Keep keep, std::nullopt_t);
  template <class Tag>
  void bind(sqlite3_stmt* statement, int index, Keep, const core::Id<Tag>& id) {
    bind(statement, index, Keep::copy, PackedId{id.str()});
  }
  template <class T>
  void bind(sqlite3_stmt* statement, int index, Keep keep, const std::optional<T>& value) {
    if (value) {
      bind(statement, index, keep, *value);
    } else {
      bind(statement, index, keep, std::nullopt);
    }
  }

  sqlite3* handle_;
  std::unordered_map<const char*, std::unique_ptr<sqlite3_stmt, Finalizer>> statements_;
  std::optional<base::Error> error_;
  int error_code_ = 0;
};

}  // namespace assay::store
