#include "cli/config/loaded_configuration.hpp"

namespace assay::cli {

std::string_view to_string(Source source) {
  switch (source) {
    case Source::standard:
      return "default";
    case Source::file:
      return "file";
    case Source::environment:
      return "environment";
    case Source::flag:
      return "flag";
  }
  return "";
}

Origin LoadedConfiguration::origin_of(std::string_view key) const {
  const auto found = origins.find(key);
  return found == origins.end() ? Origin{} : found->second;
}

}  // namespace assay::cli
