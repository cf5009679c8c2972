// Any body of a submission is read or refused with a status for the client's mistakes; what was read keeps
// the limits.

#include <cstdlib>

#include "http/submission_request.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  constexpr std::size_t kMaxCode = 2048;
  for (const auto unknown : {assay::http::UnknownFields::ignored, assay::http::UnknownFields::refused}) {
    const auto request =
        assay::http::read_submission({reinterpret_cast<const char*>(data), size}, kMaxCode, unknown);
    if (!request) {
      const int status = request.error().status;
      if (status != 400 && status != 413 && status != 422) std::abort();
      continue;
    }
    if (request->input.code.size() > kMaxCode) std::abort();
  }
  return 0;
}
