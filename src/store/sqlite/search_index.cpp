#include "store/sqlite/search_index.hpp"

namespace assay::store {
namespace {

/// Looking up one block takes as long as stepping over about this many.
constexpr std::size_t kLookup = 8;

std::optional<DocBlock> read_block(Connection& db, const Rows& rows, int column) {
  auto block = DocBlock::decode(rows.bytes(column));
  if (!block) db.set_corrupt("the index of the search can't be read");
  return block;
}

std::optional<DocBlock> find_block(Connection& db, std::int64_t scope, const std::string& term,
                                   std::int64_t number) {
  auto rows =
      db.query("SELECT members FROM search WHERE scope=?1 AND term=?2 AND block=?3", scope, term, number);
  if (!rows.step()) return std::nullopt;
  return read_block(db, rows, 0);
}

}  // namespace

void SearchChanges::share(std::int64_t scope, std::int64_t block, std::int64_t doc,
                          const std::shared_ptr<const Terms>& terms) {
  if (!terms) return;
  auto& sharers = shared_[{scope, block, terms.get()}];
  sharers.terms = terms;
  sharers.docs.push_back(doc);
}

void SearchChanges::add(const SearchDocument& document) {
  auto& changes = changes_[document.scope];
  const auto block = DocBlock::number_of(document.doc);
  for (const auto& term : document.own) changes[{term, block}].push_back(document.doc);
  share(document.scope, block, document.doc, document.of_input);
  share(document.scope, block, document.doc, document.of_review);
}

std::map<std::int64_t, std::vector<SearchChanges::Entry>> SearchChanges::take() {
  for (const auto& [place, sharers] : shared_) {
    const auto& [scope, block, list] = place;
    auto& changes = changes_[scope];
    for (const auto& term : *list) {
      auto& docs = changes[{term, block}];
      docs.insert(docs.end(), sharers.docs.begin(), sharers.docs.end());
    }
  }
  shared_.clear();
  std::map<std::int64_t, std::vector<Entry>> taken;
  for (auto& [scope, changes] : changes_) {
    for (auto& [key, docs] : changes) taken[scope].emplace_back(key, std::move(docs));
  }
  changes_.clear();
  return taken;
}

void add_to_search(Connection& db, std::int64_t scope, const std::string& term, std::int64_t block,
                   const std::vector<std::int64_t>& docs) {
  auto found = find_block(db, scope, term, block);
  if (db.error()) return;
  DocBlock members = found.value_or(DocBlock{});
  for (const auto doc : docs) members.set(doc);
  const auto bytes = members.encode();
  if (found) {
    db.run("UPDATE search SET members=?4 WHERE scope=?1 AND term=?2 AND block=?3", scope, term, block,
           Blob{bytes});
  } else {
    db.run("INSERT INTO search(scope, term, block, members) VALUES (?1, ?2, ?3, ?4)", scope, term, block,
           Blob{bytes});
  }
}

void remove_from_search(Connection& db, std::int64_t scope, const SearchDocument& document) {
  const auto number = DocBlock::number_of(document.doc);
  for (const auto& term : document.all()) {
    auto members = find_block(db, scope, term, number);
    if (!members) continue;
    members->clear(document.doc);
    if (members->empty()) {
      db.run("DELETE FROM search WHERE scope=?1 AND term=?2 AND block=?3", scope, term, number);
    } else {
      db.run("UPDATE search SET members=?4 WHERE scope=?1 AND term=?2 AND block=?3", scope, term, number,
             Blob{members->encode()});
    }
  }
}

DocSet find_term(Connection& db, std::int64_t scope, const std::string& term) {
  DocSet found;
  auto rows =
      db.query("SELECT block, members FROM search WHERE scope=?1 AND term=?2 ORDER BY block", scope, term);
  while (rows.step()) {
    const auto block = read_block(db, rows, 1);
    if (!block) break;
    found.add_block(rows.int64(0), *block);
  }
  return found;
}

std::vector<TermCount> count_terms(Connection& db, std::int64_t scope, const std::string& first,
                                   const std::string& last, const DocSet& docs) {
  std::vector<TermCount> counts;
  auto rows = db.query(
      "SELECT term, block, members FROM search WHERE scope=?1 AND term>=?2 AND term<?3 ORDER BY term, block",
      scope, first, last);
  while (rows.step()) {
    const auto block = read_block(db, rows, 2);
    if (!block) break;
    if (counts.empty() || counts.back().term != rows.bytes(0)) counts.push_back({rows.text(0)});
    counts.back().all += block->count();
    if (const auto* wanted = docs.block(rows.int64(1))) counts.back().of_set += block->count_common(*wanted);
  }
  std::erase_if(counts, [](const TermCount& each) { return each.of_set == 0; });
  return counts;
}

std::int64_t count_with_term(Connection& db, std::int64_t scope, const std::string& term,
                             const DocSet& docs) {
  const auto counts = count_terms(db, scope, term, term + '\1', docs);
  return counts.empty() ? 0 : counts.front().of_set;
}

void keep_with_term(Connection& db, std::int64_t scope, const std::string& term, DocSet& docs) {
  if (docs.blocks().empty()) return;
  const auto first = docs.blocks().front().first;
  const auto last = docs.blocks().back().first;
  if (docs.blocks().size() * kLookup < static_cast<std::size_t>(last - first)) {
    return docs.lessen_each([&](std::int64_t number, DocBlock& block) {
      block.intersect(find_block(db, scope, term, number).value_or(DocBlock{}));
    });
  }
  auto rows = db.query(
      "SELECT block, members FROM search WHERE scope=?1 AND term=?2 AND block BETWEEN ?3 AND ?4 ORDER BY "
      "block",
      scope, term, first, last);
  bool more = rows.step();
  docs.lessen_each([&](std::int64_t number, DocBlock& block) {
    while (more && rows.int64(0) < number) more = rows.step();
    if (!more || rows.int64(0) != number) {
      block = DocBlock{};
    } else {
      block.intersect(read_block(db, rows, 1).value_or(DocBlock{}));
    }
  });
}

}  // namespace assay::store
