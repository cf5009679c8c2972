#pragma once
#include <boost/asio/co_spawn.hpp>
#include <vector>

#include "contract/store_harness.hpp"

namespace assay::contract {

template <class T>
base::Task<void> note_answer(base::Task<base::Result<T>> call, base::Result<T>* answer) {
  *answer = co_await std::move(call);
}

/// Makes all calls at the same time; gives their answers in the order of the calls.
template <class T>
std::vector<base::Result<T>> all_at_once(StoreHarness& harness,
                                         std::vector<base::Task<base::Result<T>>> calls) {
  std::vector<base::Result<T>> answers(calls.size(), base::fail(base::Errc::internal, "no answer"));
  auto& context = harness.new_context();
  for (std::size_t i = 0; i < calls.size(); ++i) {
    boost::asio::co_spawn(context, note_answer(std::move(calls[i]), &answers[i]),
                          [](const std::exception_ptr& error) {
                            if (error) std::rethrow_exception(error);
                          });
  }
  context.run();
  return answers;
}

}  // namespace assay::contract
