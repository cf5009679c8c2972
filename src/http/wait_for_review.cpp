#include "http/wait_for_review.hpp"

#include <algorithm>

#include "core/lifecycle.hpp"
#include "http/readiness.hpp"

namespace assay::http {

base::Task<review::SharedRecord> wait_for_review(Api& api, core::Scope scope, core::SubmissionId id,
                                                 std::chrono::seconds at_most) {
  constexpr std::size_t kFramesAtOnce = 64;
  constexpr base::Micros kLookRound = std::chrono::milliseconds{500};  // whether the server is stopping
  const auto deadline = std::chrono::steady_clock::now() + at_most;
  // Before the state is read, so that no end falls between.
  const auto subscription = api.events.subscribe(id, std::nullopt);
  bool look = true;
  while (true) {
    if (look) {
      const auto found = co_await api.reader.find(scope, id);
      if (!found) co_return nullptr;
      if (is_terminal((*found)->submission.status)) co_return *found;
    }
    const auto left = std::chrono::duration_cast<base::Micros>(deadline - std::chrono::steady_clock::now());
    if (left <= base::Micros{0} || api.readiness.draining()) co_return nullptr;
    co_await subscription->wait(std::min(left, kLookRound));
    auto batch = subscription->read(kFramesAtOnce);
    look = batch.ended || batch.gap || left < base::Micros{1'000};
  }
}

}  // namespace assay::http
