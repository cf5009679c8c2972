#include "store/mongo/retention.hpp"

#include "store/mongo/documents.hpp"
#include "store/mongo/inputs.hpp"
#include "store/mongo/remove.hpp"

namespace assay::store::mongo {

using base::Result;

namespace {

constexpr int kInputAndOutcome = 3;
/// Inputs that are looked at for each that may lose its code: those of unfinished jobs keep theirs.
constexpr int kLooks = 16;

Result<void> erase_old(Client& client, base::Timestamp before, int most, base::Timestamp now,
                       core::Swept& swept) {
  FindOptions options;
  options.sort = {{"created_at", 1}, {"_id", 1}};
  options.projection = {{"scope", 1}};
  options.limit = most;
  const auto old = client.find(kSubmissions,
                               {{"created_at", Document{{"$lt", before}}},
                                {"open", Document{{"$exists", false}}},
                                {"scope", Document{{"$exists", true}}}},
                               options);
  if (!old) return base::fail(old.error());
  for (const auto& each : *old) {
    core::SubmissionId id{each.view().text("_id")};
    auto erased = erase_submission(client, core::Scope{each.view().text("scope")}, id, now);
    if (erased) {
      swept.erased.push_back(std::move(id));
    } else if (erased.error().code != base::Errc::not_found) {
      return base::fail(std::move(erased.error()));
    }
  }
  swept.more = std::ssize(*old) == most;
  return {};
}

/// Tells the search that their words are gone, and gives their ids.
Result<void> note_forgotten(Client& client, const std::string& input, core::Swept& swept) {
  FindOptions options;
  options.projection = {{"_id", 1}};
  const Document its{{"input", input}, {"erasing", Document{{"$exists", false}}}};
  const auto noted = client.update_many(kSubmissions, its,
                                        {{"$set", Document{{"unindexed", kInputAndOutcome}}}}, Ack::majority);
  if (!noted) return base::fail(noted.error());
  const auto submissions = client.find(kSubmissions, its, options);
  if (!submissions) return base::fail(submissions.error());
  for (const auto& each : *submissions) swept.without_code.emplace_back(each.view().text("_id"));
  return {};
}

Result<void> forget_old_code(Client& client, base::Timestamp before, int most, core::Swept& swept) {
  FindOptions options;
  options.sort = {{"used_at", 1}};
  options.projection = {{"_id", 1}};
  options.limit = static_cast<std::int64_t>(most) * kLooks;
  const auto old = client.find(
      kInputs, {{"used_at", Document{{"$lt", before}}}, {"forgotten", Document{{"$exists", false}}}},
      options);
  if (!old) return base::fail(old.error());
  int forgotten = 0;
  for (const auto& each : *old) {
    const std::string input = each.view().text("_id");
    const auto lost = forget_code(client, input, before);
    if (!lost) return base::fail(lost.error());
    if (!*lost) continue;
    if (auto noted = note_forgotten(client, input, swept); !noted) return noted;
    if (++forgotten == most) break;
  }
  swept.more = swept.more || forgotten == most;
  return {};
}

}  // namespace

Result<core::Swept> sweep(Client& client, const core::RetentionLimits& limits, int most,
                          base::Timestamp now) {
  core::Swept swept;
  if (limits.submissions_before) {
    if (auto done = erase_old(client, *limits.submissions_before, most, now, swept); !done)
      return base::fail(std::move(done.error()));
  }
  if (limits.code_before) {
    if (auto done = forget_old_code(client, *limits.code_before, most, swept); !done)
      return base::fail(std::move(done.error()));
  }
  return swept;
}

}  // namespace assay::store::mongo
