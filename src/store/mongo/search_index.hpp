#pragma once
#include <string>
#include <string_view>

#include "base/random.hpp"
#include "core/ports/review_store.hpp"
#include "store/mongo/client.hpp"

namespace assay::store::mongo {

/// The words of a submission, `words` of its document: those of what was handed in and of the titles of its
/// issues (core/search_words.hpp), and marks, which no text has: they begin with what is in no word.
std::string severity_mark(core::Severity severity);
std::string category_mark(core::Category category);
/// Of an issue that is both.
std::string issue_mark(core::Severity severity, core::Category category);
/// Of an issue's title_key (issue_title.hpp).
std::string title_mark(std::string_view key);

/// Takes up to `most` submissions that are `unindexed`, notes that the rollups of those that were completed
/// have changed (rollups.hpp), and gives them their words. Gives how many it took: 0 when nothing is left.
///
/// Any number of nodes at once: who takes a submission puts a number of its own into `unindexed`, and what it
/// found counts only as long as that is there. Whatever changes the submission puts 1 to 3 there again. What
/// a node took and did not finish within ten seconds is taken by another one.
base::Result<int> index_some(Client& client, base::Timestamp now, base::Random& random, int most);

}  // namespace assay::store::mongo
