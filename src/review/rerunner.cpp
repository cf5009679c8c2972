#include "review/rerunner.hpp"

namespace assay::review {

base::Task<base::Result<Submitted>> Rerunner::rerun(core::SubmissionId id, SubmitRequest request) {
  const auto input = co_await reader_.find_input(request.scope, id);
  if (!input) co_return base::fail(input.error());
  request.input = **input;
  request.input.options.no_cache = true;
  request.rerun_of = std::move(id);
  co_return co_await submitter_.submit(std::move(request));
}

}  // namespace assay::review
