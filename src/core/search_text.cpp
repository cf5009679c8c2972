#include "core/search_text.hpp"

#include "core/search_words.hpp"

namespace assay::core {

std::vector<std::string> input_words(const ReviewInput& input) {
  std::string text;
  text.reserve(input.filename.size() + input.code.size() + 1);
  text.append(input.filename).append("\n").append(input.code);
  for (const auto& file : input.files) text.append("\n").append(file.path).append("\n").append(file.code);
  return search_words(text);
}

}  // namespace assay::core
