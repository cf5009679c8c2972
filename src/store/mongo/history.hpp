#pragma once
#include "core/ports/review_store.hpp"
#include "store/mongo/client.hpp"
#include "store/mongo/kept_reviews.hpp"

namespace assay::store::mongo {

/// ReviewStore::history, from the indexes of the submissions (setup.cpp): by time, by language, by state, by
/// score; severity, category and words by the words of the search (search_index.hpp). A page starts at its
/// cursor in the index; with `page` it passes over those before it. Totals are counted in the index.
base::Result<core::HistoryPage> read_history(Client& client, KeptReviews& kept,
                                             const core::HistoryQuery& query);

}  // namespace assay::store::mongo
