#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/rate_limit.hpp"

namespace assay::http {

/// A place where models are asked.
struct ProviderFact {
  std::string name;
  std::string kind;    ///< wire format, for example "openai-chat"
  std::string origin;  ///< scheme, host and port; never a key
  std::string model;
  bool enabled = true;
  std::string detail;  ///< why it is off; empty otherwise
  std::optional<double> input_usd_per_million;
  std::optional<double> output_usd_per_million;
};

/// A linter of the system that the static reviewer can use.
struct LinterFact {
  std::string name;
  std::string version;
  bool enabled = false;
  std::string detail;
};

/// What the page shows of the configuration; found once at start. Holds no secret.
struct SettingsFacts {
  std::string build;              ///< commit, compiler, type, as far as known
  std::string mode = "embedded";  ///< or "distributed": MongoDB and Redis
  std::vector<ProviderFact> providers;
  std::vector<LinterFact> linters;
  bool cache_enabled = true;
  std::int64_t cache_ttl_seconds = 0;
  std::optional<std::int64_t> keep_reviews_days;  ///< absent: until they are deleted
};

}  // namespace assay::http
