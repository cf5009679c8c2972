#include "llm/calls/prices.hpp"

#include "base/json_reader.hpp"
#include "llm/embedded_files.hpp"

namespace assay::llm {
namespace {

constexpr double kMillion = 1'000'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Without "-2025-04-14" or "-20250414" at the end.
std::string_view without_date(std::string_view model) {
  for (const std::string_view shape : {"-dddd-dd-dd", "-dddddddd"}) {
    if (model.size() <= shape.size()) continue;
    const auto tail = model.substr(model.size() - shape.size());
    bool fits = true;
    for (std::size_t i = 0; i < shape.size(); ++i)
      fits = fits && (shape[i] == 'd' ? is_digit(tail[i]) : tail[i] == shape[i]);
    if (fits) return model.substr(0, model.size() - shape.size());
  }
  return model;
}

}  // namespace

base::Result<PriceTable> PriceTable::create() { return parse(embedded::kModelPrices); }

base::Result<PriceTable> PriceTable::parse(std::string_view json) {
  const auto document = base::JsonDocument::parse(json);
  const auto models = document ? document->root().find("models") : std::nullopt;
  if (!models) return base::fail(base::Errc::corrupt, "the price table is not JSON with a list \"models\"");
  PriceTable table;
  if (const auto date = document->root().find("date")) table.date_ = date->as_string().value_or("");
  for (const auto& item : models->items()) {
    const auto name = item.find("model");
    const auto input = item.find("input");
    const auto output = item.find("output");
    if (!name || !name->as_string() || !input || !input->as_double() || !output || !output->as_double()) {
      return base::fail(base::Errc::corrupt,
                        "an entry of the price table lacks its model, input or output price");
    }
    ModelPrice price{*input->as_double(), *output->as_double(), std::nullopt};
    if (const auto cached = item.find("cached_input")) price.cached_input = cached->as_double();
    table.models_.emplace(*name->as_string(), price);
  }
  return table;
}

std::optional<ModelPrice> PriceTable::find(std::string_view model) const {
  if (const auto slash = model.rfind('/'); slash != std::string_view::npos) model.remove_prefix(slash + 1);
  auto found = models_.find(model);
  if (found == models_.end()) found = models_.find(without_date(model));
  return found == models_.end() ? std::nullopt : std::optional(found->second);
}

double cost_of(const ModelPrice& price, const TokenUsage& usage) {
  const auto dollars = [](std::int64_t tokens, double per_million) {
    return static_cast<double>(tokens) * per_million / kMillion;
  };
  return dollars(usage.input - usage.cached, price.input) +
         dollars(usage.cached, price.cached_input.value_or(price.input)) +
         dollars(usage.output, price.output);
}

}  // namespace assay::llm
