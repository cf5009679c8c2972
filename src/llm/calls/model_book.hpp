#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/ports/spend_ledger.hpp"
#include "llm/calls/breaker.hpp"
#include "llm/calls/chat_client.hpp"
#include "llm/calls/token_scale.hpp"
#include "llm/llm_config.hpp"

namespace assay::llm {

/// One model at one provider, with what was learnt about it since the start.
struct Model {
  std::string name;    ///< as a submission asks for it and a review shows it
  std::string source;  ///< "llm:" and the name: of its findings
  ModelConfig config;
  const ChatClient* client = nullptr;  ///< of its provider
  std::optional<ModelPrice> price;     ///< nothing: not known
  Dialect dialect;
  Breaker breaker;
  TokenScale tokens;

  /// Takes over what a refusal taught about `from`; false where the operator has fixed that, so that there is
  /// nothing else to try.
  bool learn(const Dialect& from, const Dialect& next);
  /// Dollars, or nothing where the price is not known.
  std::optional<double> cost(const TokenUsage& usage) const;
  /// As the ledger counts it: an unknown price is no money there, which is why caps on money need prices.
  core::Spend spend(const TokenUsage& usage) const;
};

/// The models that are configured, their order, and the clients of their providers. One object serves one
/// io_context.
class ModelBook {
 public:
  /// invalid_argument with the field and a sentence that names the provider or model at fault. `transport`
  /// and `clock` outlive it.
  static base::Result<std::unique_ptr<ModelBook>> create(const LlmConfig& config, const PriceTable& prices,
                                                         HttpTransport& transport, const base::Clock& clock);

  /// Whom to ask, in order: the main model and its fallbacks for the empty name; only itself for a model that
  /// was asked for, as its name or "provider/id"; nobody for one that is not configured.
  std::vector<Model*> route(std::string_view asked) const;
  /// Which model a kept answer is from; nullptr where it is not configured any more.
  const Model* find(std::string_view name) const;
  const Model& main() const { return *order_.front(); }
  /// Names of all models, the main one first.
  std::vector<std::string> names() const;
  const std::vector<Model*>& order() const { return order_; }
  const std::vector<std::unique_ptr<Model>>& all() const { return models_; }

 private:
  ModelBook() = default;
  Model* look_up(std::string_view name) const;

  std::vector<std::unique_ptr<ChatClient>> clients_;
  std::vector<std::unique_ptr<Model>> models_;
  std::vector<Model*> order_;
};

}  // namespace assay::llm
