#include "store/sqlite/idempotency.hpp"

#include "base/json_reader.hpp"
#include "base/json_writer.hpp"
#include "store/sqlite/stored_values.hpp"

namespace assay::store {
namespace {

std::string encode_names(const std::vector<std::string>& names) {
  if (names.empty()) return {};
  std::string out;
  base::JsonWriter json{out};
  json.begin_array();
  for (const auto& name : names) json.value(name);
  json.end_array();
  return out;
}

std::vector<std::string> decode_names(std::string_view text) {
  std::vector<std::string> names;
  const auto document = base::JsonDocument::parse(text.empty() ? "[]" : text);
  if (!document) return names;
  for (const auto& item : document->root().items()) names.emplace_back(item.as_string().value_or(""));
  return names;
}

}  // namespace

base::Result<std::optional<core::RememberedAnswer>> find_answer(Connection& db, const core::Scope& scope,
                                                                const core::IdempotencyKey& key,
                                                                base::Timestamp now) {
  auto rows = db.query(
      "SELECT k.body, k.submission, k.status, k.ignored FROM idempotency_keys k JOIN scopes c ON c.id = "
      "k.scope "
      "WHERE c.name=?1 AND k.caller=?2 AND k.key=?3 AND k.at>?4",
      scope.str(), key.caller, key.key, stored(now - core::kIdempotencyKept));
  if (!rows.step()) return std::optional<core::RememberedAnswer>{};
  if (rows.id(0) != key.body) {
    return base::fail(base::Errc::invalid_argument,
                      "This Idempotency-Key was used for another request already.", "Idempotency-Key");
  }
  const auto status = status_of(rows.int64(2));
  if (!status) {
    db.set_corrupt("an answer is remembered with a status that does not exist");
    return std::optional<core::RememberedAnswer>{};
  }
  core::RememberedAnswer answer{core::SubmissionId{rows.id(1)}, *status, decode_names(rows.bytes(3))};
  return std::optional{std::move(answer)};
}

void keep_answer(WriteTransaction& tx, std::int64_t scope, const core::NewSubmission& submission,
                 core::Status status) {
  const auto& key = *submission.idempotency;
  const auto names = encode_names(submission.ignored_fields);
  tx.db.run(
      "INSERT OR REPLACE INTO idempotency_keys(scope, caller, key, body, submission, status, ignored, at) "
      "VALUES "
      "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      scope, key.caller, key.key, PackedId{key.body}, submission.id, stored(status), names,
      stored(submission.created_at));
  // Each new one pushes out up to two that are too old, so the table stays small by itself.
  tx.db.run(
      "DELETE FROM idempotency_keys WHERE seq < (SELECT min(seq) + 2 FROM idempotency_keys) AND at <= ?1",
      stored(submission.created_at - core::kIdempotencyKept));
}

}  // namespace assay::store
