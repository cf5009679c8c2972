#include "store/mongo/accept.hpp"

#include <algorithm>

#include "base/uuid.hpp"
#include "store/mongo/documents.hpp"
#include "store/mongo/idempotency.hpp"
#include "store/mongo/inputs.hpp"
#include "store/mongo/jobs.hpp"
#include "store/mongo/reviews.hpp"
#include "store/mongo/settle.hpp"

namespace assay::store::mongo {

using base::Result;
using core::Acceptance;
using core::Accepted;
using core::NewSubmission;

namespace {

// Numbers of `how`.
static_assert(static_cast<int>(Acceptance::from_cache) == 0 &&
              static_cast<int>(Acceptance::joined_job) == 1 && static_cast<int>(Acceptance::new_job) == 2);

/// The answer to the same id, given once already; nothing where it is new.
Result<std::optional<Accepted>> answered_before(Client& client, const NewSubmission& submission) {
  FindOptions options;
  options.projection = {{"scope", 1}, {"fingerprint", 1}, {"how", 1}, {"job", 1}, {"open", 1}};
  const auto found = client.find_one(kSubmissions, {{"_id", submission.id}}, options);
  if (!found) return base::fail(found.error());
  if (!*found) return std::optional<Accepted>{};
  const View first = (*found)->view();
  if (first.bytes("scope") != submission.scope.str() ||
      first.bytes("fingerprint") != submission.fingerprint.str())
    return base::fail(base::Errc::conflict, "the submission id is in use");
  // The first call may have ended before its last step.
  if (first.flag("open")) {
    if (auto home = rehome(client, submission.id, submission.job); !home)
      return base::fail(std::move(home.error()));
  }
  Accepted answer{static_cast<Acceptance>(first.number("how")),
                  core::Status::pending,
                  core::JobId{first.text("job")},
                  {}};
  if (answer.how == Acceptance::from_cache) answer.status = core::Status::completed;
  return std::optional{std::move(answer)};
}

/// The answer to an earlier request with the same key; nothing where there was none.
Result<std::optional<Accepted>> replay(Client& client, const NewSubmission& submission) {
  if (!submission.idempotency) return std::optional<Accepted>{};
  auto first = find_answer(client, submission.scope, *submission.idempotency, submission.created_at);
  if (!first) return base::fail(std::move(first.error()));
  if (!*first) return std::optional<Accepted>{};
  Accepted answer;
  answer.status = (*first)->status;
  answer.replayed = std::move(**first);
  return std::optional{std::move(answer)};
}

/// Step 4, again and again. Gives the place where the submission is in the end; `pending` or finished.
Result<Place> settle_in(Client& client, const NewSubmission& submission, Place place, base::Random& random) {
  while (true) {
    const auto there = still_there(client, place);
    if (!there) return base::fail(there.error());
    if (*there) return place;
    NewSubmission again = submission;
    again.job = core::JobId{base::make_uuid7(submission.created_at, random)};
    if (place.how != Acceptance::from_cache) {
      const auto settled = settle_job(client, place.job.str());
      if (!settled) return base::fail(settled.error());
      const auto open = client.count(kSubmissions, {{"_id", submission.id}, {"open", true}}, 1);
      if (!open) return base::fail(open.error());
      if (*open == 0) return place;
    }
    auto next = find_place(client, again);
    if (!next && next.error().code == base::Errc::rate_limited) {
      // Joined what was free and is gone: as if it had never been there.
      const auto gone = client.remove_one(kSubmissions, {{"_id", submission.id}}, Ack::majority);
      if (!gone) return base::fail(gone.error());
    }
    if (!next) return next;
    if (auto kept = keep_input(client, submission); !kept) return base::fail(std::move(kept.error()));
    if (auto moved = move_to(client, submission.id, place, *next, submission.created_at); !moved)
      return base::fail(std::move(moved.error()));
    place = std::move(*next);
  }
}

}  // namespace

Document document_of(const NewSubmission& submission, const Place& place) {
  const auto& input = *submission.input;
  Document document{{"_id", submission.id},
                    {"scope", submission.scope},
                    {"fingerprint", submission.fingerprint},
                    {"input", input_id(submission.scope, submission.fingerprint)},
                    {"created_at", submission.created_at},
                    {"language", core::to_string(input.language)},
                    {"filename", input.filename},
                    {"file_count", std::max(1, static_cast<int>(input.files.size()))},
                    {"rerun_of", submission.rerun_of}};
  if (input.options.no_cache) document.set("no_cache", true);
  document.merge(fields_of(place, submission.created_at));
  if (submission.idempotency) {
    Array ignored;
    for (const auto& field : submission.ignored_fields) ignored.add(field);
    document.set("idempotent", idempotent_of(submission.scope, *submission.idempotency))
        .set("idempotency", Document{{"body", submission.idempotency->body}, {"ignored", ignored}});
  }
  return document;
}

Result<void> leave(Client& client, const Place& place) {
  if (place.how != Acceptance::new_job) return {};
  const auto ended = end_unused_job(client, place.job.str());
  if (!ended) return base::fail(ended.error());
  return {};
}

Result<Accepted> settle_accepted(Client& client, const NewSubmission& submission, Place place,
                                 base::Random& random) {
  auto home = settle_in(client, submission, std::move(place), random);
  if (!home) return base::fail(std::move(home.error()));
  const bool cached = home->how == Acceptance::from_cache;
  return Accepted{home->how, cached ? core::Status::completed : core::Status::pending, home->job, {}};
}

namespace {

/// The submission can't be accepted. Where the server did not answer, it may be stored.
Result<Accepted> give_up(Client& client, const Place& place, base::Error error) {
  if (error.code != base::Errc::unavailable) (void)leave(client, place);
  return base::fail(std::move(error));
}

}  // namespace

Result<Accepted> accept_submission(Client& client, const NewSubmission& submission, base::Random& random) {
  while (true) {
    if (auto first = replay(client, submission); !first || *first) {
      if (!first) return base::fail(std::move(first.error()));
      // The key may be that of this very call, done before.
      if ((*first)->replayed->id != submission.id) return std::move(**first);
    }
    auto place = find_place(client, submission);
    if (!place) {
      const auto code = place.error().code;
      if (code != base::Errc::conflict && code != base::Errc::rate_limited)
        return base::fail(std::move(place.error()));
      auto before = answered_before(client, submission);
      if (!before) return base::fail(std::move(before.error()));
      if (*before) return std::move(**before);
      return base::fail(std::move(place.error()));
    }
    if (auto kept = keep_input(client, submission); !kept)
      return give_up(client, *place, std::move(kept.error()));
    auto stored = client.insert(kSubmissions, document_of(submission, *place), Ack::majority);
    if (stored) return settle_accepted(client, submission, std::move(*place), random);
    if (stored.error().code != base::Errc::conflict)
      return give_up(client, *place, std::move(stored.error()));
    auto before = answered_before(client, submission);
    if (before && *before) return std::move(**before);
    // The id is somebody else's, or the key: then the next round answers with what it was answered.
    if (auto left = leave(client, *place); !left) return base::fail(std::move(left.error()));
    if (!before) return base::fail(std::move(before.error()));
  }
}

Result<void> rehome(Client& client, const core::SubmissionId& id, const core::JobId& job) {
  const auto found = client.find_one(kSubmissions, {{"_id", id}, {"open", true}});
  if (!found) return base::fail(found.error());
  if (!*found) return {};
  const View view = (*found)->view();
  Place place{Acceptance::joined_job, core::JobId{view.text("job")}, {}, {}};
  const auto there = still_there(client, place);
  if (!there) return base::fail(there.error());
  if (*there) return {};
  const auto settled = settle_job(client, place.job.str());
  if (!settled) return base::fail(settled.error());
  NewSubmission again;
  again.id = id;
  again.job = job;
  again.scope = core::Scope{view.text("scope")};
  again.fingerprint = core::Fingerprint{view.text("fingerprint")};
  again.created_at = view.time("created_at");
  if (view.has("rerun_of")) again.rerun_of = core::SubmissionId{view.text("rerun_of")};
  auto input = read_input(client, view.text("input"), view.flag("no_cache"));
  if (!input) return base::fail(std::move(input.error()));
  again.input = std::move(*input);
  auto next = find_place(client, again);
  if (!next) return base::fail(std::move(next.error()));
  return move_to(client, id, place, *next, again.created_at);
}

}  // namespace assay::store::mongo
