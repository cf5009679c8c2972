#include "store/sqlite/search_pending.hpp"

#include <map>

#include "store/sqlite/issue_blocks.hpp"
#include "store/sqlite/search_index.hpp"

namespace assay::store {
namespace {
/// Of one batch, shared ones counted for each: bounds the memory, and what is read for nothing where it is
/// then overtaken by an erasure.
constexpr std::size_t kMostTerms = 50'000;
}  // namespace

void note_for_search(Connection& db, std::int64_t doc, int parts) {
  db.run(
      "INSERT INTO search_pending VALUES (?1, ?2) ON CONFLICT DO UPDATE SET parts = parts | excluded.parts",
      doc, parts);
}

std::vector<PendingDocument> read_pending(Connection& db, int most) {
  std::vector<PendingDocument> pending;
  SearchReader reader{db};
  std::size_t terms = 0;
  auto rows = db.query("SELECT submission, parts FROM search_pending ORDER BY submission LIMIT ?1", most);
  while (terms < kMostTerms && rows.step()) {
    auto document = reader.read(rows.int64(0), rows.integer(1));
    if (!document) continue;
    terms += document->own.size() + (document->of_input ? document->of_input->size() : 0) +
             (document->of_review ? document->of_review->size() : 0);
    const int parts = rows.integer(1);
    auto issues = (parts & (kOutcomePart | kBlockPart)) != 0
                      ? encode_blocked(db, document->scope, document->doc)
                      : std::nullopt;
    pending.push_back({parts, std::move(*document), std::move(issues)});
  }
  return pending;
}

bool is_there(Connection& db, const SearchDocument& document) {
  auto rows = db.query("SELECT id FROM submissions WHERE seq=?1", document.doc);
  return rows.step() && rows.id(0) == document.id;
}

void keep_issues_of(Connection& db, const std::vector<PendingDocument>& pending) {
  std::map<std::int64_t, std::vector<BlockEntry>> by_scope;
  for (const auto& each : pending) {
    if (each.issues && is_there(db, each.document))
      by_scope[each.document.scope].push_back({each.document.doc, *each.issues});
  }
  for (const auto& [scope, entries] : by_scope) keep_issues(db, scope, entries);
}

void forget_pending(Connection& db, std::int64_t doc, int parts) {
  db.run("UPDATE search_pending SET parts = parts & ~?2 WHERE submission=?1", doc, parts);
  db.run("DELETE FROM search_pending WHERE submission=?1 AND parts=0", doc);
}

void drop_from_search(WriteTransaction& tx, std::int64_t doc) {
  SearchReader reader{tx.db};
  if (const auto document = reader.read(doc, kInputPart | kOutcomePart)) {
    remove_from_search(tx.db, document->scope, *document);
    drop_issues(tx.db, document->scope, doc);
  }
  tx.db.run("DELETE FROM search_pending WHERE submission=?1", doc);
}

}  // namespace assay::store
