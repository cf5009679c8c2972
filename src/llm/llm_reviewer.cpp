#include "llm/llm_reviewer.hpp"

#include <algorithm>
#include <map>

#include "llm/chat_client.hpp"
#include "llm/curl_transport.hpp"
#include "llm/embedded_files.hpp"
#include "llm/prices.hpp"
#include "llm/prompt_builder.hpp"
#include "llm/provider_url.hpp"
#include "llm/redact.hpp"
#include "llm/review_run.hpp"

namespace assay::llm {
namespace {

// Raise it whenever reading, anchoring or splitting changes what becomes of the same reply.
constexpr int kEngineVersion = 1;

base::Result<void> check(const LlmConfig& config) {
  const auto invalid = [](const char* field, const char* why) {
    return base::fail(base::Errc::invalid_argument, std::string("llm.") + field + " " + why, field);
  };
  if (config.model.empty()) return invalid("model", "must name a model");
  if (config.max_issues < 1) return invalid("max_issues", "must be at least 1");
  if (config.max_output_tokens < 256) return invalid("max_output_tokens", "must be at least 256");
  if (config.input_token_budget < 256) return invalid("input_token_budget", "must be at least 256");
  if (config.max_parts < 1 || config.parallel_parts < 1)
    return invalid("max_parts", "and parallel_parts must be at least 1");
  if (config.max_calls_per_part < 1) return invalid("max_calls_per_part", "must be at least 1");
  if (config.deadline.count() <= 0 || config.stall.count() <= 0 || config.connect.count() <= 0) {
    return invalid("deadline", ", stall and connect must be longer than nothing");
  }
  if (config.api_key.find_first_of("\r\n") != std::string::npos)
    return invalid("api_key", "must be one line");
  return {};
}

ChatLimits limits_of(const LlmConfig& config) {
  ChatLimits limits;
  limits.deadline = config.deadline;
  limits.stall = config.stall;
  limits.connect = config.connect;
  limits.max_reply_bytes = config.max_reply_bytes;
  return limits;
}

}  // namespace

struct LlmReviewer::Impl {
  Impl(LlmConfig c, ProviderUrl url, std::unique_ptr<CurlTransport> wire, std::unique_ptr<Redactor> secrets,
       PriceTable table, const base::Clock& time, base::Random& chance)
      : config(std::move(c)),
        transport(std::move(wire)),
        client(std::move(url), config.api_key, limits_of(config), make_openai_chat(), *transport, time),
        redactor(std::move(secrets)),
        prices(std::move(table)),
        system_prompt(build_system_prompt(config.max_issues)),
        random(chance),
        clock(time) {}

  LlmConfig config;
  std::unique_ptr<CurlTransport> transport;
  ChatClient client;
  std::unique_ptr<Redactor> redactor;
  PriceTable prices;
  std::string system_prompt;
  base::Random& random;
  const base::Clock& clock;
  std::map<std::string, Dialect, std::less<>> dialects;
  std::map<std::string, Breaker, std::less<>> breakers;
};

base::Result<std::unique_ptr<LlmReviewer>> LlmReviewer::create(LlmConfig config, base::Executor executor,
                                                               const base::Clock& clock,
                                                               base::Random& random) {
  if (auto checked = check(config); !checked) return base::fail(std::move(checked.error()));
  auto url = parse_provider_url(config.base_url);
  if (!url) return base::fail(std::move(url.error()));
  auto transport = CurlTransport::create(executor);
  if (!transport) return base::fail(std::move(transport.error()));
  auto redactor = Redactor::create();
  if (!redactor) return base::fail(std::move(redactor.error()));
  auto prices = PriceTable::create();
  if (!prices) return base::fail(std::move(prices.error()));
  auto impl = std::make_unique<Impl>(std::move(config), std::move(*url), std::move(*transport),
                                     std::move(*redactor), std::move(*prices), clock, random);
  return std::unique_ptr<LlmReviewer>(new LlmReviewer(std::move(impl)));
}

LlmReviewer::LlmReviewer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LlmReviewer::~LlmReviewer() = default;

bool LlmReviewer::offers(std::string_view model) const {
  const auto& config = impl_->config;
  return model.empty() || model == config.model ||
         std::find(config.other_models.begin(), config.other_models.end(), model) !=
             config.other_models.end();
}

const std::string& LlmReviewer::origin() const { return impl_->client.origin(); }

std::string LlmReviewer::identity(const core::ReviewOptions& options) const {
  const auto& config = impl_->config;
  std::string out = "llm engine:" + std::to_string(kEngineVersion);
  out += " at:" + origin() + " model:" + (options.model.empty() ? config.model : options.model);
  out.append(" prompt:").append(prompt_version()).append(" secrets:").append(embedded::kSecretRulesDigest);
  out +=
      " issues:" + std::to_string(config.max_issues) + " output:" + std::to_string(config.max_output_tokens);
  out += " input:" + std::to_string(config.input_token_budget) + "x" + std::to_string(config.max_parts);
  out += " line:" + std::to_string(config.max_line_bytes);
  out +=
      " temperature:" + (config.temperature ? std::to_string(*config.temperature) : std::string("default"));
  return out;
}

base::Task<core::ReviewerOutcome> LlmReviewer::review(core::ReviewRequest request) {
  const auto& asked = request.input->options.model;
  if (!offers(asked)) {
    core::ReviewerOutcome refused;
    refused.failure =
        core::ReviewerFailure{"The model that was asked for is not one of those configured", false, {}};
    co_return refused;
  }
  auto model = asked.empty() ? impl_->config.model : asked;
  const ReviewerTools tools{impl_->config, impl_->client,        *impl_->redactor,
                            impl_->prices, impl_->system_prompt, impl_->random,
                            impl_->clock,  impl_->dialects,      impl_->breakers};
  ReviewRun run(tools, std::move(request), std::move(model));
  auto outcome = co_await run.run();
  co_return outcome;
}

}  // namespace assay::llm
