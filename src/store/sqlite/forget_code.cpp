#include "store/sqlite/forget_code.hpp"

#include <algorithm>
#include <iterator>

#include "store/sqlite/search_index.hpp"
#include "store/sqlite/search_terms.hpp"

namespace assay::store {
namespace {

std::vector<SearchDocument> read_all(Connection& db, const std::vector<std::int64_t>& docs) {
  std::vector<SearchDocument> read;
  SearchReader reader{db};
  for (const auto doc : docs) {
    if (auto document = reader.read(doc, kInputPart | kOutcomePart)) read.push_back(std::move(*document));
  }
  return read;
}

}  // namespace

bool is_open(Connection& db, std::int64_t input) {
  // Through the jobs, of which there are few that are as old as code that is to be forgotten.
  auto rows = db.query("SELECT 1 FROM inputs WHERE id=?1 AND open_job IS NOT NULL", input);
  if (rows.step()) return true;
  auto others = db.query("SELECT 1 FROM jobs WHERE input=?1 LIMIT 1", input);
  return others.step();
}

std::vector<core::SubmissionId> forget_code(WriteTransaction& tx, std::int64_t scope, std::int64_t input) {
  const auto docs = find_term(tx.db, scope, input_mark(input)).members();
  auto with_code = read_all(tx.db, docs);
  tx.db.run("DELETE FROM codes WHERE input=?1", input);
  tx.db.run("UPDATE inputs SET forgotten=1 WHERE id=?1", input);
  const auto without_code = read_all(tx.db, docs);
  std::vector<core::SubmissionId> submissions;
  for (std::size_t i = 0; i < with_code.size() && i < without_code.size(); ++i) {
    SearchDocument lost = with_code[i];
    lost.of_input = nullptr;
    lost.of_review = nullptr;
    lost.own.clear();
    std::ranges::set_difference(with_code[i].all(), without_code[i].all(), std::back_inserter(lost.own));
    remove_from_search(tx.db, scope, lost);
    submissions.emplace_back(with_code[i].id);
  }
  return submissions;
}

}  // namespace assay::store
