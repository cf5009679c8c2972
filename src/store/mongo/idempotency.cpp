#include "store/mongo/idempotency.hpp"

#include "store/mongo/documents.hpp"

namespace assay::store::mongo {

using base::Result;

std::string idempotent_of(const core::Scope& scope, const core::IdempotencyKey& key) {
  return scope.str() + "\n" + key.caller + "\n" + key.key;
}

Result<std::optional<core::RememberedAnswer>> find_answer(Client& client, const core::Scope& scope,
                                                          const core::IdempotencyKey& key,
                                                          base::Timestamp now) {
  const Document which{{"idempotent", idempotent_of(scope, key)}};
  FindOptions options;
  options.projection = {{"idempotency", 1}, {"created_at", 1}, {"how", 1}};
  const auto found = client.find_one(kSubmissions, which, options);
  if (!found) return base::fail(found.error());
  if (!*found) return std::optional<core::RememberedAnswer>{};
  const View first = (*found)->view();
  if (first.time("created_at") <= now - core::kIdempotencyKept) {
    const Document still{{"_id", first.bytes("_id")}, {"idempotent", idempotent_of(scope, key)}};
    const auto released = client.update_one(
        kSubmissions, still, {{"$unset", Document{{"idempotent", 1}, {"idempotency", 1}}}}, Ack::majority);
    if (!released) return base::fail(released.error());
    return std::optional<core::RememberedAnswer>{};
  }
  if (first.document("idempotency").bytes("body") != key.body) {
    return base::fail(base::Errc::invalid_argument,
                      "This Idempotency-Key was used for another request already.", "Idempotency-Key");
  }
  core::RememberedAnswer answer;
  answer.id = core::SubmissionId{first.text("_id")};
  const bool from_cache = first.number("how") == static_cast<int>(core::Acceptance::from_cache);
  answer.status = from_cache ? core::Status::completed : core::Status::pending;
  answer.ignored_fields = first.document("idempotency").texts("ignored");
  return std::optional{std::move(answer)};
}

}  // namespace assay::store::mongo
