#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/issue.hpp"
#include "core/language.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/packed_numbers.hpp"
#include "store/sqlite/stored_values.hpp"

namespace assay::store {

// The issues of submissions that came one after the other, side by side in one row of issue_blocks: the
// examples of the statistics look through some hundred, whose own rows are on a page or two each. Kept by the
// search's indexer, so that no submission waits for it.
//
// There is a row of each language and one of kAllLanguages. In it is for each submission with a review that
// has issues, the newest first, its place in the block, the length of what follows, and that: language, time,
// id, and for each issue title, severity with category, and id. Numbers as in packed_numbers.hpp, texts after
// their length.

/// Submissions (submissions.seq) that have a place in one row.
inline constexpr std::int64_t kDocsOfIssueBlock = 64;
constexpr std::int64_t issue_block_of(std::int64_t doc) { return doc / kDocsOfIssueBlock; }

/// Of one submission; views of the row that was read.
struct BlockedIssues {
  struct Issue {
    std::int64_t title = 0;  ///< as StoredIssue::title
    core::Severity severity = core::Severity::low;
    core::Category category = core::Category::correctness;
    std::string_view id;
  };

  std::int64_t doc = 0;
  core::Language language = core::Language::text;
  std::int64_t finished_at = 0;
  std::string_view packed_id;  ///< as PackedId gives it
  bool id_is_text = false;
  std::vector<Issue> issues;

  std::string id() const;
};

/// What belongs to the place of a submission in its row. Nothing where it is not in the scope, not completed,
/// or its review has no issues.
std::optional<std::string> encode_blocked(Connection& db, std::int64_t scope, std::int64_t doc);
/// Reads that; false for other bytes. `doc` stays.
bool decode_blocked(std::string_view bytes, BlockedIssues& submission);

/// Calls each(BlockedIssues) for the submissions of the row, the newest first. False for bytes that
/// keep_issues does not write, possibly after some calls.
template <class Each>
bool each_blocked(std::int64_t block, std::string_view bytes, Each each) {
  PackedNumbers numbers{bytes};
  BlockedIssues submission;
  while (!numbers.at_end()) {
    const auto place = numbers.next_signed();
    const auto entry = numbers.next_bytes(numbers.next());
    if (!numbers.ok() || place < 0 || place >= kDocsOfIssueBlock) return false;
    submission.doc = block * kDocsOfIssueBlock + place;
    if (!decode_blocked(entry, submission)) return false;
    each(submission);
  }
  return true;
}

/// A submission and what encode_blocked gave for it.
struct BlockEntry {
  std::int64_t doc = 0;
  std::string bytes;
};
/// Puts the submissions of a scope into their blocks, or renews them there.
void keep_issues(Connection& db, std::int64_t scope, std::span<const BlockEntry> entries);
/// Takes a submission out of its blocks, while its rows are still there.
void drop_issues(Connection& db, std::int64_t scope, std::int64_t doc);

}  // namespace assay::store
