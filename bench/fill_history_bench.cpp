// Fills a data folder with reviews, through the store's own code, and leaves it as a server would: rollups,
// search and all. The same seed gives the same reviews.
//
//   fill_history_bench FOLDER [REVIEWS] [SEED] [DAYS]      five issues a review on average; about 2.5 GB a
//   million

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "base/sha256.hpp"
#include "base/uuid.hpp"
#include "core/review_json.hpp"
#include "store/sqlite/accept.hpp"
#include "store/sqlite/claim.hpp"
#include "store/sqlite/data_folder.hpp"
#include "store/sqlite/finish.hpp"
#include "store/sqlite/schema.hpp"
#include "store/sqlite/search_index.hpp"
#include "store/sqlite/search_pending.hpp"

namespace {

using namespace assay;

constexpr int kBatch = 2000;
constexpr std::uint64_t kWords = 20'000;
constexpr std::uint64_t kRules = 300;
constexpr std::uint64_t kTitles = 50'000;
constexpr int kDays = 365;

class Generator {
 public:
  Generator(std::uint64_t seed, int reviews, std::chrono::days span)
      : random_(seed), reviews_(reviews), span_(span) {}

  core::NewSubmission submission(int number) {
    core::ReviewInput input;
    input.language = kLanguages.at(skewed(kLanguages.size()));
    input.filename = "src/" + word() + "_" + std::to_string(number) + ".txt";
    input.code = code(number);
    core::NewSubmission made;
    made.created_at = created_at(number);
    made.id = core::SubmissionId{base::make_uuid7(made.created_at, random_)};
    made.job = core::JobId{base::make_uuid7(made.created_at, random_)};
    made.scope = core::public_scope();
    made.fingerprint = core::Fingerprint{base::sha256_hex(input.code)};
    made.input = std::make_shared<const core::ReviewInput>(std::move(input));
    return made;
  }

  core::JobResult result(base::Timestamp submitted) {
    core::Review review;
    for (auto left = random_.next() % 11; left > 0; --left) review.issues.push_back(issue());
    const auto score = static_cast<int>(10 - std::min<std::size_t>(9, review.issues.size() * 9 / 10));
    review.scores = core::Scores{{8, 9, 8, 7, 8, 9}, score, {}};
    review.summary = "Reads well but for " + word() + ".";
    review.queued_ms = static_cast<std::int64_t>(std::exp(static_cast<double>(random_.next() % 700) / 100.0));
    review.run_ms = static_cast<std::int64_t>(std::exp(static_cast<double>(random_.next() % 1000) / 100.0));
    if (random_.next() % 3 == 0) {
      review.usage = {1 + static_cast<std::int64_t>(random_.next() % 3), 2400, 600, 0, std::nullopt};
      if (random_.next() % 8 != 0) review.usage.cost_usd = 0.0021;
    }
    core::JobResult made;
    made.finished_at = submitted + std::chrono::milliseconds{review.queued_ms + review.run_ms};
    made.review_id = core::ReviewId{base::make_uuid7(made.finished_at, random_)};
    made.review_members = core::encode_review_members(review);
    made.score = score;
    for (const auto& each : review.issues) {
      made.issues.push_back({each.title, each.rule_id, each.severity, each.category, each.id});
    }
    made.usage = review.usage;
    made.queued_ms = review.queued_ms;
    made.run_ms = review.run_ms;
    made.cacheable = true;
    made.expires_at = made.finished_at + std::chrono::days{30};
    return made;
  }

 private:
  static constexpr std::array kLanguages = {
      core::Language::python, core::Language::typescript, core::Language::java,
      core::Language::go,     core::Language::javascript, core::Language::cpp,
      core::Language::rust,   core::Language::csharp,     core::Language::php};

  /// Below `count`; small numbers are frequent, roughly as the words of a text are.
  std::size_t skewed(std::uint64_t count) {
    const double uniform = static_cast<double>(random_.next() >> 11) * 0x1.0p-53;
    return std::min<std::size_t>(count - 1,
                                 static_cast<std::size_t>(std::pow(static_cast<double>(count), uniform)) - 1);
  }
  std::string word() {
    static constexpr std::array kSyllables = {"re", "tu", "rn", "da", "ta", "li", "st", "co", "un", "ke",
                                              "va", "lu", "in", "de", "x",  "na", "me", "pa", "th", "ro"};
    std::string out;
    for (auto number = skewed(kWords) + 20; number > 0; number /= kSyllables.size())
      out.append(kSyllables.at(number % kSyllables.size()));
    return out;
  }
  std::string code(int number) {
    std::string out = "function unique_" + std::to_string(number) + "():\n";
    for (int line = 0; line < 20; ++line)
      out.append("    ").append(word()).append(" = ").append(word()).append("(").append(word()).append(")\n");
    return out;
  }
  core::Issue issue() {
    core::Issue made;
    if (random_.next() % 10 < 7) {
      const auto rule = skewed(kRules);
      made.rule_id = "rule." + std::to_string(rule);
      made.title = "Finding of rule " + std::to_string(rule);
      made.sources = {"static"};
      made.severity = static_cast<core::Severity>(rule % 3);
      made.category = core::kCategories.at(rule % core::kCategories.size());
    } else {
      const auto title = skewed(kTitles);
      made.title = "The model says number " + std::to_string(title);
      made.sources = {"llm:some"};
      made.severity = static_cast<core::Severity>(title % 3);
      made.category = core::kCategories.at(title % core::kCategories.size());
    }
    made.id = std::to_string(random_.next() % 1'000'000'000);
    made.detail = "It would be better to " + word() + " here than to " + word() + ".";
    made.lines = core::LineRange{2, 3};
    made.quote = word();
    made.fingerprint = made.id;
    return made;
  }
  base::Timestamp created_at(int number) const {
    const base::Timestamp end{std::chrono::days{20'780}};
    return end - span_ + base::Micros{base::Micros{span_}.count() / reviews_ * number};
  }

  base::SeededRandom random_;
  int reviews_;
  std::chrono::days span_;
};

bool fill(store::Connection& db, Generator& generator, int reviews) {
  const store::StepHook no_hook;
  store::WriteTransaction tx{db, no_hook};
  store::Fences fences{1};
  store::Turn turn;
  for (int done = 0; done < reviews && !db.error();) {
    db.run("BEGIN IMMEDIATE");
    const int end = std::min(reviews, done + kBatch);
    base::Timestamp last;
    for (; done < end; ++done) {
      const auto submission = generator.submission(done);
      last = submission.created_at;
      if (!accept_submission(tx, submission)) return false;
      core::ClaimRequest request;
      for (const auto& claim : claim_jobs(tx, request, fences, turn, last)) {
        if (!finish_job(tx, claim.job, claim.fence, generator.result(last))) return false;
      }
    }
    tx.rollups.flush(db);
    for (auto pending = store::read_pending(db, kBatch); !pending.empty();
         pending = store::read_pending(db, kBatch)) {
      store::SearchChanges changes;
      for (const auto& each : pending) changes.add(each.document);
      for (const auto& [scope, entries] : changes.take()) {
        for (const auto& [key, docs] : entries) store::add_to_search(db, scope, key.first, key.second, docs);
      }
      store::keep_issues_of(db, pending);
      for (const auto& each : pending) store::forget_pending(db, each.document.doc, each.parts);
    }
    db.run("COMMIT");
    tx.committed();
    if (done % 50'000 == 0) std::fprintf(stderr, "%d\n", done);
  }
  if (db.error()) std::fprintf(stderr, "%s\n", db.error()->message.c_str());
  return !db.error();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fprintf(stderr, "fill_history_bench FOLDER [REVIEWS] [SEED] [DAYS]\n"), 2;
  const int reviews = argc > 2 ? std::atoi(argv[2]) : 1'000'000;
  const auto seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1;
  const std::chrono::days span{argc > 4 ? std::atoi(argv[4]) : kDays};
  auto folder = store::DataFolder::open(argv[1]);
  if (!folder || !store::create_private_file(folder->database_file())) return 1;
  auto db = store::Connection::open(folder->database_file(), store::OpenMode::read_write);
  if (!db) return 1;
  // Nobody waits for the disk: what a loss of power takes away is made again.
  (*db)->execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-400000");
  if (!store::migrate(**db)) return 1;
  Generator generator{seed, reviews, span};
  const bool filled = fill(**db, generator, reviews);
  (*db)->execute("PRAGMA wal_checkpoint(TRUNCATE)");
  return filled ? 0 : 1;
}
