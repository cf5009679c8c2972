#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "llm/chat.hpp"

namespace assay::llm {

/// US dollars per million tokens.
struct ModelPrice {
  double input = 0;
  double output = 0;
  std::optional<double> cached_input;  ///< absent: as `input`
  bool operator==(const ModelPrice&) const = default;
};

/// Dollars.
double cost_of(const ModelPrice& price, const TokenUsage& usage);

/// What models cost; immutable, thread-safe.
class PriceTable {
 public:
  /// The built-in table (data/model-prices.json).
  static base::Result<PriceTable> create();
  static base::Result<PriceTable> parse(std::string_view json);

  /// The price of the model or, for a name with a date at its end ("gpt-4.1-2025-04-14"), of the undated one.
  /// Prefixes of routers ("openai/gpt-4.1") are left out. Nothing for an unknown one: an unknown
  /// price is never 0.
  std::optional<ModelPrice> find(std::string_view model) const;
  const std::string& date() const { return date_; }

 private:
  std::string date_;
  std::map<std::string, ModelPrice, std::less<>> models_;
};

}  // namespace assay::llm
