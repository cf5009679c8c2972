#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "store/sqlite/connection.hpp"
#include "store/sqlite/doc_set.hpp"
#include "store/sqlite/search_terms.hpp"

namespace assay::store {

/// Changes to the table `search`: for each term of a scope and each block the submissions that get or lose
/// it. One row is read and written once, however many submissions of it change.
class SearchChanges {
 public:
  void add(const SearchDocument& document);

  /// term, block -> docs
  using Entry = std::pair<std::pair<std::string, std::int64_t>, std::vector<std::int64_t>>;
  /// Takes the changes out, by scope.
  std::map<std::int64_t, std::vector<Entry>> take();

 private:
  /// Documents of one scope and block that have the same list of terms: those of an input or a review are
  /// taken apart once, however many submissions share it.
  struct Sharers {
    std::shared_ptr<const Terms> terms;
    std::vector<std::int64_t> docs;
  };
  using Place = std::tuple<std::int64_t, std::int64_t, const Terms*>;  // scope, block
  void share(std::int64_t scope, std::int64_t block, std::int64_t doc,
             const std::shared_ptr<const Terms>& terms);

  std::map<std::int64_t, std::map<std::pair<std::string, std::int64_t>, std::vector<std::int64_t>>> changes_;
  std::map<Place, Sharers> shared_;
};

/// `docs` are of the block. Adding what is there, or removing what is not, changes nothing.
void add_to_search(Connection& db, std::int64_t scope, const std::string& term, std::int64_t block,
                   const std::vector<std::int64_t>& docs);
/// A row without members is deleted, so that no word outlives the code it stood in.
void remove_from_search(Connection& db, std::int64_t scope, const SearchDocument& document);

/// All submissions with the term.
DocSet find_term(Connection& db, std::int64_t scope, const std::string& term);
/// How many submissions have a term, and how many of a set of them.
struct TermCount {
  std::string term;
  std::int64_t all = 0;
  std::int64_t of_set = 0;
};
/// The terms first <= term < last that some of `docs` have, in their order.
std::vector<TermCount> count_terms(Connection& db, std::int64_t scope, const std::string& first,
                                   const std::string& last, const DocSet& docs);
/// How many of `docs` have the term.
std::int64_t count_with_term(Connection& db, std::int64_t scope, const std::string& term, const DocSet& docs);
/// Keeps those with the term. What is few already is looked up, whatever the term is found in.
void keep_with_term(Connection& db, std::int64_t scope, const std::string& term, DocSet& docs);

}  // namespace assay::store
