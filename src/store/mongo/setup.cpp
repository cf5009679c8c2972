#include "store/mongo/setup.hpp"

#include <string>
#include <vector>

#include "store/mongo/documents.hpp"

namespace assay::store::mongo {
namespace {

constexpr int kSchema = 1;

struct Index {
  const char* collection;
  const char* name;
  Document key;
  bool unique = false;
  Document only{};   ///< of the documents that match; empty: of all
  int expires = -1;  ///< seconds after the date in its field; below 0: never
};

std::vector<Index> indexes() {
  std::vector<Index> all;
  const Document open{{"open", true}};
  all.push_back({kSubmissions, "by_time", {{"scope", 1}, {"created_at", -1}, {"_id", -1}}});
  all.push_back({kSubmissions, "open_of_job", {{"job", 1}, {"created_at", 1}, {"_id", 1}}, false, open});
  all.push_back(
      {kSubmissions, "of_review", {{"review", 1}}, false, {{"review", Document{{"$exists", true}}}}});
  all.push_back({kSubmissions, "of_input", {{"input", 1}}});
  all.push_back(
      {kSubmissions, "once", {{"idempotent", 1}}, true, {{"idempotent", Document{{"$exists", true}}}}});
  all.push_back({kSubmissions, "erasing", {{"erasing", 1}, {"_id", 1}}, false, {{"erasing", true}}});
  all.push_back({kSubmissions, "forgotten", {{"forget_at", 1}}, false, {}, 0});
  all.push_back({kSubmissions, "by_age", {{"created_at", 1}, {"_id", 1}}});
  const auto by_time_of = [&](const char* name, const char* field, int order) {
    all.push_back({kSubmissions, name, {{"scope", 1}, {field, order}, {"created_at", -1}, {"_id", -1}}});
  };
  by_time_of("by_language", "language", 1);
  by_time_of("by_status", "status", 1);
  by_time_of("by_score", "score", -1);
  by_time_of("by_word", "words", 1);
  all.push_back({kSubmissions,
                 "by_end",
                 {{"scope", 1}, {"finished_at", 1}},
                 false,
                 {{"review", Document{{"$exists", true}}}}});
  all.push_back({kSubmissions,
                 "unindexed",
                 {{"unindexed", 1}, {"scope", 1}},
                 false,
                 {{"unindexed", Document{{"$gt", 0}}}}});
  all.push_back({kReviews, "by_end", {{"scope", 1}, {"finished_at", 1}}});
  all.push_back({kJobs, "by_state", {{"scope", 1}, {"status", 1}}, false, open});
  all.push_back({kRollups, "by_bucket", {{"scope", 1}, {"level", 1}, {"bucket", 1}, {"language", 1}}});
  all.push_back({kRollups, "changed", {{"level", 1}, {"noted_at", 1}}, false, {{"changed", true}}});
  all.push_back({kInputs, "by_use", {{"used_at", 1}}});
  all.push_back({kJobs, "joinable", {{"input", 1}}, true, {{"joinable", true}}});
  all.push_back({kJobs, "open", {{"open", 1}, {"_id", 1}}, false, open});
  all.push_back({kJobs, "open_of_input", {{"input", 1}, {"open", 1}}, false, open});
  all.push_back({kJobs, "settling", {{"settling", 1}, {"_id", 1}}, false, {{"settling", true}}});
  all.push_back(
      {kReviews, "uncommitted", {{"uncommitted", 1}, {"finished_at", 1}}, false, {{"uncommitted", true}}});
  all.push_back({kPieces, "of_owner", {{"owner", 1}, {"number", 1}}, true});
  all.push_back({kReplies, "of_job", {{"job", 1}}});
  all.push_back({kReplies, "expired", {{"at", 1}}, false, {}, 30 * 24 * 3600});
  all.push_back({kIssueStates, "of_issue", {{"scope", 1}, {"fingerprint", 1}, {"_id", 1}}});
  all.push_back({kIssueStates, "of_path", {{"scope", 1}, {"path", 1}, {"_id", -1}}});
  all.push_back({kKeys, "by_hash", {{"hash", 1}}, true});
  all.push_back({kKeys, "by_tenant", {{"tenant", 1}, {"created_at", -1}, {"_id", -1}}});
  all.push_back({kSessions, "of_key", {{"key", 1}}});
  all.push_back({kSessions, "by_end", {{"expires_at", 1}}});
  all.push_back({kSessions, "gone", {{"gone_at", 1}}, false, {}, 0});
  all.push_back({kAudit, "by_tenant", {{"tenant", 1}, {"_id", -1}}});
  return all;
}

base::Result<void> make_indexes(Client& client) {
  const auto all = indexes();
  for (std::size_t i = 0; i < all.size();) {
    const char* collection = all[i].collection;
    Array specs;
    for (; i < all.size() && all[i].collection == collection; ++i) {
      Document spec{{"name", all[i].name}, {"key", all[i].key}};
      if (all[i].unique) spec.set("unique", true);
      if (!all[i].only.empty()) spec.set("partialFilterExpression", all[i].only);
      if (all[i].expires >= 0) spec.set("expireAfterSeconds", all[i].expires);
      specs.add(spec);
    }
    // Makes the collection, too. An index that is there already is left alone, another node's wait included.
    const Document command{{"createIndexes", collection}, {"indexes", specs}};
    if (auto made = client.command(command); !made) return base::fail(std::move(made.error()));
  }
  return {};
}

}  // namespace

base::Result<void> set_up(Client& client) {
  // First come, first served: whoever inserts it decides; the version only grows.
  ChangeOptions keep;
  keep.ack = Ack::majority;
  keep.upsert = true;
  const auto schema =
      client.change(kMeta, {{"_id", "schema"}}, {{"$max", Document{{"version", kSchema}}}}, keep);
  if (!schema) return base::fail(schema.error());
  const auto version = *schema ? (*schema)->view().number("version") : kSchema;
  if (version > kSchema) {
    return base::fail(base::Errc::unsupported,
                      "the MongoDB database was made by a newer version of Assay (its schema is " +
                          std::to_string(version) + ", this program knows up to " + std::to_string(kSchema) +
                          "): use that version, or another database");
  }
  return make_indexes(client);
}

}  // namespace assay::store::mongo
