#include "llm/llm_reviewer.hpp"

#include <algorithm>

#include "llm/calls/model_book.hpp"
#include "llm/calls/prices.hpp"
#include "llm/embedded_files.hpp"
#include "llm/prompt_builder.hpp"
#include "llm/redact.hpp"
#include "llm/review_run.hpp"
#include "llm/tokens.hpp"
#include "llm/transport/curl_transport.hpp"

namespace assay::llm {
namespace {

// Raise it whenever reading, anchoring or splitting changes what becomes of the same reply.
constexpr int kEngineVersion = 2;

base::Result<void> check_config(const LlmConfig& config) {
  const auto invalid = [](const char* field, const char* why) {
    return base::fail(base::Errc::invalid_argument, std::string("llm.") + field + " " + why, field);
  };
  if (config.max_issues < 1) return invalid("max_issues", "must be at least 1");
  if (config.max_output_tokens < 256) return invalid("max_output_tokens", "must be at least 256");
  if (config.input_token_budget < 256) return invalid("input_token_budget", "must be at least 256");
  if (config.max_parts < 1 || config.parallel_parts < 1)
    return invalid("max_parts", "and parallel_parts must be at least 1");
  if (config.max_calls_per_part < 1) return invalid("max_calls_per_part", "must be at least 1");
  if (config.deadline.count() <= 0 || config.stall.count() <= 0 || config.connect.count() <= 0) {
    return invalid("deadline", ", stall and connect must be longer than nothing");
  }
  if (config.max_calls_at_once < 1) return invalid("max_calls", "must be at least 1");
  return {};
}

// Parts of code have to fit into the window of every model that may get them, beside the rest of the prompt
// and the answer.
base::Result<void> fit_parts(LlmConfig& config, const ModelBook& models) {
  constexpr std::int64_t kLeastPart = 256;
  constexpr std::int64_t kFrame = 256;  // what stands around the code: language, file, evidence, delimiters
  const auto fixed =
      estimate_tokens(build_system_prompt(config.max_issues).size() + review_schema().size()) + kFrame;
  auto asked = models.order();
  if (config.verify) asked.push_back(models.route(config.verify_model).front());
  for (const auto* model : asked) {
    if (!model->config.context_tokens) continue;
    const auto answer = std::min(config.max_output_tokens,
                                 model->config.max_output_tokens.value_or(config.max_output_tokens));
    const auto room = *model->config.context_tokens - answer - fixed;
    if (room < kLeastPart) {
      return base::fail(
          base::Errc::invalid_argument,
          "the window of the model " + model->name + ", " + std::to_string(*model->config.context_tokens) +
              " tokens, has no room for code beside " + std::to_string(answer) + " tokens of answer and " +
              std::to_string(fixed) + " of instructions: lower max_output_tokens",
          "context_tokens");
    }
    config.input_token_budget = std::min(config.input_token_budget, room);
  }
  return {};
}

}  // namespace

struct LlmReviewer::Impl {
  Impl(LlmConfig c, std::unique_ptr<CurlTransport> wire, std::unique_ptr<ModelBook> book,
       std::unique_ptr<Redactor> secrets, const base::Clock& time, base::Random& chance,
       core::SpendLedger* ledger)
      : config(std::move(c)),
        transport(std::move(wire)),
        models(std::move(book)),
        redactor(std::move(secrets)),
        system_prompt(build_system_prompt(config.max_issues)),
        slots(config.max_calls_at_once),
        budget(config.budget, ledger, time),
        random(chance),
        clock(time) {}

  LlmConfig config;
  std::unique_ptr<CurlTransport> transport;
  std::unique_ptr<ModelBook> models;
  std::unique_ptr<Redactor> redactor;
  std::string system_prompt;
  CallSlots slots;
  Budget budget;
  CallCounters counters;
  base::Random& random;
  const base::Clock& clock;
  core::Outliner* outliner = nullptr;
};

base::Result<std::unique_ptr<LlmReviewer>> LlmReviewer::create(LlmConfig config, base::Executor executor,
                                                               const base::Clock& clock, base::Random& random,
                                                               core::SpendLedger* ledger) {
  if (auto checked = check_config(config); !checked) return base::fail(std::move(checked.error()));
  auto prices = PriceTable::create();
  if (!prices) return base::fail(std::move(prices.error()));
  auto transport = CurlTransport::create(executor, clock, config.max_calls_at_once);
  if (!transport) return base::fail(std::move(transport.error()));
  auto models = ModelBook::create(config, *prices, **transport, clock);
  if (!models) return base::fail(std::move(models.error()));
  if (auto fitted = fit_parts(config, **models); !fitted) return base::fail(std::move(fitted.error()));
  auto redactor = Redactor::create();
  if (!redactor) return base::fail(std::move(redactor.error()));
  auto impl = std::make_unique<Impl>(std::move(config), std::move(*transport), std::move(*models),
                                     std::move(*redactor), clock, random, ledger);
  return std::unique_ptr<LlmReviewer>(new LlmReviewer(std::move(impl)));
}

LlmReviewer::LlmReviewer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LlmReviewer::~LlmReviewer() = default;
void LlmReviewer::use_outliner(core::Outliner& outliner) { impl_->outliner = &outliner; }

base::Result<void> LlmReviewer::check(const core::ReviewOptions& options) const {
  if (!impl_->models->route(options.model).empty()) return {};
  std::string names;
  for (const auto& name : impl_->models->names()) names.append(names.empty() ? "" : ", ").append(name);
  return base::fail(base::Errc::invalid_argument,
                    "options.model names a model that is not configured here; there are: " + names,
                    "options.model");
}

const std::string& LlmReviewer::origin() const { return impl_->models->main().client->origin(); }
const CallCounters& LlmReviewer::counters() const { return impl_->counters; }
const std::string& LlmReviewer::model() const { return impl_->models->main().name; }
std::vector<std::string> LlmReviewer::models() const { return impl_->models->names(); }

std::vector<std::pair<std::string, const Breaker*>> LlmReviewer::breakers() const {
  std::vector<std::pair<std::string, const Breaker*>> out;
  for (const auto& model : impl_->models->all()) out.emplace_back(model->name, &model->breaker);
  return out;
}

std::string LlmReviewer::identity(const core::ReviewOptions& options) const {
  const auto& config = impl_->config;
  std::string out = "llm engine:" + std::to_string(kEngineVersion);
  const auto route = impl_->models->route(options.model);
  // Fallbacks are left out: what they say is not kept under this identity.
  if (!route.empty()) {
    const auto& model = *route.front();
    out += " at:" + model.client->origin() + " model:" + model.config.id;
    if (model.config.schema) out += " schema:" + std::to_string(static_cast<int>(*model.config.schema));
  }
  out.append(" prompt:").append(prompt_version()).append(" secrets:").append(embedded::kSecretRulesDigest);
  out +=
      " issues:" + std::to_string(config.max_issues) + " output:" + std::to_string(config.max_output_tokens);
  out += " input:" + std::to_string(config.input_token_budget) + "x" + std::to_string(config.max_parts);
  if (config.verify) out.append(" verified:").append(config.verify_model);
  out += " line:" + std::to_string(config.max_line_bytes);
  out +=
      " temperature:" + (config.temperature ? std::to_string(*config.temperature) : std::string("default"));
  return out;
}

base::Task<core::ReviewerOutcome> LlmReviewer::review(core::ReviewRequest request) {
  auto route = impl_->models->route(request.input->options.model);
  if (route.empty()) {
    core::ReviewerOutcome refused;
    refused.failure =
        core::ReviewerFailure{"The model that was asked for is not one of those configured", false, {}};
    co_return refused;
  }
  ReviewerTools tools{impl_->config,    *impl_->models,       impl_->slots,  impl_->budget, impl_->counters,
                      *impl_->redactor, impl_->system_prompt, impl_->random, impl_->clock};
  tools.outliner = impl_->outliner;
  ReviewRun run(tools, std::move(request), std::move(route));
  auto outcome = co_await run.run();
  co_return outcome;
}

}  // namespace assay::llm
