#include "store/mongo/reviews.hpp"

#include "core/statistics.hpp"
#include "store/issue_title.hpp"
#include "store/mongo/documents.hpp"
#include "store/mongo/pieces.hpp"

namespace assay::store::mongo {

using base::Result;

namespace {

Array issues_of(const core::JobResult& result) {
  Array issues;
  for (const auto& issue : result.issues) {
    Document each{{"key", title_key(issue)}, {"title", issue.title}};
    if (!issue.rule_id.empty()) each.set("rule", issue.rule_id);
    each.set("severity", static_cast<int>(issue.severity))
        .set("category", static_cast<int>(issue.category))
        .set("id", issue.id);
    issues.add(each);
  }
  return issues;
}

}  // namespace

Result<void> insert_reviews(Client& client, const std::vector<NewReview>& reviews) {
  std::vector<Document> documents;
  for (const auto& each : reviews) {
    const auto& result = *each.result;
    const auto members = keep_bytes(client, result.review_members, "review/" + result.review_id.str());
    if (!members) return base::fail(members.error());
    const auto use = core::model_use(result.usage);
    documents.push_back({{"_id", result.review_id},
                         {"scope", each.scope},
                         {"language", core::to_string(each.language)},
                         {"input", each.input},
                         {"finished_at", result.finished_at},
                         {"members", *members},
                         {"score", result.score},
                         {"issues", issues_of(result)},
                         {"queued_ms", result.queued_ms},
                         {"run_ms", result.run_ms},
                         {"calls", use.calls},
                         {"input_tokens", use.input_tokens},
                         {"output_tokens", use.output_tokens},
                         {"cached_tokens", use.cached_tokens},
                         {"cost_nanos", use.cost_nanos},
                         {"unpriced_calls", use.unpriced_calls},
                         {"touched", std::int64_t{0}},
                         {"uncommitted", true}});
  }
  const auto stored = client.insert_each(kReviews, documents, Ack::majority);
  if (!stored) return base::fail(stored.error());
  for (const auto& [index, error] : stored->errors) {
    // An earlier try of the same call stored it.
    if (error.code != base::Errc::conflict) return base::fail(error);
  }
  return {};
}

Document answer_fields(const core::JobResult& result) {
  return {{"review", result.review_id},
          {"score", result.score},
          {"issues", issues_of(result)},
          {"queued_ms", result.queued_ms},
          {"run_ms", result.run_ms}};
}

Result<std::map<std::string, Document>> find_answer_fields(Client& client,
                                                           const std::vector<std::string>& reviews) {
  std::map<std::string, Document> answers;
  if (reviews.empty()) return answers;
  Array ids;
  for (const auto& review : reviews) ids.add(review);
  FindOptions options;
  options.projection = {{"score", 1}, {"issues", 1}, {"queued_ms", 1}, {"run_ms", 1}};
  const auto found = client.find(kReviews, {{"_id", Document{{"$in", ids}}}}, options);
  if (!found) return base::fail(found.error());
  for (const auto& each : *found) {
    auto review = each.view().text("_id");
    Document fields{{"review", review}};
    for (const auto* key : {"score", "issues", "queued_ms", "run_ms"}) fields.copy(key, each.view());
    answers.emplace(std::move(review), std::move(fields));
  }
  return answers;
}

Result<std::optional<Document>> find_answer_fields(Client& client, const std::string& review) {
  auto found = find_answer_fields(client, std::vector{review});
  if (!found) return base::fail(std::move(found.error()));
  if (found->empty()) return std::optional<Document>{};
  return std::optional{std::move(found->begin()->second)};
}

Result<bool> touch_review(Client& client, const std::string& review) {
  const auto touched = client.update_one(kReviews, {{"_id", review}},
                                         {{"$inc", Document{{"touched", std::int64_t{1}}}}}, Ack::majority);
  if (!touched) return base::fail(touched.error());
  return touched->matched == 1;
}

Result<void> remove_unused_review(Client& client, const std::string& review) {
  while (true) {
    FindOptions options;
    options.projection = {{"touched", 1}, {"input", 1}, {"members.owner", 1}};
    const auto found = client.find_one(kReviews, {{"_id", review}}, options);
    if (!found) return base::fail(found.error());
    if (!*found) return {};
    const View view = (*found)->view();
    const auto users =
        client.count(kSubmissions, {{"review", review}, {"erasing", Document{{"$exists", false}}}}, 1);
    if (!users) return base::fail(users.error());
    if (*users > 0) return {};
    const auto uncached = client.update_one(kInputs, {{"_id", view.bytes("input")}, {"cache.review", review}},
                                            {{"$unset", Document{{"cache", 1}}}}, Ack::majority);
    if (!uncached) return base::fail(uncached.error());
    // Who was answered from the cache after the count touches the review: as in end_unused_job.
    const auto gone =
        client.remove_one(kReviews, {{"_id", review}, {"touched", view.number("touched")}}, Ack::majority);
    if (!gone) return base::fail(gone.error());
    if (*gone == 1) return drop_bytes(client, view.document("members"));
  }
}

}  // namespace assay::store::mongo
