#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "store/mongo/document.hpp"

struct _mongoc_client_t;
struct _mongoc_collection_t;

namespace assay::store::mongo {

/// What a write waits for.
enum class Ack {
  one,       ///< the primary has it: it can be lost with the primary
  majority,  ///< most members of the replica set have it in their journals: what a client is promised
};

struct FindOptions {
  Document projection;  ///< empty: all fields
  Document sort;
  std::int64_t limit = 0;  ///< 0: all
  std::int64_t skip = 0;
};

struct ChangeOptions {
  Ack ack = Ack::one;
  bool upsert = false;
  bool give_new = true;  ///< the document after the change; else the one before
  Document sort;
  Document projection;
};

struct Changed {
  std::int64_t matched = 0;
  std::int64_t modified = 0;
  bool inserted = false;  ///< by upsert
};

struct Update {
  Document filter;
  Document change;
  bool upsert = false;
  bool many = false;  ///< all that match, not one; has no upsert
};

/// What became of many writes at once.
struct Written {
  std::int64_t matched = 0;                   ///< by updates
  std::int64_t inserted = 0;                  ///< by updates that insert where nothing matches
  std::map<std::size_t, base::Error> errors;  ///< of single ones, by their place; the others are done
};

/// A connection to the database, taken out of the pool for one piece of work, on a thread of the pool. Calls
/// block.
///
/// Errors: `unavailable` where no primary can be reached, or it did not answer in time (then the write may or
/// may not have happened); `conflict` for a second document with a unique key; `too_large` for a document
/// above 16 MB; `exhausted` where the server's disk is full; `internal` for what the server refuses for other
/// reasons.
class Client {
 public:
  Client(_mongoc_client_t& client, const std::string& database) : client_(client), database_(database) {}

  base::Result<void> insert(const char* collection, const Document& document, Ack ack);
  /// In one round trip, in order, up to the first that fails.
  base::Result<void> insert_many(const char* collection, const std::vector<Document>& documents, Ack ack);
  /// In one round trip where they are not very large, in any order, those behind one that fails, too. An
  /// error: any of them may have been done.
  base::Result<Written> insert_each(const char* collection, const std::vector<Document>& documents, Ack ack);
  /// The same for changes.
  base::Result<Written> update_each(const char* collection, const std::vector<Update>& updates, Ack ack);
  base::Result<std::optional<Document>> find_one(const char* collection, const Document& filter,
                                                 const FindOptions& options = {});
  base::Result<std::vector<Document>> find(const char* collection, const Document& filter,
                                           const FindOptions& options = {});
  /// Calls `visit` with one document after the other, which is valid only then; no more than one answer of
  /// the server is in memory at a time. Ends at the first error of `visit`, which is given.
  base::Result<void> for_each(const char* collection, const Document& filter, const FindOptions& options,
                              const std::function<base::Result<void>(View)>& visit);
  /// Changes one document and gives it; nothing where none matches.
  base::Result<std::optional<Document>> change(const char* collection, const Document& filter,
                                               const Document& update, const ChangeOptions& options = {});
  base::Result<Changed> update_one(const char* collection, const Document& filter, const Document& update,
                                   Ack ack, bool upsert = false);
  base::Result<Changed> update_many(const char* collection, const Document& filter, const Document& update,
                                    Ack ack);
  base::Result<Changed> replace_one(const char* collection, const Document& filter, const Document& with,
                                    Ack ack, bool upsert = false);
  /// Give how many went.
  base::Result<std::int64_t> remove_one(const char* collection, const Document& filter, Ack ack);
  base::Result<std::int64_t> remove_many(const char* collection, const Document& filter, Ack ack);
  /// Stops at `most`; 0: counts all.
  base::Result<std::int64_t> count(const char* collection, const Document& filter, std::int64_t most = 0);
  base::Result<std::vector<Document>> aggregate(const char* collection, const Array& pipeline);
  /// A command to the database, on the primary.
  base::Result<Document> command(const Document& command);

  const std::string& database() const { return database_; }

 private:
  class Collection;
  class Bulk;
  enum class Many { no, yes };
  base::Result<Changed> update(const char* collection, const Document& filter, const Document& update,
                               Ack ack, bool upsert, Many many);
  base::Result<std::int64_t> remove(const char* collection, const Document& filter, Ack ack, Many many);

  _mongoc_client_t& client_;
  const std::string& database_;
};

}  // namespace assay::store::mongo
