// A stored review that was damaged is an error or a review; one that was read is written and read to the
// same.

#include <cstdlib>

#include "core/review_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto review = assay::core::decode_review_members({reinterpret_cast<const char*>(data), size});
  if (!review) return 0;
  const auto members = assay::core::encode_review_members(*review);
  const auto again = assay::core::decode_review_members(members);
  if (!again || assay::core::encode_review_members(*again) != members) std::abort();
  return 0;
}
