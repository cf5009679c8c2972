#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/config/configuration.hpp"

namespace assay::cli {

/// Later ones win over earlier ones.
enum class Source : std::uint8_t { standard, file, environment, flag };
std::string_view to_string(Source source);

/// Where a value came from.
struct Origin {
  Source source = Source::standard;
  std::string name;  ///< "assay.toml:12", "OPENAI_API_KEY", "--listen"; empty for a default
  bool operator==(const Origin&) const = default;
};

struct LoadedConfiguration {
  Configuration values;
  std::map<std::string, Origin, std::less<>> origins;  ///< by key of the setting; absent: default
  std::string file;                                    ///< the TOML file read; empty: none
  std::vector<std::string> warnings;                   ///< sentences for a person

  Origin origin_of(std::string_view key) const;
};

}  // namespace assay::cli
