#include "store/mongo/records.hpp"

#include <algorithm>
#include <map>

#include "store/mongo/documents.hpp"
#include "store/mongo/issue_states.hpp"
#include "store/mongo/pieces.hpp"

namespace assay::store::mongo {

using base::Result;

namespace {

auto no_such_review() { return base::fail(base::Errc::not_found, "no such review"); }

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

Result<void> show_reviews(Client& client, std::vector<core::SubmissionRecord>& records) {
  Array ids;
  for (const auto& record : records) {
    if (record.submission.review) ids.add(*record.submission.review);
  }
  FindOptions options;
  options.projection = {{"members", 1}};
  const auto reviews = find_all(client, kReviews, ids, options);
  if (!reviews) return base::fail(reviews.error());
  std::map<std::string, std::shared_ptr<const std::string>> members;
  for (const auto& [id, review] : *reviews) {
    auto text = read_bytes(client, review.view().document("members"));
    if (!text) return base::fail(std::move(text.error()));
    members.emplace(id, std::make_shared<const std::string>(std::move(*text)));
  }
  for (auto& record : records) {
    if (!record.submission.review) continue;
    const auto review = members.find(record.submission.review->str());
    if (review != members.end()) record.review_members = review->second;
  }
  return {};
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

Result<std::vector<core::SubmissionRecord>> records_of(Client& client, const core::Scope& scope,
                                                       const std::vector<Document>& submissions) {
  std::vector<core::SubmissionRecord> records;
  for (const auto& document : submissions) {
    auto submission = submission_of(document.view());
    if (!submission) return base::fail(std::move(submission.error()));
    records.push_back({std::move(*submission), nullptr});
  }
  if (auto shown = show_jobs(client, records, submissions); !shown)
    return base::fail(std::move(shown.error()));
  if (auto shown = show_reviews(client, records); !shown) return base::fail(std::move(shown.error()));
  if (auto shown = attach_states(client, scope, records); !shown) return base::fail(std::move(shown.error()));
  return records;
}

Result<core::SubmissionRecord> find_record(Client& client, const core::Scope& scope,
                                           const core::SubmissionId& id) {
  FindOptions options;
  options.projection = record_fields();
  options.limit = 1;
  const auto found = client.find(kSubmissions, {{"_id", id}, {"scope", scope}}, options);
  if (!found) return base::fail(found.error());
  if (found->empty()) return no_such_review();
  auto records = records_of(client, scope, *found);
  if (!records) return base::fail(std::move(records.error()));
  return std::move(records->front());
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
