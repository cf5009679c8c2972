#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/ports/import_sink.hpp"
#include "store/mongo/plain_documents.hpp"
#include "store/mongo/pool.hpp"

namespace assay::store {

struct PlainOptions {
  core::Scope scope = core::public_scope();  ///< whose it becomes
  bool unfinished_as_failed = false;
};

struct PlainItem {
  enum class Kind { finished, unfinished, unreadable };
  Kind kind = Kind::finished;
  core::ImportedSubmission imported;  ///< of a finished one
  std::string problem;                ///< of an unreadable one: a sentence without its data
};

/// A database with the collections `submissions` and `reviews` of the plain shape (plain_documents.hpp). It
/// is only read. Errors as those of mongo::Client.
class PlainSource {
 public:
  /// `database` empty: the one that the URI names. `invalid_argument` for a URI that is none.
  static base::Result<std::unique_ptr<PlainSource>> open(const std::string& uri, const std::string& database);

  const std::string& database() const { return pool_->database(); }
  /// `unavailable` where it can't be reached; `not_found` where it has no submissions.
  base::Task<base::Result<void>> check();
  /// Gives all submissions, the oldest ids first, in pieces of at most kMostAtOnce of which no two have the
  /// same review; `take` is called on a thread of the source, and may block. Ends at its first error. Gives
  /// what was odd.
  base::Task<base::Result<mongo::Oddities>> read(
      PlainOptions options, std::function<base::Result<void>(std::vector<PlainItem>)> take);
  static constexpr std::size_t kMostAtOnce = 64;

 private:
  explicit PlainSource(std::unique_ptr<mongo::Pool> pool) : pool_(std::move(pool)) {}
  std::unique_ptr<mongo::Pool> pool_;
};

}  // namespace assay::store
