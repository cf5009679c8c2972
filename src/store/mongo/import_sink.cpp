#include "store/mongo/import_sink.hpp"

#include <algorithm>

#include "store/mongo/documents.hpp"
#include "store/mongo/inputs.hpp"
#include "store/mongo/reviews.hpp"

namespace assay::store {

using base::Result;
using core::Imported;
using mongo::Ack;
using mongo::Client;
using mongo::Document;

namespace {

/// What the search does not know yet of a new submission that is over.
constexpr int kInputAndOutcome = 3;

/// False where the id is free.
Result<bool> is_known(Client& client, const core::Submission& submission) {
  mongo::FindOptions options;
  options.projection = {{"scope", 1}};
  const auto found = client.find_one(mongo::kSubmissions, {{"_id", submission.id}}, options);
  if (!found) return base::fail(found.error());
  if (!*found) return false;
  if ((*found)->view().bytes("scope") != submission.scope.str())
    return base::fail(base::Errc::conflict, "the submission id is in use");
  return true;
}

Result<void> keep_its_input(Client& client, const core::ImportedSubmission& imported) {
  core::NewSubmission wanted;
  wanted.id = imported.submission.id;
  wanted.scope = imported.submission.scope;
  wanted.fingerprint = imported.submission.fingerprint;
  wanted.input = imported.input;
  wanted.created_at = imported.submission.created_at;
  return mongo::keep_input(client, wanted);
}

Result<void> keep_review(Client& client, const core::ImportedSubmission& imported) {
  const auto& submission = imported.submission;
  const mongo::NewReview review{submission.scope.str(),
                                mongo::input_id(submission.scope, submission.fingerprint),
                                imported.input->language, &*imported.review};
  return mongo::insert_reviews(client, {review});
}

Result<void> insert_submission(Client& client, const core::ImportedSubmission& imported) {
  const auto& submission = imported.submission;
  const auto how = submission.cached ? core::Acceptance::from_cache : core::Acceptance::new_job;
  Document document{{"_id", submission.id},
                    {"scope", submission.scope},
                    {"fingerprint", submission.fingerprint},
                    {"input", mongo::input_id(submission.scope, submission.fingerprint)},
                    {"created_at", submission.created_at},
                    {"language", core::to_string(submission.language)},
                    {"status", static_cast<int>(submission.status)},
                    {"filename", imported.input->filename},
                    {"file_count", std::max(1, static_cast<int>(imported.input->files.size()))},
                    {"how", static_cast<int>(how)},
                    {"attempts", submission.attempts},
                    {"finished_at", submission.updated_at},
                    {"rerun_of", submission.rerun_of},
                    {"unindexed", kInputAndOutcome}};
  if (submission.cached) document.set("cached", true);
  if (!submission.error.empty()) document.set("error", submission.error);
  if (imported.review) {
    const auto answer = mongo::find_answer_fields(client, imported.review->review_id.str());
    if (!answer) return base::fail(answer.error());
    if (!*answer) return base::fail(base::Errc::unavailable, "a review went while it was imported");
    document.merge(**answer);
  }
  return client.insert(mongo::kSubmissions, document, Ack::majority);
}

/// The review's last step. It may have been taken away as unused just before the submission was there.
Result<void> use_review(Client& client, const core::ImportedSubmission& imported) {
  while (true) {
    const auto used = client.update_one(
        mongo::kReviews, {{"_id", imported.review->review_id}},
        {{"$unset", Document{{"uncommitted", 1}}}, {"$inc", Document{{"touched", std::int64_t{1}}}}},
        Ack::majority);
    if (!used) return base::fail(used.error());
    if (used->matched > 0) return {};
    if (auto kept = keep_review(client, imported); !kept) return kept;
  }
}

Result<Imported> put_submission(Client& client, const core::ImportedSubmission& imported) {
  const auto known = is_known(client, imported.submission);
  if (!known) return base::fail(known.error());
  auto outcome = *known ? Imported::known : Imported::added;
  if (outcome == Imported::added) {
    if (auto kept = keep_its_input(client, imported); !kept) return base::fail(std::move(kept.error()));
    if (imported.review) {
      if (auto kept = keep_review(client, imported); !kept) return base::fail(std::move(kept.error()));
    }
    if (auto stored = insert_submission(client, imported); !stored) {
      if (stored.error().code != base::Errc::conflict) return base::fail(std::move(stored.error()));
      // Another import has put it meanwhile, or another scope.
      const auto now_known = is_known(client, imported.submission);
      if (!now_known) return base::fail(now_known.error());
      outcome = Imported::known;
    }
  }
  // Also for a known one: an earlier import may have ended before this step.
  if (imported.review) {
    if (auto used = use_review(client, imported); !used) return base::fail(std::move(used.error()));
  }
  return outcome;
}

}  // namespace

base::Task<Result<Imported>> MongoImportSink::put(core::ImportedSubmission imported) {
  auto work = [kept = std::move(imported)](Client& client) { return put_submission(client, kept); };
  co_return co_await pool_.run(std::move(work));
}

}  // namespace assay::store
