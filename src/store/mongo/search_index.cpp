#include "store/mongo/search_index.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "core/search_text.hpp"
#include "core/search_words.hpp"
#include "store/mongo/documents.hpp"
#include "store/mongo/inputs.hpp"
#include "store/mongo/rollups.hpp"
#include "store/mongo/write_all.hpp"

namespace assay::store::mongo {

using base::Result;

namespace {

/// Who has not finished a submission by now is dead.
constexpr std::chrono::seconds kDead{10};
/// Largest value of `unindexed` that says what is to be done.
constexpr std::int64_t kToDo = 3;
/// They are in memory with their code.
constexpr std::size_t kInputsAtOnce = 32;
/// Bits of a number that are not the time.
constexpr int kChance = 20;

/// Those above kToDo that were taken before `then` are below it.
std::int64_t first_number_of(base::Timestamp then) {
  const auto millis = std::chrono::floor<std::chrono::milliseconds>(then.time_since_epoch()).count();
  return std::max(kToDo + 1, millis << kChance);
}

std::int64_t new_number(base::Timestamp now, base::Random& random) {
  return first_number_of(now) + static_cast<std::int64_t>(random.next() >> (64 - kChance));
}

/// The submissions that are now ours.
Result<std::vector<Document>> take(Client& client, base::Timestamp now, std::int64_t number, int most) {
  const Document free{{"$gt", 0}, {"$lt", first_number_of(now - kDead)}};
  FindOptions options;
  options.projection = {{"_id", 1}};
  options.sort = {{"unindexed", 1}};
  options.limit = most;
  const auto waiting = client.find(kSubmissions, {{"unindexed", free}}, options);
  if (!waiting) return base::fail(waiting.error());
  if (waiting->empty()) return std::vector<Document>{};
  Array ids;
  for (const auto& each : *waiting) ids.add(each.view().bytes("_id"));
  const Document wanted{{"$in", ids}};
  const auto taken = client.update_many(kSubmissions, {{"_id", wanted}, {"unindexed", free}},
                                        {{"$set", Document{{"unindexed", number}}}}, Ack::one);
  if (!taken) return base::fail(taken.error());
  FindOptions needed;
  needed.projection = {{"scope", 1},  {"input", 1},    {"filename", 1},    {"issues", 1},
                       {"status", 1}, {"language", 1}, {"finished_at", 1}, {"review", 1}};
  return client.find(kSubmissions, {{"_id", wanted}, {"unindexed", number}}, needed);
}

Result<void> note_completed(Client& client, const std::vector<Document>& submissions, base::Timestamp now) {
  std::vector<Change> changes;
  for (const auto& each : submissions) {
    const View view = each.view();
    const auto language = core::parse_language(view.bytes("language"));
    // A failed one counts, too, where a model was asked.
    if (!view.has("review") || !view.has("scope") || !language) continue;
    changes.push_back({view.text("scope"), *language, view.time("finished_at")});
  }
  return note_changes(client, changes, now);
}

using Words = std::vector<std::string>;

/// Of each input; those whose code is forgotten are left out.
Result<std::map<std::string, Words>> words_of_inputs(Client& client,
                                                     const std::vector<Document>& submissions) {
  std::set<std::string> wanted;
  for (const auto& each : submissions) wanted.insert(each.view().text("input"));
  std::map<std::string, Words> words;
  for (auto next = wanted.begin(); next != wanted.end();) {
    std::set<std::string> some;
    for (; next != wanted.end() && some.size() < kInputsAtOnce; ++next) some.insert(*next);
    const auto inputs = find_inputs(client, some);
    if (!inputs) return base::fail(inputs.error());
    for (const auto& [id, document] : *inputs) {
      const auto input = read_input(client, &document, false);
      if (input) {
        words.emplace(id, core::input_words(**input));
      } else if (input.error().code != base::Errc::not_found) {
        return base::fail(input.error());
      }
    }
  }
  return words;
}

Array words_of(const View& submission, const std::map<std::string, Words>& inputs) {
  std::set<std::string> all;
  const auto input = inputs.find(submission.text("input"));
  if (input != inputs.end()) {
    all.insert(input->second.begin(), input->second.end());
  } else {
    all.merge([&] {
      const auto name = core::search_words(submission.bytes("filename"));
      return std::set<std::string>{name.begin(), name.end()};
    }());
  }
  for (const auto& issue : submission.documents("issues")) {
    for (auto& word : core::search_words(issue.bytes("title"))) all.insert(std::move(word));
    const auto severity = static_cast<core::Severity>(issue.number("severity"));
    const auto category = static_cast<core::Category>(issue.number("category"));
    all.insert(severity_mark(severity));
    all.insert(category_mark(category));
    all.insert(issue_mark(severity, category));
    all.insert(title_mark(issue.bytes("key")));
  }
  Array words;
  for (const auto& word : all) words.add(word);
  return words;
}

}  // namespace

std::string severity_mark(core::Severity severity) { return "!" + std::string{core::to_string(severity)}; }
std::string category_mark(core::Category category) { return "!" + std::string{core::to_string(category)}; }
std::string issue_mark(core::Severity severity, core::Category category) {
  return severity_mark(severity) + category_mark(category);
}
std::string title_mark(std::string_view key) { return "#" + std::string{key}; }

Result<int> index_some(Client& client, base::Timestamp now, base::Random& random, int most) {
  const auto number = new_number(now, random);
  const auto taken = take(client, now, number, most);
  if (!taken) return base::fail(taken.error());
  if (taken->empty()) return 0;
  if (auto noted = note_completed(client, *taken, now); !noted) return base::fail(std::move(noted.error()));
  const auto inputs = words_of_inputs(client, *taken);
  if (!inputs) return base::fail(inputs.error());
  std::vector<Update> updates;
  for (const auto& each : *taken) {
    const View view = each.view();
    Update update;
    update.filter = {{"_id", view.bytes("_id")}, {"unindexed", number}};
    update.change = {{"$unset", Document{{"unindexed", 1}}}};
    if (view.has("scope")) update.change.set("$set", Document{{"words", words_of(view, *inputs)}});
    updates.push_back(std::move(update));
  }
  if (auto written = write_all(client, kSubmissions, updates, Ack::one); !written)
    return base::fail(std::move(written.error()));
  return static_cast<int>(taken->size());
}

}  // namespace assay::store::mongo
