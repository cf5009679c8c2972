#include "store/mongo/records.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "core/states_json.hpp"
#include "store/mongo/documents.hpp"
#include "store/mongo/issue_states.hpp"
#include "store/mongo/pieces.hpp"

namespace assay::store::mongo {

using base::Result;

namespace {

/// Every scope of those who ask.
Document of_any(const std::vector<WantedRecord>& wanted) {
  std::set<std::string_view> distinct;
  for (const auto& each : wanted) distinct.insert(each.scope.str());
  Array scopes;
  for (const auto scope : distinct) scopes.add(scope);
  return {{"$in", scopes}};
}

auto no_such_review() { return base::fail(base::Errc::not_found, "There is no review with this id.", "id"); }

/// The documents with these ids, by id.
Result<std::map<std::string, Document>> find_all(Client& client, const char* collection, const Array& ids,
                                                 const FindOptions& options) {
  std::map<std::string, Document> all;
  if (ids.size() == 0) return all;
  auto found = client.find(collection, {{"_id", Document{{"$in", ids}}}}, options);
  if (!found) return base::fail(std::move(found.error()));
  for (auto& document : *found) {
    auto id = document.view().text("_id");
    all.emplace(std::move(id), std::move(document));
  }
  return all;
}

void show_job(core::Submission& submission, const View& job) {
  submission.status = job.number("status") == 1 ? core::Status::in_progress : core::Status::pending;
  submission.attempts = static_cast<int>(job.number("attempts")) +
                        (submission.status == core::Status::in_progress && !job.flag("settling") ? 1 : 0);
  submission.updated_at = std::max(job.time("updated_at"), submission.created_at);
}

/// Of the open ones among the submissions.
Result<void> show_jobs(Client& client, std::vector<core::SubmissionRecord>& records,
                       const std::vector<Document>& submissions) {
  Array ids;
  for (const auto& each : submissions) {
    if (each.view().flag("open")) ids.add(each.view().bytes("job"));
  }
  FindOptions options;
  options.projection = {{"status", 1}, {"attempts", 1}, {"updated_at", 1}, {"settling", 1}};
  const auto jobs = find_all(client, kJobs, ids, options);
  if (!jobs) return base::fail(jobs.error());
  for (std::size_t i = 0; i < records.size(); ++i) {
    // A job that is gone is being settled, or will be made anew: still pending.
    const auto job = jobs->find(submissions[i].view().text("job"));
    if (submissions[i].view().flag("open") && job != jobs->end())
      show_job(records[i].submission, job->second.view());
  }
  return {};
}

Result<std::shared_ptr<const KeptReview>> read_review(Client& client, KeptReviews& kept,
                                                      const std::string& id, const View& document) {
  auto text = read_bytes(client, document.document("members"));
  if (!text) return base::fail(std::move(text.error()));
  auto review = std::make_shared<KeptReview>();
  review->members = std::make_shared<const std::string>(std::move(*text));
  review->fingerprints = core::issue_fingerprints(*review->members);
  const auto bytes = review->members->size() + review->fingerprints.size() * sizeof(std::string_view);
  kept.reviews().put(id, review, bytes);
  return review;
}

Result<Reviews> show_reviews(Client& client, KeptReviews& kept,
                             std::vector<core::SubmissionRecord>& records) {
  Reviews reviews;
  Array ids;
  for (const auto& record : records) {
    if (!record.submission.review) continue;
    const auto& id = record.submission.review->str();
    if (!reviews.contains(id)) {
      auto known = kept.reviews().find(id);
      if (!known) ids.add(id);
      reviews.emplace(id, std::move(known));
    }
  }
  FindOptions options;
  options.projection = {{"members", 1}};
  const auto found = find_all(client, kReviews, ids, options);
  if (!found) return base::fail(found.error());
  for (const auto& [id, document] : *found) {
    auto review = read_review(client, kept, id, document.view());
    if (!review) return base::fail(std::move(review.error()));
    reviews[id] = std::move(*review);
  }
  for (auto& record : records) {
    if (!record.submission.review) continue;
    if (const auto& review = reviews.find(record.submission.review->str())->second)
      record.review_members = review->members;
  }
  return reviews;
}

Result<std::vector<Result<core::SubmissionRecord>>> find_together(Client& client, KeptReviews& kept,
                                                                  const std::vector<WantedRecord>& wanted) {
  std::set<std::string_view> distinct;
  for (const auto& each : wanted) distinct.insert(each.id.str());
  Array ids;
  for (const auto id : distinct) ids.add(id);
  FindOptions options;
  options.projection = record_fields();
  const auto found =
      client.find(kSubmissions, {{"_id", Document{{"$in", ids}}}, {"scope", of_any(wanted)}}, options);
  if (!found) return base::fail(found.error());
  const auto records = records_of(client, kept, *found);
  if (!records) return base::fail(records.error());
  std::unordered_map<std::string_view, const core::SubmissionRecord*> by_id;
  for (const auto& record : *records) by_id.emplace(record.submission.id.str(), &record);
  std::vector<Result<core::SubmissionRecord>> answers;
  for (const auto& each : wanted) {
    const auto record = by_id.find(each.id.str());
    if (record == by_id.end() || record->second->submission.scope != each.scope) {
      answers.emplace_back(no_such_review());
    } else {
      answers.emplace_back(*record->second);
    }
  }
  return answers;
}

}  // namespace

Document record_fields() { return {{"issues", 0}, {"words", 0}, {"idempotency", 0}}; }

Result<core::Submission> submission_of(const View& document) {
  const auto status = document.number("status");
  const auto language = core::parse_language(document.bytes("language"));
  if (status < 0 || status > static_cast<int>(core::Status::cancelled) || !language)
    return base::fail(base::Errc::corrupt, "a submission can't be read");
  core::Submission submission;
  submission.id = core::SubmissionId{document.text("_id")};
  submission.scope = core::Scope{document.text("scope")};
  submission.status = static_cast<core::Status>(status);
  submission.created_at = document.time("created_at");
  submission.updated_at =
      std::max(submission.created_at, document.optional_time("finished_at").value_or(submission.created_at));
  submission.language = *language;
  submission.filename = document.text("filename");
  submission.file_count = static_cast<int>(document.number("file_count"));
  submission.fingerprint = core::Fingerprint{document.text("fingerprint")};
  submission.error = document.text("error");
  submission.cached = document.flag("cached");
  submission.attempts = static_cast<int>(document.number("attempts"));
  if (document.has("rerun_of")) submission.rerun_of = core::SubmissionId{document.text("rerun_of")};
  if (document.has("review")) submission.review = core::ReviewId{document.text("review")};
  return submission;
}

Result<std::vector<core::SubmissionRecord>> records_of(Client& client, KeptReviews& kept,
                                                       const std::vector<Document>& submissions) {
  std::vector<core::SubmissionRecord> records;
  for (const auto& document : submissions) {
    auto submission = submission_of(document.view());
    if (!submission) return base::fail(std::move(submission.error()));
    records.push_back({std::move(*submission), nullptr});
  }
  if (auto shown = show_jobs(client, records, submissions); !shown)
    return base::fail(std::move(shown.error()));
  const auto reviews = show_reviews(client, kept, records);
  if (!reviews) return base::fail(reviews.error());
  if (auto shown = attach_states(client, *reviews, records); !shown)
    return base::fail(std::move(shown.error()));
  return records;
}

Result<std::vector<Result<core::SubmissionRecord>>> find_records(Client& client, KeptReviews& kept,
                                                                 const std::vector<WantedRecord>& wanted) {
  auto together = find_together(client, kept, wanted);
  if (together || together.error().code != base::Errc::corrupt || wanted.size() == 1) return together;
  // What is damaged is one's own trouble.
  std::vector<Result<core::SubmissionRecord>> answers;
  for (const auto& each : wanted) {
    auto alone = find_together(client, kept, {each});
    if (alone) {
      answers.push_back(std::move(alone->front()));
    } else {
      answers.emplace_back(base::fail(std::move(alone.error())));
    }
  }
  return answers;
}

Result<core::Submission> find_submission(Client& client, const core::Scope& scope,
                                         const core::SubmissionId& id) {
  FindOptions options;
  options.projection = record_fields();
  options.limit = 1;
  const auto found = client.find(kSubmissions, {{"_id", id}, {"scope", scope}}, options);
  if (!found) return base::fail(found.error());
  if (found->empty()) return no_such_review();
  std::vector<core::SubmissionRecord> one(1);
  auto submission = submission_of(found->front().view());
  if (!submission) return base::fail(std::move(submission.error()));
  one.front().submission = std::move(*submission);
  if (auto shown = show_jobs(client, one, *found); !shown) return base::fail(std::move(shown.error()));
  return std::move(one.front().submission);
}

}  // namespace assay::store::mongo
