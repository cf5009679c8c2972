#include "store/sqlite/submission_rows.hpp"

#include <algorithm>

#include "store/sqlite/stored_values.hpp"

// What every query below selects, in the order that record_of reads.
#define ASSAY_RECORD_COLUMNS                                                                           \
  "SELECT s.id, c.name, s.state, s.created_at, s.finished_at, s.language, i.filename, i.fingerprint, " \
  "s.error, s.how, "                                                                                   \
  "s.attempts, s.rerun_of, r.uuid, j.state, j.attempts, j.updated_at, i.files"
#define ASSAY_RECORD_SOURCES                                                             \
  " FROM submissions s JOIN inputs i ON i.id = s.input JOIN scopes c ON c.id = s.scope " \
  "LEFT JOIN reviews r ON r.id = s.review LEFT JOIN jobs j ON s.state = 0 AND j.id = s.job "
#define ASSAY_RECORD_BODY "LEFT JOIN review_bodies b ON b.review = s.review "

namespace assay::store {
namespace {

constexpr int kMembers = 17;

std::optional<core::SubmissionRecord> corrupt(Connection& db, std::string_view what) {
  db.set_corrupt(what);
  return std::nullopt;
}

std::optional<core::SubmissionRecord> record_of(Connection& db, Rows& rows, WithReview with_review) {
  if (!rows.step()) return std::nullopt;
  core::SubmissionRecord record;
  core::Submission& submission = record.submission;
  const bool open = rows.int64(2) == kOpen;
  if (open && rows.is_null(13)) return corrupt(db, "the job of an unfinished submission is missing");
  const auto status = status_of(open ? rows.int64(13) : rows.int64(2));
  const auto language = core::parse_language(rows.bytes(5));
  if (!status || !language) return corrupt(db, "the state or the language of a submission can't be read");
  submission.id = core::SubmissionId{rows.id(0)};
  submission.scope = core::Scope{rows.text(1)};
  submission.status = *status;
  submission.created_at = timestamp(rows.int64(3));
  submission.updated_at = timestamp(open ? rows.int64(15) : rows.int64(4));
  if (submission.updated_at < submission.created_at) submission.updated_at = submission.created_at;
  submission.language = *language;
  submission.filename = rows.text(6);
  submission.file_count = std::max(1, rows.integer(16));
  submission.fingerprint = core::Fingerprint{rows.id(7)};
  submission.error = rows.text(8);
  submission.cached = rows.int64(9) == static_cast<int>(core::Acceptance::from_cache);
  submission.attempts = rows.integer(10);
  if (open) submission.attempts = rows.integer(14) + (*status == core::Status::in_progress ? 1 : 0);
  if (!rows.is_null(11)) submission.rerun_of = core::SubmissionId{rows.id(11)};
  if (!rows.is_null(12)) submission.review = core::ReviewId{rows.id(12)};
  if (with_review == WithReview::yes && !rows.is_null(kMembers)) {
    record.review_members = std::make_shared<const std::string>(rows.bytes(kMembers));
  }
  return record;
}

}  // namespace

std::optional<core::SubmissionRecord> read_record(Connection& db, const core::SubmissionId& id,
                                                  WithReview with_review) {
  if (with_review == WithReview::no) {
    auto rows = db.query(ASSAY_RECORD_COLUMNS ASSAY_RECORD_SOURCES "WHERE s.id=?1", id);
    return record_of(db, rows, with_review);
  }
  auto rows =
      db.query(ASSAY_RECORD_COLUMNS ", b.members" ASSAY_RECORD_SOURCES ASSAY_RECORD_BODY "WHERE s.id=?1", id);
  return record_of(db, rows, with_review);
}

std::optional<core::SubmissionRecord> read_record(Connection& db, std::int64_t seq) {
  auto rows = db.query(
      ASSAY_RECORD_COLUMNS ", b.members" ASSAY_RECORD_SOURCES ASSAY_RECORD_BODY "WHERE s.seq=?1", seq);
  return record_of(db, rows, WithReview::yes);
}

}  // namespace assay::store
