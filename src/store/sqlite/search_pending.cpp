#include "store/sqlite/search_pending.hpp"

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
    pending.push_back({rows.integer(1), std::move(*document)});
  }
  return pending;
}

void forget_pending(Connection& db, std::int64_t doc, int parts) {
  db.run("UPDATE search_pending SET parts = parts & ~?2 WHERE submission=?1", doc, parts);
  db.run("DELETE FROM search_pending WHERE submission=?1 AND parts=0", doc);
}

void drop_from_search(WriteTransaction& tx, std::int64_t doc) {
  SearchReader reader{tx.db};
  if (const auto document = reader.read(doc, kInputPart | kOutcomePart)) {
    remove_from_search(tx.db, document->scope, *document);
  }
  tx.db.run("DELETE FROM search_pending WHERE submission=?1", doc);
}

}  // namespace assay::store
