#include "review/comparer.hpp"

#include "core/compare.hpp"
#include "core/compare_json.hpp"
#include "core/review_json.hpp"

namespace assay::review {

base::Task<base::Result<Comparer::Loaded>> Comparer::load(core::Scope scope, core::SubmissionId id,
                                                          std::string field) {
  auto record = co_await reader_.find(scope, id);
  if (!record) {
    auto error = record.error();
    error.field = field;
    co_return base::fail(std::move(error));
  }
  if (!(*record)->review_members) {
    co_return base::fail(base::Errc::conflict,
                         "there is no review to compare: the submission is " +
                             std::string{to_string((*record)->submission.status)},
                         field);
  }
  auto review = core::decode_review_members(*(*record)->review_members);
  if (!review) co_return base::fail(review.error());
  auto input = co_await reader_.find_input(std::move(scope), std::move(id));
  if (!input) co_return base::fail(input.error());
  Loaded loaded{std::move(*record), std::move(*review), std::move(*input)};
  co_return loaded;
}

base::Task<base::Result<std::string>> Comparer::compare(core::Scope scope, core::SubmissionId before,
                                                        core::SubmissionId after) {
  std::string id_field = "id";
  const auto then = co_await load(scope, std::move(before), std::move(id_field));
  if (!then) co_return base::fail(then.error());
  std::string other_field = "other";
  const auto now = co_await load(std::move(scope), std::move(after), std::move(other_field));
  if (!now) co_return base::fail(now.error());
  const auto comparison = core::compare_reviews({then->review, *then->input}, {now->review, *now->input});
  co_return core::encode_comparison(comparison, *then->record, then->review, *now->record, now->review);
}

}  // namespace assay::review
