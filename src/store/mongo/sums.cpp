#include "store/mongo/sums.hpp"

#include <algorithm>

#include "core/histogram.hpp"
#include "store/mongo/documents.hpp"

namespace assay::store::mongo {

using base::Result;

namespace {

/// A rollup with more titles, or larger, would be too dear to read.
constexpr std::size_t kMostTitles = 20'000;
constexpr std::size_t kLargest = 4'000'000;

using ByLanguage = std::map<std::string, Sums>;

/// 1 where the condition holds; to be summed.
Document one_if(const Value& condition) { return {{"$cond", Array{condition, 1, 0}}}; }

/// The submissions that count, or the reviews that were made.
Document matching(const std::string& scope, const std::vector<std::string>& languages,
                  std::optional<base::Timestamp> start, std::optional<base::Timestamp> end) {
  Document match{{"scope", scope}};
  if (start || end) {
    Document range;
    if (start) range.set("$gte", *start);
    if (end) range.set("$lt", *end);
    match.set("finished_at", range);
  }
  if (!languages.empty()) {
    Array names;
    for (const auto& language : languages) names.add(language);
    match.set("language", Document{{"$in", names}});
  }
  return match;
}

Document stage(const char* name, const Value& value) { return {{name, value}}; }

Result<void> add_totals(Client& client, const Document& match, ByLanguage& sums) {
  const Document group{{"_id", "$language"},
                       {"total", Document{{"$sum", 1}}},
                       {"cached", Document{{"$sum", one_if("$cached")}}},
                       {"scored", Document{{"$sum", one_if(Document{{"$gte", Array{"$score", 0}}})}}},
                       {"score_sum", Document{{"$sum", "$score"}}}};
  const auto found = client.aggregate(kSubmissions, {stage("$match", match), stage("$group", group)});
  if (!found) return base::fail(found.error());
  for (const auto& each : *found) {
    const View view = each.view();
    Sums& to = sums[view.text("_id")];
    to.total = view.number("total");
    to.cached = view.number("cached");
    to.scored = view.number("scored");
    to.score_sum = view.number("score_sum");
  }
  return {};
}

template <std::size_t N>
void add_at(std::array<std::int64_t, N>& counts, std::int64_t index, std::int64_t count) {
  if (index >= 0 && index < std::ssize(counts)) counts.at(static_cast<std::size_t>(index)) += count;
}

Result<void> add_issues(Client& client, const Document& match, ByLanguage& sums) {
  const Document id{{"language", "$language"},
                    {"key", "$issues.key"},
                    {"severity", "$issues.severity"},
                    {"category", "$issues.category"}};
  const Document group{{"_id", id},
                       {"title", Document{{"$min", "$issues.title"}}},
                       {"rule", Document{{"$min", "$issues.rule"}}},
                       {"count", Document{{"$sum", 1}}}};
  const auto found = client.aggregate(
      kSubmissions, {stage("$match", match), stage("$unwind", "$issues"), stage("$group", group)});
  if (!found) return base::fail(found.error());
  for (const auto& each : *found) {
    const View view = each.view();
    const View its = view.document("_id");
    const auto count = view.number("count");
    Sums& to = sums[its.text("language")];
    add_at(to.severities, its.number("severity"), count);
    add_at(to.categories, its.number("category"), count);
    auto& title = to.titles[its.text("key")];
    auto name = view.text("title");
    if (title.count == 0 || name < title.title) title.title = std::move(name);
    title.rule = view.text("rule");
    title.count += count;
  }
  return {};
}

Result<void> add_times(Client& client, const Document& match, const char* field, ByLanguage& sums,
                       std::map<int, std::int64_t> Sums::* times) {
  Document made = match;
  made.set("cached", Document{{"$exists", false}});
  const std::string value = std::string{"$"} + field;
  const Document group{{"_id", Document{{"language", "$language"}, {"ms", value}}},
                       {"count", Document{{"$sum", 1}}}};
  const auto found = client.aggregate(kSubmissions, {stage("$match", made), stage("$group", group)});
  if (!found) return base::fail(found.error());
  for (const auto& each : *found) {
    const View its = each.view().document("_id");
    (sums[its.text("language")].*times)[core::Histogram::bin_of(its.number("ms"))] +=
        each.view().number("count");
  }
  return {};
}

Result<void> add_models(Client& client, const Document& match, ByLanguage& sums) {
  Document asked = match;
  asked.set("calls", Document{{"$gt", 0}}).set("uncommitted", Document{{"$exists", false}});
  Document group{{"_id", "$language"}, {"reviews", Document{{"$sum", 1}}}};
  for (const auto* field :
       {"calls", "input_tokens", "output_tokens", "cached_tokens", "cost_nanos", "unpriced_calls"})
    group.set(field, Document{{"$sum", std::string{"$"} + field}});
  const auto found = client.aggregate(kReviews, {stage("$match", asked), stage("$group", group)});
  if (!found) return base::fail(found.error());
  for (const auto& each : *found) sums[each.view().text("_id")].models = decode_sums(each.view()).models;
  return {};
}

Array encode_bins(const std::map<int, std::int64_t>& bins) {
  Array all;
  for (const auto& [bin, count] : bins) all.add(Document{{"bin", bin}, {"n", count}});
  return all;
}

void decode_bins(const View& view, const char* field, std::map<int, std::int64_t>& bins) {
  for (const auto& each : view.documents(field))
    bins[static_cast<int>(each.number("bin"))] += each.number("n");
}

constexpr std::array kSeverityFields = {"low", "med", "high"};
constexpr std::array kCategoryFields = {"correctness", "security",        "performance",
                                        "readability", "maintainability", "testability"};

}  // namespace

Sums& Sums::operator+=(const Sums& other) {
  total += other.total;
  cached += other.cached;
  scored += other.scored;
  score_sum += other.score_sum;
  for (std::size_t i = 0; i < severities.size(); ++i) severities.at(i) += other.severities.at(i);
  for (std::size_t i = 0; i < categories.size(); ++i) categories.at(i) += other.categories.at(i);
  for (const auto& [key, title] : other.titles) {
    auto& to = titles[key];
    if (to.count == 0 || title.title < to.title) to.title = title.title;
    to.rule = title.rule;
    to.count += title.count;
  }
  for (const auto& [bin, count] : other.wait) wait[bin] += count;
  for (const auto& [bin, count] : other.run) run[bin] += count;
  models += other.models;
  return *this;
}

std::optional<Document> encode_sums(const Sums& sums) {
  if (sums.titles.size() > kMostTitles) return std::nullopt;
  Document fields{
      {"total", sums.total}, {"cached", sums.cached}, {"scored", sums.scored}, {"score_sum", sums.score_sum}};
  for (std::size_t i = 0; i < kSeverityFields.size(); ++i)
    fields.set(kSeverityFields.at(i), sums.severities.at(i));
  for (std::size_t i = 0; i < kCategoryFields.size(); ++i)
    fields.set(kCategoryFields.at(i), sums.categories.at(i));
  Array titles;
  for (const auto& [key, title] : sums.titles) {
    Document each{{"key", key}, {"title", title.title}, {"n", title.count}};
    if (!title.rule.empty()) each.set("rule", title.rule);
    titles.add(each);
  }
  fields.set("titles", titles).set("wait", encode_bins(sums.wait)).set("run", encode_bins(sums.run));
  const auto& use = sums.models;
  fields.set("reviews", use.reviews)
      .set("calls", use.calls)
      .set("input_tokens", use.input_tokens)
      .set("output_tokens", use.output_tokens)
      .set("cached_tokens", use.cached_tokens)
      .set("cost_nanos", use.cost_nanos)
      .set("unpriced_calls", use.unpriced_calls);
  if (fields.size() > kLargest) return std::nullopt;
  return fields;
}

Sums decode_sums(const View& view) {
  Sums sums;
  sums.total = view.number("total");
  sums.cached = view.number("cached");
  sums.scored = view.number("scored");
  sums.score_sum = view.number("score_sum");
  for (std::size_t i = 0; i < kSeverityFields.size(); ++i)
    sums.severities.at(i) = view.number(kSeverityFields.at(i));
  for (std::size_t i = 0; i < kCategoryFields.size(); ++i)
    sums.categories.at(i) = view.number(kCategoryFields.at(i));
  for (const auto& each : view.documents("titles"))
    sums.titles[each.text("key")] = {each.text("title"), each.text("rule"), each.number("n")};
  decode_bins(view, "wait", sums.wait);
  decode_bins(view, "run", sums.run);
  sums.models = {view.number("reviews"),       view.number("calls"),         view.number("input_tokens"),
                 view.number("output_tokens"), view.number("cached_tokens"), view.number("cost_nanos"),
                 view.number("unpriced_calls")};
  return sums;
}

Document sums_fields(Detail detail) {
  if (detail == Detail::all) return {};
  return {{"titles", 0}, {"wait", 0}, {"run", 0}};
}

Result<ByLanguage> compute_sums(Client& client, const std::string& scope,
                                const std::vector<std::string>& languages,
                                std::optional<base::Timestamp> start, std::optional<base::Timestamp> end,
                                Detail detail) {
  const Document made = matching(scope, languages, start, end);
  Document shown = made;
  // `review` there: the index by the end of the work has those.
  shown.set("status", static_cast<int>(core::Status::completed)).set("review", Document{{"$exists", true}});
  ByLanguage sums;
  if (auto added = add_totals(client, shown, sums); !added) return base::fail(std::move(added.error()));
  if (!sums.empty()) {
    if (auto added = add_issues(client, shown, sums); !added) return base::fail(std::move(added.error()));
  }
  if (detail == Detail::numbers) return sums;
  if (!sums.empty()) {
    if (auto added = add_times(client, shown, "queued_ms", sums, &Sums::wait); !added)
      return base::fail(std::move(added.error()));
    if (auto added = add_times(client, shown, "run_ms", sums, &Sums::run); !added)
      return base::fail(std::move(added.error()));
  }
  if (auto added = add_models(client, made, sums); !added) return base::fail(std::move(added.error()));
  return sums;
}

}  // namespace assay::store::mongo
