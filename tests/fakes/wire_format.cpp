#include "fakes/wire_format.hpp"

namespace assay::fakes {

std::string_view ApiRequest::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

std::vector<std::unique_ptr<WireFormat>> all_wire_formats() {
  std::vector<std::unique_ptr<WireFormat>> formats;
  formats.push_back(make_openai_chat());
  formats.push_back(make_openai_responses());
  formats.push_back(make_anthropic());
  formats.push_back(make_gemini());
  return formats;
}

}  // namespace assay::fakes
