#pragma once
#include <string>

namespace assay::llm {

/// Headers that say when to come back; empty where absent.
struct RetryHeaders {
  std::string retry_after;     ///< seconds or an HTTP date
  std::string retry_after_ms;  ///< milliseconds
  std::string should_retry;    ///< "true" or "false"
};

}  // namespace assay::llm
