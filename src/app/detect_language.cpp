#include "app/detect_language.hpp"

#include "analysis/language_detect.hpp"

namespace assay::app {

core::Language detect_language(std::string_view filename, std::string_view code) {
  return analysis::detect_language(filename, code).language;
}

}  // namespace assay::app
