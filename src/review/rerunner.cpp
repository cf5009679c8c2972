#include "review/rerunner.hpp"

namespace assay::review {

base::Task<base::Result<Submitted>> Rerunner::rerun(core::Scope scope, core::SubmissionId id,
                                                    std::string client) {
  const auto input = co_await reader_.find_input(scope, id);
  if (!input) co_return base::fail(input.error());
  SubmitRequest request;
  request.scope = std::move(scope);
  request.input = **input;
  request.input.options.no_cache = true;
  request.rerun_of = std::move(id);
  request.client = std::move(client);
  co_return co_await submitter_.submit(std::move(request));
}

}  // namespace assay::review
