#include "store/sqlite/schema.hpp"

#include <array>
#include <string>

#include "store/sqlite/rebuild.hpp"
#include "store/sqlite/rollup_packs.hpp"

namespace assay::store {
namespace {

// Statuses, severities and categories are stored as the numbers of their enums (stored_values.hpp pins them),
// languages by name, times as microseconds since 1970 in UTC, ids as PackedId.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('epoch', 0), ('rolled', 0);

CREATE TABLE scopes(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- One row for equal work of one scope: what was handed in, the job that does it now, the review that answers it again.
-- refs counts the submissions. The code stands apart because a row is rewritten whole when its count changes.
CREATE TABLE inputs(
  id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, fingerprint BLOB NOT NULL, refs INTEGER NOT NULL,
  language TEXT NOT NULL, filename TEXT NOT NULL, options TEXT NOT NULL,
  open_job INTEGER, cached_review INTEGER, cache_expires INTEGER);
CREATE UNIQUE INDEX inputs_by_fingerprint ON inputs(scope, fingerprint);
CREATE TABLE codes(input INTEGER PRIMARY KEY, code BLOB NOT NULL);

-- state 0 means unfinished: its job then says whether it is pending or in progress.
-- how: 0 from the cache, 1 joined a job, 2 made a job; what `accept` answers again to the same id.
CREATE TABLE submissions(
  seq INTEGER PRIMARY KEY, id BLOB NOT NULL, scope INTEGER NOT NULL, created_at INTEGER NOT NULL, finished_at INTEGER,
  state INTEGER NOT NULL, language TEXT NOT NULL, input INTEGER NOT NULL, job BLOB, how INTEGER NOT NULL,
  no_cache INTEGER NOT NULL, attempts INTEGER NOT NULL, score INTEGER, review INTEGER, rerun_of BLOB, error TEXT);
CREATE UNIQUE INDEX submissions_by_id ON submissions(id);
CREATE INDEX submissions_by_time ON submissions(scope, created_at, id);
CREATE INDEX submissions_by_facet ON submissions(scope, state, score, language, created_at, id);
CREATE INDEX submissions_by_job ON submissions(job) WHERE state = 0;
CREATE INDEX submissions_completed ON submissions(scope, finished_at) WHERE state = 2 AND review IS NOT NULL;

-- Only unfinished jobs; a job that is over has no row. not_before is null while the job is ready.
CREATE TABLE jobs(
  seq INTEGER PRIMARY KEY, id BLOB NOT NULL, scope INTEGER NOT NULL, input INTEGER NOT NULL, state INTEGER NOT NULL,
  fence INTEGER NOT NULL, attempts INTEGER NOT NULL, not_before INTEGER, no_cache INTEGER NOT NULL,
  suspect INTEGER NOT NULL, alone INTEGER NOT NULL, deaths_alone INTEGER NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
CREATE UNIQUE INDEX jobs_by_id ON jobs(id);
CREATE INDEX jobs_ready ON jobs(scope, seq) WHERE state = 0 AND not_before IS NULL AND suspect = 0;
CREATE INDEX jobs_suspect ON jobs(seq) WHERE state = 0 AND not_before IS NULL AND suspect = 1;
CREATE INDEX jobs_delayed ON jobs(not_before) WHERE state = 0 AND not_before IS NOT NULL;
CREATE INDEX jobs_running ON jobs(alone) WHERE state = 1;

CREATE TABLE replies(job INTEGER NOT NULL, part TEXT NOT NULL, reply BLOB NOT NULL, PRIMARY KEY(job, part)) WITHOUT ROWID;

-- refs counts the submissions. issues: see stored_issues.hpp. members: encode_review_members.
CREATE TABLE reviews(id INTEGER PRIMARY KEY, uuid BLOB NOT NULL, refs INTEGER NOT NULL, score INTEGER);
CREATE TABLE review_bodies(review INTEGER PRIMARY KEY, issues BLOB NOT NULL, members BLOB NOT NULL);
CREATE TABLE titles(
  id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, key TEXT NOT NULL, title TEXT NOT NULL, refs INTEGER NOT NULL);
CREATE UNIQUE INDEX titles_by_key ON titles(scope, key);

-- Sums per bucket of time; level 0: 15 minutes, 1: a day, 2: 32 days, 3: all time (time_cover.hpp). Levels above 0 hold
-- what lies before meta 'rolled' only (rollups.hpp). rollup_counts is by the time of creation and over all submissions
-- (score -1: none), the others by the time of completion and over completed ones that have a review.
CREATE TABLE rollup_counts(
  scope INTEGER, level INTEGER, language TEXT, bucket INTEGER, state INTEGER, score INTEGER, n INTEGER NOT NULL,
  PRIMARY KEY(scope, level, language, bucket, state, score)) WITHOUT ROWID;
CREATE TABLE rollup_reviews(
  scope INTEGER, level INTEGER, language TEXT, bucket INTEGER, total INTEGER NOT NULL, cached INTEGER NOT NULL,
  scored INTEGER NOT NULL, score_sum INTEGER NOT NULL, low INTEGER NOT NULL, med INTEGER NOT NULL, high INTEGER NOT NULL,
  correctness INTEGER NOT NULL, security INTEGER NOT NULL, performance INTEGER NOT NULL, readability INTEGER NOT NULL,
  maintainability INTEGER NOT NULL, testability INTEGER NOT NULL,
  PRIMARY KEY(scope, level, language, bucket)) WITHOUT ROWID;
CREATE TABLE rollup_titles(
  scope INTEGER, level INTEGER, language TEXT, bucket INTEGER, title INTEGER, n INTEGER NOT NULL,
  PRIMARY KEY(scope, level, language, bucket, title)) WITHOUT ROWID;

-- When callers were admitted, so that a restart does not forget their use of the rate limit.
CREATE TABLE admissions(seq INTEGER PRIMARY KEY, caller TEXT NOT NULL, at INTEGER NOT NULL);
)sql";

// files: 0, and the code is that of one text; else how many, and it is encode_files.
// idempotency_keys: what the first request with a key was answered. issue_states: all that was ever said of
// findings; the newest of a scope and fingerprint is in force.
constexpr const char* kFilesKeysAndStates = R"sql(
ALTER TABLE inputs ADD COLUMN files INTEGER NOT NULL DEFAULT 0;

CREATE TABLE idempotency_keys(
  seq INTEGER PRIMARY KEY, scope INTEGER NOT NULL, caller TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL,
  submission BLOB NOT NULL, status INTEGER NOT NULL, ignored TEXT NOT NULL, at INTEGER NOT NULL);
CREATE UNIQUE INDEX idempotency_keys_by_key ON idempotency_keys(scope, caller, key);

CREATE TABLE issue_states(
  seq INTEGER PRIMARY KEY, scope INTEGER NOT NULL, fingerprint BLOB NOT NULL, path TEXT NOT NULL,
  status INTEGER NOT NULL, reason TEXT NOT NULL, author TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX issue_states_by_issue ON issue_states(scope, fingerprint, seq);
CREATE INDEX issue_states_by_path ON issue_states(scope, path, seq);
)sql";

// Statistics by rule, time and use of models, and the index of the search. What was derived before is made
// anew (rebuild_derived).
constexpr const char* kStatisticsAndSearch = R"sql(
-- What the rollups count of a review as such. calls is 0 where no model was asked, cost_nanos null where its price is
-- not known.
ALTER TABLE reviews ADD COLUMN scope INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE reviews ADD COLUMN finished_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN queued_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN run_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN calls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN input_tokens INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN output_tokens INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN cached_tokens INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reviews ADD COLUMN cost_nanos INTEGER;
-- titles: encode_titles. In front of the members, which may be long.
ALTER TABLE review_bodies RENAME TO old_bodies;
CREATE TABLE review_bodies(
  review INTEGER PRIMARY KEY, issues BLOB NOT NULL, titles TEXT NOT NULL, members BLOB NOT NULL);
INSERT INTO review_bodies SELECT review, issues, '', members FROM old_bodies;
DROP TABLE old_bodies;

-- titles: rows below 0 are of rules. rollup_*: levels are 0: 15 minutes, 1: an hour, 2: a day, 3: 32 days, 4: all time;
-- language '' holds all of them, above level 0, except in rollup_counts.
CREATE TABLE rollup_times(
  scope INTEGER, level INTEGER, language TEXT, bucket INTEGER, kind INTEGER, bin INTEGER, n INTEGER NOT NULL,
  PRIMARY KEY(scope, level, language, bucket, kind, bin)) WITHOUT ROWID;
CREATE TABLE rollup_models(
  scope INTEGER, level INTEGER, language TEXT, bucket INTEGER, reviews INTEGER NOT NULL, calls INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL, cached_tokens INTEGER NOT NULL,
  cost_nanos INTEGER NOT NULL, unpriced_calls INTEGER NOT NULL,
  PRIMARY KEY(scope, level, language, bucket)) WITHOUT ROWID;
CREATE INDEX rollup_titles_top ON rollup_titles(scope, language, n, title) WHERE level = 4 AND title > 0;

-- See search_index.hpp: which submissions have a word or a mark, 4096 to a block.
CREATE TABLE search(
  scope INTEGER, term TEXT, block INTEGER, members BLOB NOT NULL, PRIMARY KEY(scope, term, block)) WITHOUT ROWID;
-- Submissions that the index does not know as they are now. parts: 1 what was handed in, 2 what came of it.
CREATE TABLE search_pending(submission INTEGER PRIMARY KEY, parts INTEGER NOT NULL);
CREATE INDEX reviews_with_models ON reviews(scope, finished_at) WHERE calls > 0;
INSERT INTO meta VALUES ('rebuild', 1);

-- used_at: when it was submitted last. forgotten: its code was kept long enough and is gone.
ALTER TABLE inputs ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inputs ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;
UPDATE inputs SET used_at = used.at FROM (SELECT input, max(created_at) AS at FROM submissions GROUP BY input) AS used
  WHERE used.input = inputs.id;
)sql";

// What models cost by day (since 1970, UTC) and scope; the row with the empty scope is the sum of its day.
constexpr const char* kSpend = R"sql(
CREATE TABLE spend(
  day INTEGER NOT NULL, scope TEXT NOT NULL, tokens INTEGER NOT NULL, micro_usd INTEGER NOT NULL,
  PRIMARY KEY(day, scope)) WITHOUT ROWID;
)sql";

// API keys by the hashes of their tokens, browsers that signed in with one, and what administrators did.
// permissions: core/permissions.hpp; per_hour and per_day are null without a limit.
constexpr const char* kAccess = R"sql(
CREATE TABLE api_keys(
  id BLOB PRIMARY KEY, hash BLOB NOT NULL UNIQUE, prefix TEXT NOT NULL, name TEXT NOT NULL, tenant TEXT NOT NULL,
  permissions INTEGER NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER, last_used_at INTEGER,
  revoked_at INTEGER, per_hour INTEGER, per_day INTEGER) WITHOUT ROWID;
CREATE TABLE sessions(
  hash BLOB PRIMARY KEY, key BLOB NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX sessions_by_expiry ON sessions(expires_at);
CREATE TABLE audit(
  number INTEGER PRIMARY KEY, at INTEGER NOT NULL, tenant TEXT NOT NULL, action TEXT NOT NULL, actor_key TEXT NOT NULL,
  actor_name TEXT NOT NULL, target TEXT NOT NULL, detail TEXT NOT NULL, client TEXT NOT NULL, request_id TEXT NOT NULL);
CREATE INDEX audit_by_tenant ON audit(tenant, number);
-- traceparent of the request that made the job.
ALTER TABLE jobs ADD COLUMN trace TEXT;
)sql";

// rollup_titles and rollup_times keep the levels 0 and 4; those between are packed (rollup_packs.hpp).
// 'rebuild' 2: they are made from level 0; 1 makes all that is derived anew, them too.
constexpr const char* kPackedSums = R"sql(
CREATE TABLE rollup_packs(
  kind INTEGER, scope INTEGER, level INTEGER, language TEXT, bucket INTEGER, counts BLOB NOT NULL,
  PRIMARY KEY(kind, scope, level, language, bucket)) WITHOUT ROWID;
CREATE TABLE rollup_day_packs(
  scope INTEGER, language TEXT, day INTEGER, quarters BLOB NOT NULL,
  PRIMARY KEY(scope, language, day)) WITHOUT ROWID;
DELETE FROM rollup_titles WHERE level BETWEEN 1 AND 3;
DELETE FROM rollup_times WHERE level BETWEEN 1 AND 3;
UPDATE meta SET value=2 WHERE key='rebuild' AND value=0;
)sql";

// All that statistics read of a bucket is packed, of all languages from level 0 on; rollup_models keeps the
// levels 0 and 4.
constexpr const char* kMorePackedSums = R"sql(
DELETE FROM rollup_packs;
DELETE FROM rollup_day_packs;
DELETE FROM rollup_models WHERE level BETWEEN 1 AND 3;
UPDATE meta SET value=2 WHERE key='rebuild' AND value=0;
)sql";

// See issue_blocks.hpp; filled in the background. search_pending.parts 4: that alone.
constexpr const char* kIssueBlocks = R"sql(
CREATE TABLE issue_blocks(
  scope INTEGER, language TEXT, block INTEGER, members BLOB NOT NULL, PRIMARY KEY(scope, language, block)) WITHOUT ROWID;
INSERT INTO search_pending SELECT seq, 4 FROM submissions WHERE state = 2 AND review IS NOT NULL
  ON CONFLICT DO UPDATE SET parts = parts | 4;
)sql";

constexpr std::array kMigrations = {kVersion1, kFilesKeysAndStates, kStatisticsAndSearch, kSpend,
                                    kAccess,   kPackedSums,         kMorePackedSums,      kIssueBlocks};

base::Result<void> commit(Connection& db) {
  db.execute("COMMIT");
  if (!db.error()) return {};
  auto error = *db.error();
  db.clear_error();
  if (db.in_transaction()) db.execute("ROLLBACK");
  db.clear_error();
  return base::fail(std::move(error));
}

/// A value of meta 'rebuild'.
constexpr std::int64_t kAllDerived = 1;

/// What the steps left to be derived anew; 0: nothing.
std::int64_t rebuild_due(Connection& db) {
  return db.scalar("SELECT value FROM meta WHERE key='rebuild'").value_or(0);
}

/// Once the tables are as this program knows them, whatever steps came after the one that asked for it.
void rebuild(Connection& db) {
  if (rebuild_due(db) == kAllDerived) {
    rebuild_derived(db);
  } else {
    pack_all(db);
  }
  db.execute("UPDATE meta SET value=0 WHERE key='rebuild'");
}

}  // namespace

int newest_schema_version() { return static_cast<int>(kMigrations.size()); }

void make_schema(Connection& db, int version) {
  for (int step = 0; step < version; ++step) db.execute(kMigrations.at(static_cast<std::size_t>(step)));
  // Whatever a step left to be derived: in an empty database that is done.
  if (version > 2) db.execute("UPDATE meta SET value=0 WHERE key='rebuild'");
  db.execute(("PRAGMA user_version=" + std::to_string(version)).c_str());
}

base::Result<void> migrate(Connection& db) {
  const auto version = db.scalar("PRAGMA user_version");
  if (db.error()) return base::fail(*db.error());
  if (!version || *version < 0)
    return base::fail(base::Errc::corrupt, "the database has no readable schema version");
  if (*version > newest_schema_version()) {
    return base::fail(base::Errc::unsupported,
                      "the database was made by a newer version of Assay (its schema is " +
                          std::to_string(*version) + ", this program knows up to " +
                          std::to_string(newest_schema_version()) +
                          "): use that version, or another data folder");
  }
  if (*version == newest_schema_version() && rebuild_due(db) == 0) return {};
  // One transaction for all steps: an upgrade happens as a whole or not at all, and a new database waits for
  // the disk once.
  db.execute("BEGIN IMMEDIATE");
  for (auto step = static_cast<std::size_t>(*version); step < kMigrations.size(); ++step)
    db.execute(kMigrations[step]);
  db.execute(("PRAGMA user_version=" + std::to_string(newest_schema_version())).c_str());
  if (rebuild_due(db) != 0) rebuild(db);
  return commit(db);
}

}  // namespace assay::store
