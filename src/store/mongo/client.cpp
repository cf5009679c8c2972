#include "store/mongo/client.hpp"

#include <mongoc/mongoc.h>

#include <memory>

#include "store/mongo/mongo_error.hpp"

namespace assay::store::mongo {

using base::Result;

namespace {

/// So long a write waits for the majority, in milliseconds.
constexpr int kWriteTimeout = 10'000;

void add_write_concern(Document& options, Ack ack) {
  if (ack == Ack::majority) {
    options.set("writeConcern", Document{{"w", "majority"}, {"j", true}, {"wtimeout", kWriteTimeout}});
  } else {
    options.set("writeConcern", Document{{"w", 1}});
  }
}

/// A reply that the library fills in and the caller has to free.
class Reply {
 public:
  Reply() = default;
  ~Reply() { bson_destroy(&bson_); }
  Reply(const Reply&) = delete;
  Reply& operator=(const Reply&) = delete;
  bson_t* raw() { return &bson_; }
  View view() const { return View{{reinterpret_cast<const char*>(bson_get_data(&bson_)), bson_.len}}; }

 private:
  bson_t bson_ = BSON_INITIALIZER;
};

/// Calls `visit`, which gives a Result<void>, for each document, and destroys the cursor.
template <class Visit>
Result<void> go_through(mongoc_cursor_t* raw, Visit visit) {
  const std::unique_ptr<mongoc_cursor_t, decltype(&mongoc_cursor_destroy)> cursor{raw,
                                                                                  &mongoc_cursor_destroy};
  const bson_t* document = nullptr;
  while (mongoc_cursor_next(raw, &document)) {
    if (Result<void> visited = visit(*document); !visited) return visited;
  }
  bson_error_t error;
  if (mongoc_cursor_error(raw, &error)) return base::fail(error_of(error));
  return {};
}

Result<std::vector<Document>> read_all(mongoc_cursor_t* raw) {
  std::vector<Document> documents;
  auto read = go_through(raw, [&](const bson_t& document) -> Result<void> {
    documents.push_back(Document::copy_of(document));
    return {};
  });
  if (!read) return base::fail(std::move(read.error()));
  return documents;
}

Document options_of(const FindOptions& options) {
  Document all;
  if (!options.projection.empty()) all.set("projection", options.projection);
  if (!options.sort.empty()) all.set("sort", options.sort);
  if (options.limit > 0) all.set("limit", options.limit);
  if (options.skip > 0) all.set("skip", options.skip);
  return all;
}

}  // namespace

class Client::Collection {
 public:
  Collection(mongoc_client_t& client, const std::string& database, const char* name)
      : raw_(mongoc_client_get_collection(&client, database.c_str(), name)) {}
  ~Collection() { mongoc_collection_destroy(raw_); }
  Collection(const Collection&) = delete;
  Collection& operator=(const Collection&) = delete;
  mongoc_collection_t* raw() { return raw_; }

 private:
  mongoc_collection_t* raw_;
};

/// Many writes to one collection.
class Client::Bulk {
 public:
  Bulk(Client& client, const char* collection, Ack ack)
      : collection_(client.client_, client.database_, collection) {
    Document options{{"ordered", false}};
    add_write_concern(options, ack);
    raw_ = mongoc_collection_create_bulk_operation_with_opts(collection_.raw(), options.raw());
  }
  ~Bulk() { mongoc_bulk_operation_destroy(raw_); }
  Bulk(const Bulk&) = delete;
  Bulk& operator=(const Bulk&) = delete;

  Result<void> insert(const Document& document) {
    bson_error_t error;
    if (!mongoc_bulk_operation_insert_with_opts(raw_, document.raw(), nullptr, &error))
      return base::fail(error_of(error));
    ++inserts_;
    return {};
  }
  Result<void> update(const Update& update) {
    Document options;
    if (update.upsert) options.set("upsert", true);
    bson_error_t error;
    const auto add = update.many ? &mongoc_bulk_operation_update_many_with_opts
                                 : &mongoc_bulk_operation_update_one_with_opts;
    if (!add(raw_, update.filter.raw(), update.change.raw(), options.raw(), &error))
      return base::fail(error_of(error));
    return {};
  }
  Result<Written> execute() {
    Reply reply;
    bson_error_t error;
    const bool done = mongoc_bulk_operation_execute(raw_, reply.raw(), &error) != 0;
    const View view = reply.view();
    Written written{view.number("nMatched"), view.number("nUpserted"), {}};
    if (done) return written;
    for (const auto& each : view.documents("writeErrors")) {
      bson_error_t its{MONGOC_ERROR_SERVER, static_cast<std::uint32_t>(each.number("code")), {}};
      each.text("errmsg").copy(its.message, sizeof its.message - 1);
      written.errors.emplace(static_cast<std::size_t>(each.number("index")), error_of(its));
    }
    // A majority that was not reached in time is told beside what single ones were answered.
    if (!view.documents("writeConcernErrors").empty())
      return base::fail(base::Errc::unavailable, "MongoDB did not reach most of its members in time");
    const auto told = view.number("nInserted") + std::ssize(written.errors);
    // Of what was cut into several commands, one may not have been answered.
    if (written.errors.empty() || told < inserts_) return base::fail(error_of(error));
    return written;
  }

 private:
  Collection collection_;
  mongoc_bulk_operation_t* raw_;
  std::int64_t inserts_ = 0;
};

Result<void> Client::insert(const char* collection, const Document& document, Ack ack) {
  Collection into{client_, database_, collection};
  Document options;
  add_write_concern(options, ack);
  bson_error_t error;
  if (!mongoc_collection_insert_one(into.raw(), document.raw(), options.raw(), nullptr, &error))
    return base::fail(error_of(error));
  return {};
}

Result<void> Client::insert_many(const char* collection, const std::vector<Document>& documents, Ack ack) {
  if (documents.empty()) return {};
  Collection into{client_, database_, collection};
  Document options;
  add_write_concern(options, ack);
  const auto raw = std::make_unique<const bson_t*[]>(documents.size());
  for (std::size_t i = 0; i < documents.size(); ++i) raw[i] = documents[i].raw();
  bson_error_t error;
  if (!mongoc_collection_insert_many(into.raw(), raw.get(), documents.size(), options.raw(), nullptr, &error))
    return base::fail(error_of(error));
  return {};
}

Result<Written> Client::insert_each(const char* collection, const std::vector<Document>& documents, Ack ack) {
  if (documents.empty()) return Written{};
  Bulk bulk{*this, collection, ack};
  for (const auto& document : documents) {
    if (auto added = bulk.insert(document); !added) return base::fail(std::move(added.error()));
  }
  return bulk.execute();
}

Result<Written> Client::update_each(const char* collection, const std::vector<Update>& updates, Ack ack) {
  if (updates.empty()) return Written{};
  Bulk bulk{*this, collection, ack};
  for (const auto& update : updates) {
    if (auto added = bulk.update(update); !added) return base::fail(std::move(added.error()));
  }
  return bulk.execute();
}

Result<std::vector<Document>> Client::find(const char* collection, const Document& filter,
                                           const FindOptions& options) {
  Collection from{client_, database_, collection};
  const Document all = options_of(options);
  return read_all(mongoc_collection_find_with_opts(from.raw(), filter.raw(), all.raw(), nullptr));
}

Result<void> Client::for_each(const char* collection, const Document& filter, const FindOptions& options,
                              const std::function<Result<void>(View)>& visit) {
  Collection from{client_, database_, collection};
  const Document all = options_of(options);
  return go_through(mongoc_collection_find_with_opts(from.raw(), filter.raw(), all.raw(), nullptr),
                    [&](const bson_t& document) {
                      const auto* data = reinterpret_cast<const char*>(bson_get_data(&document));
                      return visit(View{{data, document.len}});
                    });
}

Result<std::optional<Document>> Client::find_one(const char* collection, const Document& filter,
                                                 const FindOptions& options) {
  FindOptions one{options.projection, options.sort, 1, options.skip};
  auto found = find(collection, filter, one);
  if (!found) return base::fail(std::move(found.error()));
  if (found->empty()) return std::optional<Document>{};
  return std::optional<Document>{std::move(found->front())};
}

Result<std::optional<Document>> Client::change(const char* collection, const Document& filter,
                                               const Document& update, const ChangeOptions& options) {
  Collection in{client_, database_, collection};
  const std::unique_ptr<mongoc_find_and_modify_opts_t, decltype(&mongoc_find_and_modify_opts_destroy)> opts{
      mongoc_find_and_modify_opts_new(), &mongoc_find_and_modify_opts_destroy};
  mongoc_find_and_modify_opts_set_update(opts.get(), update.raw());
  int flags = MONGOC_FIND_AND_MODIFY_NONE;
  if (options.upsert) flags |= MONGOC_FIND_AND_MODIFY_UPSERT;
  if (options.give_new) flags |= MONGOC_FIND_AND_MODIFY_RETURN_NEW;
  mongoc_find_and_modify_opts_set_flags(opts.get(), static_cast<mongoc_find_and_modify_flags_t>(flags));
  if (!options.sort.empty()) mongoc_find_and_modify_opts_set_sort(opts.get(), options.sort.raw());
  if (!options.projection.empty())
    mongoc_find_and_modify_opts_set_fields(opts.get(), options.projection.raw());
  Document more;
  add_write_concern(more, options.ack);
  mongoc_find_and_modify_opts_append(opts.get(), more.raw());
  Reply reply;
  bson_error_t error;
  // The library makes the reply anew whether or not the call succeeds.
  if (!mongoc_collection_find_and_modify_with_opts(in.raw(), filter.raw(), opts.get(), reply.raw(), &error))
    return base::fail(error_of(error));
  // A majority that was not reached in time is told beside the result, not as an error.
  if (reply.view().has("writeConcernError"))
    return base::fail(base::Errc::unavailable, "MongoDB did not reach most of its members in time");
  if (!reply.view().has("value")) return std::optional<Document>{};
  return std::optional<Document>{reply.view().document("value").copy()};
}

Result<Changed> Client::update(const char* collection, const Document& filter, const Document& update,
                               Ack ack, bool upsert, Many many) {
  Collection in{client_, database_, collection};
  Document options;
  if (upsert) options.set("upsert", true);
  add_write_concern(options, ack);
  Reply reply;
  bson_error_t error;
  const auto run = many == Many::yes ? &mongoc_collection_update_many : &mongoc_collection_update_one;
  if (!run(in.raw(), filter.raw(), update.raw(), options.raw(), reply.raw(), &error))
    return base::fail(error_of(error));
  const View view = reply.view();
  return Changed{view.number("matchedCount"), view.number("modifiedCount"), view.has("upsertedId")};
}

Result<Changed> Client::update_one(const char* collection, const Document& filter, const Document& change,
                                   Ack ack, bool upsert) {
  return update(collection, filter, change, ack, upsert, Many::no);
}

Result<Changed> Client::update_many(const char* collection, const Document& filter, const Document& change,
                                    Ack ack) {
  return update(collection, filter, change, ack, false, Many::yes);
}

Result<Changed> Client::replace_one(const char* collection, const Document& filter, const Document& with,
                                    Ack ack, bool upsert) {
  Collection in{client_, database_, collection};
  Document options;
  if (upsert) options.set("upsert", true);
  add_write_concern(options, ack);
  Reply reply;
  bson_error_t error;
  if (!mongoc_collection_replace_one(in.raw(), filter.raw(), with.raw(), options.raw(), reply.raw(), &error))
    return base::fail(error_of(error));
  const View view = reply.view();
  return Changed{view.number("matchedCount"), view.number("modifiedCount"), view.has("upsertedId")};
}

Result<std::int64_t> Client::remove(const char* collection, const Document& filter, Ack ack, Many many) {
  Collection from{client_, database_, collection};
  Document options;
  add_write_concern(options, ack);
  Reply reply;
  bson_error_t error;
  const auto run = many == Many::yes ? &mongoc_collection_delete_many : &mongoc_collection_delete_one;
  if (!run(from.raw(), filter.raw(), options.raw(), reply.raw(), &error)) return base::fail(error_of(error));
  return reply.view().number("deletedCount");
}

Result<std::int64_t> Client::remove_one(const char* collection, const Document& filter, Ack ack) {
  return remove(collection, filter, ack, Many::no);
}

Result<std::int64_t> Client::remove_many(const char* collection, const Document& filter, Ack ack) {
  return remove(collection, filter, ack, Many::yes);
}

Result<std::int64_t> Client::count(const char* collection, const Document& filter, std::int64_t most) {
  Collection in{client_, database_, collection};
  Document options;
  if (most > 0) options.set("limit", most);
  bson_error_t error;
  const auto counted =
      mongoc_collection_count_documents(in.raw(), filter.raw(), options.raw(), nullptr, nullptr, &error);
  if (counted < 0) return base::fail(error_of(error));
  return counted;
}

Result<std::vector<Document>> Client::aggregate(const char* collection, const Array& pipeline) {
  Collection in{client_, database_, collection};
  const Document wrapped{{"pipeline", pipeline}};
  return read_all(mongoc_collection_aggregate(in.raw(), MONGOC_QUERY_NONE, wrapped.raw(), nullptr, nullptr));
}

Result<Document> Client::command(const Document& command) {
  Reply reply;
  bson_error_t error;
  if (!mongoc_client_command_simple(&client_, database_.c_str(), command.raw(), nullptr, reply.raw(), &error))
    return base::fail(error_of(error));
  return reply.view().copy();
}

}  // namespace assay::store::mongo
