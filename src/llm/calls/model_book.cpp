#include "llm/calls/model_book.hpp"

#include <algorithm>
#include <cmath>

#include "llm/transport/provider_url.hpp"

namespace assay::llm {
namespace {

tl::unexpected<base::Error> refuse(std::string field, std::string sentence) {
  return base::fail(base::Errc::invalid_argument, std::move(sentence), std::move(field));
}

ChatLimits limits_of(const LlmConfig& config) {
  ChatLimits limits;
  limits.deadline = config.deadline;
  limits.stall = config.stall;
  limits.connect = config.connect;
  limits.max_reply_bytes = config.max_reply_bytes;
  return limits;
}

base::Result<std::unique_ptr<ChatClient>> make_client(const ProviderConfig& provider, const LlmConfig& config,
                                                      HttpTransport& transport, const base::Clock& clock) {
  if (provider.api_key.find_first_of("\r\n") != std::string::npos)
    return refuse("api_key", "the key of the provider " + provider.name + " must be one line");
  auto url = parse_provider_url(provider.base_url);
  if (!url) {
    return refuse("base_url", "the provider " + provider.name + ": " + url.error().message);
  }
  auto limits = limits_of(config);
  limits.ca_file = provider.ca_file;
  limits.trace = provider.trace;
  return std::make_unique<ChatClient>(std::move(*url), provider.api_key, std::move(limits),
                                      make_wire_format(provider.format), transport, clock);
}

Dialect first_dialect(const ModelConfig& config) {
  Dialect dialect;
  dialect.schema = config.schema.value_or(SchemaMode::strict);
  dialect.new_token_limit = config.new_token_limit.value_or(true);
  dialect.temperature = config.temperature;
  dialect.stream_usage = config.stream_usage;
  return dialect;
}

}  // namespace

bool Model::learn(const Dialect& from, const Dialect& next) {
  if (config.schema && next.schema != from.schema) return false;
  if (config.new_token_limit && next.new_token_limit != from.new_token_limit) return false;
  // Another review may have learnt more meanwhile.
  if (dialect == from) dialect = next;
  return true;
}

std::optional<double> Model::cost(const TokenUsage& usage) const {
  if (!price) return std::nullopt;
  return cost_of(*price, usage);
}

core::Spend Model::spend(const TokenUsage& usage) const {
  constexpr double kMillion = 1e6;
  return {usage.input + usage.output,
          static_cast<std::int64_t>(std::ceil(cost(usage).value_or(0) * kMillion))};
}

base::Result<std::unique_ptr<ModelBook>> ModelBook::create(const LlmConfig& config, const PriceTable& prices,
                                                           HttpTransport& transport,
                                                           const base::Clock& clock) {
  std::unique_ptr<ModelBook> book(new ModelBook);
  for (std::size_t i = 0; i < config.providers.size(); ++i) {
    const auto& name = config.providers[i].name;
    const auto same = [&](const auto& other) { return other.name == name; };
    if (std::any_of(config.providers.begin(), config.providers.begin() + static_cast<std::ptrdiff_t>(i),
                    same))
      return refuse("providers", "there are two providers \"" + name + "\"");
    auto client = make_client(config.providers[i], config, transport, clock);
    if (!client) return base::fail(std::move(client.error()));
    book->clients_.push_back(std::move(*client));
  }
  for (const auto& wanted : config.models) {
    if (wanted.id.empty()) return refuse("model", "llm.model must name a model");
    const auto provider = std::find_if(config.providers.begin(), config.providers.end(),
                                       [&](const auto& item) { return item.name == wanted.provider; });
    if (provider == config.providers.end()) {
      return refuse("models", "the model \"" + wanted.id + "\" is at the provider \"" + wanted.provider +
                                  "\", which is not configured");
    }
    const auto twin = std::count_if(config.models.begin(), config.models.end(),
                                    [&](const auto& m) { return m.id == wanted.id; });
    auto model = std::make_unique<Model>();
    model->name = twin > 1 ? wanted.provider + "/" + wanted.id : wanted.id;
    model->source = "llm:" + model->name;
    model->config = wanted;
    model->client = book->clients_[static_cast<std::size_t>(provider - config.providers.begin())].get();
    model->price = wanted.price ? wanted.price : prices.find(wanted.id);
    model->dialect = first_dialect(wanted);
    book->models_.push_back(std::move(model));
  }
  if (book->models_.empty()) return refuse("model", "llm.model must name a model");
  for (const auto& name : config.order) {
    auto* model = book->look_up(name);
    if (model == nullptr) return refuse("model", "the model \"" + name + "\" is at no configured provider");
    if (std::find(book->order_.begin(), book->order_.end(), model) != book->order_.end())
      return refuse("fallbacks", "the model \"" + name + "\" stands twice in the order");
    book->order_.push_back(model);
  }
  if (book->order_.empty()) book->order_.push_back(book->models_.front().get());
  if (!config.verify_model.empty() && book->look_up(config.verify_model) == nullptr)
    return refuse("verify_model", "the model \"" + config.verify_model + "\" is at no configured provider");
  for (const auto& model : book->models_) {
    if (!config.budget.money() || model->price) continue;
    return refuse("budget", "a cap on money is set, but the price of the model " + model->name +
                                " is not known: set input_price and output_price in [llm.models.\"" +
                                model->name + "\"]");
  }
  return book;
}

Model* ModelBook::look_up(std::string_view name) const {
  const auto fits = [&](const auto& model) {
    return model->name == name || model->config.provider + "/" + model->config.id == name;
  };
  auto found = std::find_if(models_.begin(), models_.end(), fits);
  // The same model at several providers: the first one is meant.
  if (found == models_.end())
    found = std::find_if(models_.begin(), models_.end(), [&](const auto& m) { return m->config.id == name; });
  return found == models_.end() ? nullptr : found->get();
}

const Model* ModelBook::find(std::string_view name) const { return look_up(name); }

std::vector<Model*> ModelBook::route(std::string_view asked) const {
  if (asked.empty()) return order_;
  auto* model = look_up(asked);
  return model == nullptr ? std::vector<Model*>{} : std::vector<Model*>{model};
}

std::vector<std::string> ModelBook::names() const {
  std::vector<std::string> names;
  for (const auto* model : order_) names.push_back(model->name);
  for (const auto& model : models_) {
    if (std::find(names.begin(), names.end(), model->name) == names.end()) names.push_back(model->name);
  }
  return names;
}

}  // namespace assay::llm
