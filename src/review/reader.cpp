#include "review/reader.hpp"

namespace assay::review {

base::Task<base::Result<SharedRecord>> Reader::find(core::Scope scope, core::SubmissionId id) {
  if (auto hot = hot_.find(scope, id)) co_return hot;
  const auto ticket = hot_.ticket(id);
  auto found = co_await store_.find(std::move(scope), std::move(id));
  if (!found) co_return base::fail(found.error());
  auto record = std::make_shared<const core::SubmissionRecord>(std::move(*found));
  hot_.put(record, ticket);
  co_return record;
}

base::Task<base::Result<std::shared_ptr<const core::ReviewInput>>> Reader::find_input(core::Scope scope,
                                                                                      core::SubmissionId id) {
  return store_.find_input(std::move(scope), std::move(id));
}

base::Task<base::Result<core::HistoryPage>> Reader::history(core::HistoryQuery query) {
  return store_.history(std::move(query));
}

base::Task<base::Result<core::Stats>> Reader::stats(core::StatsQuery query) {
  return store_.stats(std::move(query));
}

}  // namespace assay::review
