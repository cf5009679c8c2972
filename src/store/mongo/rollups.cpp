#include "store/mongo/rollups.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "store/mongo/documents.hpp"
#include "store/mongo/write_all.hpp"

namespace assay::store::mongo {

using base::Result;

namespace {

/// So long nothing may have changed in a bucket before it is computed: what was noted has happened by then.
constexpr std::chrono::minutes kQuiet{1};

std::string rollup_id(const std::string& scope, int level, std::string_view language, std::int64_t bucket) {
  return scope + "/" + std::to_string(level) + "/" + std::string{language} + "/" + std::to_string(bucket);
}

base::Timestamp start_of(int level, std::int64_t bucket) {
  return base::Timestamp{kQuarter * (bucket * quarters_in(level))};
}

}  // namespace

Result<void> note_changes(Client& client, const std::vector<Change>& changes, base::Timestamp now) {
  using Place = std::tuple<std::string, std::int64_t, core::Language>;
  std::set<Place> places;
  for (const auto& change : changes) places.emplace(change.scope, quarter_of(change.at), change.language);
  std::map<std::string, Update> updates;
  for (const auto& [scope, quarter, language] : places) {
    for (int level = 0; level < kLevels; ++level) {
      const auto bucket = bucket_of(quarter, level);
      const auto id = rollup_id(scope, level, core::to_string(language), bucket);
      const Document where{
          {"scope", scope}, {"level", level}, {"bucket", bucket}, {"language", core::to_string(language)}};
      Update update;
      update.filter = {{"_id", id}};
      update.change = {{"$inc", Document{{"version", std::int64_t{1}}}},
                       {"$set", Document{{"changed", true}}},
                       {"$max", Document{{"noted_at", now}}},
                       {"$setOnInsert", where}};
      update.upsert = true;
      updates.emplace(id, std::move(update));
    }
  }
  std::vector<Update> all;
  for (auto& [id, update] : updates) all.push_back(std::move(update));
  return write_all(client, kRollups, all, Ack::majority);
}

Rollups::Rollups(Client& client, std::string scope, std::optional<core::Language> language, Detail detail)
    : client_(client), scope_(std::move(scope)), language_(language), detail_(detail) {}

Rollups::Languages Rollups::languages() const {
  if (!language_) return {};
  return {std::string{core::to_string(*language_)}};
}

Result<void> Rollups::look_for_news() {
  FindOptions options;
  options.projection = {{"language", 1}, {"finished_at", 1}};
  const auto found = client_.find(
      kSubmissions,
      {{"unindexed", Document{{"$gt", 0}}}, {"scope", scope_}, {"review", Document{{"$exists", true}}}},
      options);
  if (!found) return base::fail(found.error());
  for (const auto& each : *found) {
    auto language = each.view().text("language");
    if (language_ && language != core::to_string(*language_)) continue;
    auto& of_quarter = news_[quarter_of(each.view().time("finished_at"))];
    if (std::ranges::find(of_quarter, language) == of_quarter.end())
      of_quarter.push_back(std::move(language));
  }
  return {};
}

Result<std::map<std::string, Sums>> Rollups::read(const ExactRange& range) {
  return compute_sums(client_, scope_, languages(), range.start, range.end, detail_);
}

Result<std::vector<Rollups::Found>> Rollups::of_buckets(const BucketRange& range,
                                                        const Languages& languages) {
  Document filter{{"scope", scope_}, {"level", range.level}};
  Document within;
  if (range.first) within.set("$gte", *range.first);
  if (range.last) within.set("$lt", *range.last);
  if (!within.empty()) filter.set("bucket", within);
  if (!languages.empty()) {
    Array names;
    for (const auto& language : languages) names.add(language);
    filter.set("language", Document{{"$in", names}});
  }
  FindOptions options;
  options.projection = sums_fields(detail_);
  const auto rollups = client_.find(kRollups, filter, options);
  if (!rollups) return base::fail(rollups.error());

  std::map<std::int64_t, std::set<std::string>> changed;
  for (const auto& [quarter, of_quarter] : news_) {
    const auto bucket = bucket_of(quarter, range.level);
    if ((range.first && bucket < *range.first) || (range.last && bucket >= *range.last)) continue;
    for (const auto& language : of_quarter) {
      if (languages.empty() || std::ranges::find(languages, language) != languages.end())
        changed[bucket].insert(language);
    }
  }
  std::vector<Found> found;
  for (const auto& each : *rollups) {
    const View view = each.view();
    const auto bucket = view.number("bucket");
    const auto language = view.text("language");
    const auto news = changed.find(bucket);
    if (news != changed.end() && news->second.contains(language)) continue;
    if (view.flag("changed") || view.flag("split")) {
      changed[bucket].insert(language);
    } else {
      found.push_back({bucket, language, decode_sums(view)});
    }
  }
  for (const auto& [bucket, its_languages] : changed) {
    auto sums = inside(range.level, bucket, {its_languages.begin(), its_languages.end()});
    if (!sums) return base::fail(std::move(sums.error()));
    for (auto& [language, its_sums] : *sums) found.push_back({bucket, language, std::move(its_sums)});
  }
  return found;
}

Result<std::map<std::string, Sums>> Rollups::inside(int level, std::int64_t bucket,
                                                    const Languages& languages) {
  if (level == 0)
    return compute_sums(client_, scope_, languages, start_of(0, bucket), start_of(0, bucket + 1), detail_);
  BucketRange finer{level - 1, std::nullopt, std::nullopt};
  if (level != kAllTime) {
    const auto width = quarters_in(level) / quarters_in(level - 1);
    finer.first = bucket * width;
    finer.last = (bucket + 1) * width;
  }
  auto found = of_buckets(finer, languages);
  if (!found) return base::fail(std::move(found.error()));
  std::map<std::string, Sums> sums;
  for (const auto& each : *found) sums[each.language] += each.sums;
  return sums;
}

Result<void> seal(Client& client, const View& rollup) {
  const auto language = core::parse_language(rollup.bytes("language"));
  if (!language) return base::fail(base::Errc::corrupt, "a rollup can't be read");
  Rollups rollups{client, rollup.text("scope"), language, Detail::all};
  auto sums = rollups.inside(static_cast<int>(rollup.number("level")), rollup.number("bucket"),
                             {rollup.text("language")});
  if (!sums) return base::fail(std::move(sums.error()));
  const Document unchanged{{"_id", rollup.bytes("_id")}, {"version", rollup.number("version")}};
  // An empty one stays, so that its version only grows.
  Document change;
  if (const auto fields = encode_sums((*sums)[rollup.text("language")])) {
    change.set("$set", *fields).set("$unset", Document{{"changed", 1}, {"split", 1}});
  } else {
    change.set("$set", Document{{"split", true}})
        .set("$unset", Document{{"changed", 1}, {"titles", 1}, {"wait", 1}, {"run", 1}});
  }
  const auto sealed = client.update_one(kRollups, unchanged, change, Ack::one);
  if (!sealed) return base::fail(sealed.error());
  return {};
}

Result<void> note_erasure(Client& client, const std::string& scope, const View& submission,
                          base::Timestamp now) {
  const auto language = core::parse_language(submission.bytes("language"));
  if (!language || !submission.has("review")) return {};
  std::vector<Change> changes{{scope, *language, submission.time("finished_at")}};
  FindOptions options;
  options.projection = {{"finished_at", 1}};
  const auto review = client.find_one(kReviews, {{"_id", submission.bytes("review")}}, options);
  if (!review) return base::fail(review.error());
  if (*review) changes.push_back({scope, *language, (*review)->view().time("finished_at")});
  return note_changes(client, changes, now);
}

Result<int> seal_some(Client& client, base::Timestamp now, int most) {
  FindOptions options;
  options.sort = {{"level", 1}, {"noted_at", 1}};
  options.projection = {{"scope", 1}, {"level", 1}, {"bucket", 1}, {"language", 1}, {"version", 1}};
  options.limit = most;
  const auto quiet =
      client.find(kRollups, {{"changed", true}, {"noted_at", Document{{"$lt", now - kQuiet}}}}, options);
  if (!quiet) return base::fail(quiet.error());
  for (const auto& each : *quiet) {
    if (auto sealed = seal(client, each.view()); !sealed) return base::fail(std::move(sealed.error()));
  }
  return static_cast<int>(quiet->size());
}

}  // namespace assay::store::mongo
