#include "fakes/wire_format.hpp"

namespace assay::fakes {

std::vector<std::unique_ptr<WireFormat>> all_wire_formats() {
  std::vector<std::unique_ptr<WireFormat>> formats;
  formats.push_back(make_openai_chat());
  return formats;
}

}  // namespace assay::fakes
