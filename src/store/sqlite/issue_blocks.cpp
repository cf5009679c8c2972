#include "store/sqlite/issue_blocks.hpp"

#include <compare>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "store/sqlite/packed_id.hpp"
#include "store/sqlite/rollups.hpp"
#include "store/sqlite/stored_issues.hpp"
#include "store/sqlite/title_rows.hpp"

namespace assay::store {
namespace {

constexpr std::uint64_t kSeverities = 3;

/// place -> what belongs to it, the last one first as in the row
using Places = std::map<std::int64_t, std::string, std::greater<>>;

void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size());
  out.append(text);
}

/// Of one row.
struct Block {
  std::int64_t scope = 0;
  std::string language;
  std::int64_t number = 0;
  auto operator<=>(const Block&) const = default;
};

Places read_block(Connection& db, const Block& block) {
  Places places;
  auto rows = db.query("SELECT members FROM issue_blocks WHERE scope=?1 AND language=?2 AND block=?3",
                       block.scope, block.language, block.number);
  if (!rows.step()) return places;
  PackedNumbers numbers{rows.bytes(0)};
  while (!numbers.at_end()) {
    const auto place = numbers.next_signed();
    places[place] = numbers.next_bytes(numbers.next());
  }
  if (!numbers.ok()) db.set_corrupt("a block of issues can't be read");
  return places;
}

void write_block(Connection& db, const Block& block, const Places& places) {
  std::string members;
  for (const auto& [place, entry] : places) {
    put_number(members, static_cast<std::uint64_t>(place));
    put_text(members, entry);
  }
  if (members.empty()) {
    db.run("DELETE FROM issue_blocks WHERE scope=?1 AND language=?2 AND block=?3", block.scope,
           block.language, block.number);
  } else {
    db.run("INSERT OR REPLACE INTO issue_blocks VALUES (?1, ?2, ?3, ?4)", block.scope, block.language,
           block.number, Blob{members});
  }
}

/// The first thing in it.
core::Language language_of_entry(std::string_view entry) {
  return language_of(PackedNumbers{entry}.next_signed()).value_or(core::Language::text);
}

}  // namespace

std::string BlockedIssues::id() const { return id_is_text ? std::string{packed_id} : unpack_id(packed_id); }

std::optional<std::string> encode_blocked(Connection& db, std::int64_t scope, std::int64_t doc) {
  auto rows = db.query(
      "SELECT s.language, s.finished_at, s.id, b.issues, b.titles FROM submissions s JOIN review_bodies b ON "
      "b.review = s.review WHERE s.seq=?1 AND s.scope=?2 AND s.state=?3",
      doc, scope, stored(core::Status::completed));
  if (!rows.step()) return std::nullopt;
  const auto language = core::parse_language(rows.bytes(0));
  const auto issues = decode_issues(rows.bytes(3));
  const auto names = decode_titles(rows.bytes(4));
  if (!language || !issues) {
    db.set_corrupt("the issues of a review can't be read");
    return std::nullopt;
  }
  if (issues->empty() || names.size() != issues->size()) return std::nullopt;
  std::string out;
  put_number(out, static_cast<std::uint64_t>(stored(*language)));
  put_number(out, zigzag(rows.int64(1)));
  const auto id = rows.id(2);
  const PackedId packed{id};
  put_number(out, packed.is_text() ? 1 : 0);
  put_text(out, packed.bytes());
  put_number(out, issues->size());
  for (std::size_t i = 0; i < issues->size(); ++i) {
    const auto& issue = (*issues)[i];
    put_number(out, zigzag(issue.title));
    put_number(out, static_cast<std::uint64_t>(issue.category) * kSeverities +
                        static_cast<std::uint64_t>(issue.severity));
    put_text(out, names[i].id);
  }
  return out;
}

bool decode_blocked(std::string_view bytes, BlockedIssues& submission) {
  PackedNumbers numbers{bytes};
  const auto language = language_of(numbers.next_signed());
  submission.finished_at = unzigzag(numbers.next());
  submission.id_is_text = numbers.next() == 1;
  submission.packed_id = numbers.next_bytes(numbers.next());
  const auto count = numbers.next();
  submission.issues.clear();
  for (std::uint64_t i = 0; i < count && numbers.ok(); ++i) {
    BlockedIssues::Issue issue;
    issue.title = unzigzag(numbers.next());
    const auto kind = numbers.next();
    issue.id = numbers.next_bytes(numbers.next());
    if (kind >= kSeverities * core::kCategories.size()) return false;
    issue.severity = static_cast<core::Severity>(kind % kSeverities);
    issue.category = static_cast<core::Category>(kind / kSeverities);
    submission.issues.push_back(issue);
  }
  if (!language || !numbers.ok() || !numbers.at_end()) return false;
  submission.language = *language;
  return true;
}

void keep_issues(Connection& db, std::int64_t scope, std::span<const BlockEntry> entries) {
  std::map<Block, Places> changes;
  for (const auto& [doc, bytes] : entries) {
    const auto number = issue_block_of(doc);
    for (const auto name : {core::to_string(language_of_entry(bytes)), kAllLanguages})
      changes[{scope, std::string{name}, number}][doc - number * kDocsOfIssueBlock] = bytes;
  }
  for (auto& [block, changed] : changes) {
    changed.merge(read_block(db, block));
    if (db.error()) return;
    write_block(db, block, changed);
  }
}

void drop_issues(Connection& db, std::int64_t scope, std::int64_t doc) {
  const auto entry = encode_blocked(db, scope, doc);
  if (!entry) return;
  const auto number = issue_block_of(doc);
  for (const auto name : {core::to_string(language_of_entry(*entry)), kAllLanguages}) {
    const Block block{scope, std::string{name}, number};
    auto places = read_block(db, block);
    if (places.erase(doc - number * kDocsOfIssueBlock) != 0 && !db.error()) write_block(db, block, places);
  }
}

}  // namespace assay::store
