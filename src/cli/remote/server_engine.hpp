#pragma once
#include <functional>
#include <memory>
#include <string>

#include "base/task.hpp"
#include "cli/review/sources.hpp"
#include "cli/services.hpp"

namespace assay::cli {

/// A server that reviews for `assay review --server`.
struct ServerChoice {
  std::string url;                     ///< origin, perhaps with a path in front of /api; no slash at the end
  std::string key;                     ///< sent as Bearer; empty: none
  std::vector<std::string> reviewers;  ///< empty: the server's own choice
  int calls = 8;                       ///< reviews at once
};

/// Submits each input to the server, waits for the review and gives it as if it had been made here. Issues
/// outside a change are left out here, because the server gets whole files. A server that is busy, or limits
/// the rate, is a failure that may be tried again; one that does not know us is not.
std::unique_ptr<ReviewEngine> make_server_engine(ServerChoice choice, DetectLanguage detect);

}  // namespace assay::cli
