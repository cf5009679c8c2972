#include "store/mongo/accept_together.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "store/mongo/accept.hpp"
#include "store/mongo/documents.hpp"
#include "store/mongo/idempotency.hpp"
#include "store/mongo/inputs.hpp"
#include "store/mongo/reviews.hpp"
#include "store/stored_files.hpp"

namespace assay::store::mongo {

using base::Result;
using core::Acceptance;
using core::NewSubmission;

namespace {

/// Above this the code takes longer to send than all the rest, and others would wait for it.
constexpr std::size_t kLarge = std::size_t{1} << 20U;

std::size_t code_bytes(const core::ReviewInput& input) {
  std::size_t bytes = input.code.size();
  for (const auto& file : input.files) bytes += file.code.size();
  return bytes;
}

/// The submissions of equal work.
struct Work {
  std::string input;  ///< its id
  std::vector<std::size_t> members;
  bool has_input = false;
  std::string cached;  ///< review in the cache
  std::optional<Place> place;
  std::size_t maker = 0;  ///< whose job it is, where `makes_job`
  bool makes_job = false;
};

/// One run of accept_together.
class Round {
 public:
  using Submissions = std::vector<std::shared_ptr<const NewSubmission>>;
  Round(Client& client, KeptReviews& kept, const Submissions& submissions)
      : client_(client), kept_(kept), submissions_(submissions) {
    for (std::size_t i = 0; i < submissions.size(); ++i) answers_.emplace_back(Taken{});
  }

  Result<std::vector<Result<Taken>>> run() {
    for (const auto step : {&Round::sort, &Round::look_into_cache, &Round::take_cached, &Round::join_jobs,
                            &Round::make_jobs, &Round::keep_inputs, &Round::store, &Round::touch}) {
      if (auto done = (this->*step)(); !done) return base::fail(std::move(done.error()));
    }
    return std::move(answers_);
  }

 private:
  Result<void> sort();
  Result<void> look_into_cache();
  Result<void> take_cached();
  Result<void> join_jobs();
  Result<void> make_jobs();
  Result<void> keep_inputs();
  Result<void> store();
  Result<void> touch();

  Result<std::set<std::string>> used_keys();
  const NewSubmission& of(std::size_t member) const { return *submissions_[member]; }
  bool all(const Work& work, auto holds) const {
    return std::ranges::all_of(work.members, [&](std::size_t member) { return holds(of(member)); });
  }
  Place place_of(const Work& work, std::size_t member) const;
  bool is_accepted(std::size_t member) const { return answers_[member] && answers_[member]->answer; }
  Result<bool> touch_all(const char* collection, const std::map<std::string, std::int64_t>& times, bool open);

  Client& client_;
  KeptReviews& kept_;
  const Submissions& submissions_;
  std::vector<Result<Taken>> answers_;
  std::vector<Work> works_;  ///< those that are left to be accepted alone are taken out
};

/// Keys of requests that came before.
Result<std::set<std::string>> Round::used_keys() {
  Array keys;
  for (const auto& each : submissions_) {
    if (each->idempotency) keys.add(idempotent_of(each->scope, *each->idempotency));
  }
  std::set<std::string> used;
  if (keys.size() == 0) return used;
  FindOptions options;
  options.projection = {{"idempotent", 1}};
  const auto found = client_.find(kSubmissions, {{"idempotent", Document{{"$in", keys}}}}, options);
  if (!found) return base::fail(found.error());
  for (const auto& each : *found) used.insert(each.view().text("idempotent"));
  return used;
}

Result<void> Round::sort() {
  const auto used = used_keys();
  if (!used) return base::fail(used.error());
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < submissions_.size(); ++i) {
    const auto& each = of(i);
    if (each.idempotency && used->contains(idempotent_of(each.scope, *each.idempotency))) continue;
    auto input = input_id(each.scope, each.fingerprint);
    const auto [place, is_new] = places.emplace(input, works_.size());
    if (is_new) works_.emplace_back().input = std::move(input);
    works_[place->second].members.push_back(i);
  }
  return {};
}

Result<void> Round::look_into_cache() {
  if (works_.empty()) return {};
  Array ids;
  for (const auto& work : works_) ids.add(work.input);
  FindOptions options;
  options.projection = {{"cache", 1}, {"forgotten", 1}};
  const auto found = client_.find(kInputs, {{"_id", Document{{"$in", ids}}}}, options);
  if (!found) return base::fail(found.error());
  std::map<std::string_view, View> inputs;
  for (const auto& each : *found) inputs.emplace(each.view().bytes("_id"), each.view());
  std::erase_if(works_, [&](Work& work) {
    const auto input = inputs.find(work.input);
    if (input == inputs.end()) return false;
    work.has_input = true;
    const View cache = input->second.document("cache");
    const auto fresh = [&](const NewSubmission& one) { return cache.time("expires_at") > one.created_at; };
    if (!cache.empty() && all(work, fresh)) work.cached = cache.text("review");
    return input->second.flag("forgotten");
  });
  return {};
}

Result<void> Round::take_cached() {
  std::map<std::string, std::shared_ptr<const Document>> answers;
  std::vector<std::string> unknown;
  for (const auto& work : works_) {
    if (work.cached.empty() || answers.contains(work.cached)) continue;
    auto known = kept_.answers().find(work.cached);
    if (!known) unknown.push_back(work.cached);
    answers.emplace(work.cached, std::move(known));
  }
  auto found = find_answer_fields(client_, unknown);
  if (!found) return base::fail(std::move(found.error()));
  for (auto& [review, fields] : *found) {
    auto answer = std::make_shared<const Document>(std::move(fields));
    kept_.answers().put(review, answer, answer->size());
    answers[review] = std::move(answer);
  }
  for (auto& work : works_) {
    if (work.cached.empty()) continue;
    if (const auto& answer = answers[work.cached])
      work.place = Place{Acceptance::from_cache, {}, work.cached, *answer};
  }
  return {};
}

Result<void> Round::join_jobs() {
  Array wanted;
  for (const auto& work : works_) {
    if (!work.place) wanted.add(work.input);
  }
  if (wanted.size() == 0) return {};
  FindOptions options;
  options.projection = {{"input", 1}};
  const auto found = client_.find(kJobs, {{"input", Document{{"$in", wanted}}}, {"joinable", true}}, options);
  if (!found) return base::fail(found.error());
  std::map<std::string_view, View> jobs;
  for (const auto& each : *found) jobs.emplace(each.view().bytes("input"), each.view());
  for (auto& work : works_) {
    const auto job = work.place ? jobs.end() : jobs.find(work.input);
    if (job != jobs.end())
      work.place = Place{Acceptance::joined_job, core::JobId{job->second.text("_id")}, {}, {}};
  }
  return {};
}

Result<void> Round::make_jobs() {
  // Who must not make a job can still join that of another one.
  std::erase_if(works_, [&](Work& work) {
    if (work.place) return false;
    const auto maker =
        std::ranges::find_if(work.members, [&](auto member) { return !of(member).only_if_free; });
    if (maker == work.members.end()) return true;
    work.maker = *maker;
    work.makes_job = true;
    work.place = Place{Acceptance::joined_job, of(*maker).job, {}, {}};
    return false;
  });
  std::vector<Document> jobs;
  std::vector<std::size_t> maker_of;
  for (const auto& work : works_) {
    if (!work.makes_job) continue;
    jobs.push_back(job_of(of(work.maker), false));
    maker_of.push_back(work.maker);
  }
  const auto made = client_.insert_each(kJobs, jobs, Ack::majority);
  if (!made) return base::fail(made.error());
  // Somebody else was first, or an earlier try of the same call.
  std::set<std::size_t> failed;
  for (const auto& [index, error] : made->errors) failed.insert(maker_of[index]);
  std::erase_if(works_, [&](const Work& work) { return work.makes_job && failed.contains(work.maker); });
  return {};
}

Result<void> Round::keep_inputs() {
  std::vector<Update> uses;
  std::vector<Document> fresh;
  std::vector<std::string> whose;
  for (const auto& work : works_) {
    base::Timestamp last{};
    for (const auto member : work.members) last = std::max(last, of(member).created_at);
    const auto times = static_cast<std::int64_t>(work.members.size());
    if (work.has_input) {
      Update use;
      use.filter = {{"_id", work.input}, {"forgotten", Document{{"$exists", false}}}};
      use.change = {{"$max", Document{{"used_at", last}}}, {"$inc", Document{{"touched", times}}}};
      uses.push_back(std::move(use));
      continue;
    }
    const auto& first = of(work.members.front());
    const std::string code =
        first.input->files.empty() ? first.input->code : encode_files(first.input->files);
    Document made{{"_id", work.input}};
    made.merge(input_fields(first, Document{{"data", Bytes{code}}}))
        .set("used_at", last)
        .set("touched", times);
    fresh.push_back(std::move(made));
    whose.push_back(work.input);
  }
  const auto made = client_.insert_each(kInputs, fresh, Ack::majority);
  if (!made) return base::fail(made.error());
  const auto used = client_.update_each(kInputs, uses, Ack::majority);
  if (!used) return base::fail(used.error());
  // Somebody else made it just now, or it was refused.
  std::set<std::string> failed;
  for (const auto& [index, error] : made->errors) failed.insert(whose[index]);
  // Some have gone or were forgotten; which ones is not told.
  const bool all_used = used->matched == std::ssize(uses);
  std::erase_if(works_,
                [&](const Work& work) { return work.has_input ? !all_used : failed.contains(work.input); });
  return {};
}

Place Round::place_of(const Work& work, std::size_t member) const {
  Place place = *work.place;
  if (place.how == Acceptance::joined_job && place.job == of(member).job) place.how = Acceptance::new_job;
  return place;
}

Result<void> Round::store() {
  std::vector<Document> documents;
  std::vector<std::size_t> whose;
  for (const auto& work : works_) {
    for (const auto member : work.members) {
      answers_[member]->place = place_of(work, member);
      documents.push_back(document_of(of(member), *answers_[member]->place));
      whose.push_back(member);
    }
  }
  const auto stored = client_.insert_each(kSubmissions, documents, Ack::majority);
  if (!stored) return base::fail(stored.error());
  for (const auto& [index, error] : stored->errors) {
    auto& answer = answers_[whose[index]];
    const auto place = std::move(answer->place);
    answer->place.reset();
    auto left = leave(client_, *place);
    if (error.code != base::Errc::conflict) {
      answer = base::fail(error);
    } else if (!left) {
      answer = base::fail(std::move(left.error()));
    }
  }
  return {};
}

/// True where all of them were there.
Result<bool> Round::touch_all(const char* collection, const std::map<std::string, std::int64_t>& times,
                              bool open) {
  std::vector<Update> updates;
  for (const auto& [id, count] : times) {
    Update update;
    update.filter = {{"_id", id}};
    if (open) update.filter.set("open", true);
    update.change = {{"$inc", Document{{"touched", count}}}};
    updates.push_back(std::move(update));
  }
  const auto touched = client_.update_each(collection, updates, Ack::majority);
  if (!touched) return base::fail(touched.error());
  return touched->matched == std::ssize(times);
}

Result<void> Round::touch() {
  std::map<std::string, std::int64_t> reviews;
  std::map<std::string, std::int64_t> jobs;
  for (const auto& answer : answers_) {
    if (!answer || !answer->place) continue;
    const auto& place = *answer->place;
    ++(place.how == Acceptance::from_cache ? reviews[place.review] : jobs[place.job.str()]);
  }
  const auto reviews_there = touch_all(kReviews, reviews, false);
  if (!reviews_there) return base::fail(reviews_there.error());
  const auto jobs_there = touch_all(kJobs, jobs, true);
  if (!jobs_there) return base::fail(jobs_there.error());
  for (auto& answer : answers_) {
    if (!answer || !answer->place) continue;
    auto& place = *answer->place;
    const bool cached = place.how == Acceptance::from_cache;
    if (!(cached ? *reviews_there : *jobs_there)) continue;
    const auto status = cached ? core::Status::completed : core::Status::pending;
    answer->answer = core::Accepted{place.how, status, std::move(place.job), {}};
  }
  // Where the maker of a job was not accepted with the others, one of them has to make it known to the queue.
  for (const auto& work : works_) {
    if (!work.makes_job || is_accepted(work.maker)) continue;
    const auto heir = std::ranges::find_if(work.members, [&](auto member) { return is_accepted(member); });
    if (heir != work.members.end()) answers_[*heir]->answer->how = Acceptance::new_job;
  }
  return {};
}

}  // namespace

bool goes_with_others(const NewSubmission& submission) {
  return !submission.input->options.no_cache && !submission.rerun_of &&
         code_bytes(*submission.input) <= kLarge;
}

Result<std::vector<Result<Taken>>> accept_together(
    Client& client, KeptReviews& kept, const std::vector<std::shared_ptr<const NewSubmission>>& submissions) {
  return Round{client, kept, submissions}.run();
}

}  // namespace assay::store::mongo
