#include "app/settings_facts.hpp"

#include <algorithm>

#include "app/build_info.hpp"
#include "app/llm_settings.hpp"
#include "cli/config/derived.hpp"
#include "http/middleware/origins.hpp"

namespace assay::app {
namespace {

/// One for each model that can be asked, as far as the operator said what it costs.
std::vector<http::ProviderFact> provider_facts(const cli::LlmSettings& settings) {
  const auto config = to_llm_config(settings);
  std::vector<http::ProviderFact> facts;
  for (const auto& model : config.models) {
    const auto provider = std::ranges::find(config.providers, model.provider, &llm::ProviderConfig::name);
    if (provider == config.providers.end()) continue;
    http::ProviderFact fact;
    fact.name = provider->name;
    fact.kind = to_string(provider->format);
    fact.origin = http::origin_of_url(provider->base_url);
    fact.model = model.id;
    if (model.price) {
      fact.input_usd_per_million = model.price->input;
      fact.output_usd_per_million = model.price->output;
    }
    facts.push_back(std::move(fact));
  }
  return facts;
}

}  // namespace

http::SettingsFacts settings_facts(const cli::LoadedConfiguration& loaded, const Reviewers& reviewers) {
  const auto& configuration = loaded.values;
  const auto build = build_info();
  http::SettingsFacts facts;
  facts.build = build.revision.empty() ? build.type + ", " + build.compiler
                                       : build.revision + ", " + build.type + ", " + build.compiler;
  facts.mode = cli::is_scale_out(configuration) ? "distributed" : "embedded";
  facts.cache_enabled = configuration.cache.enabled;
  facts.cache_ttl_seconds = configuration.cache.ttl.count() / 1'000'000;
  if (reviewers.llm_reviewer) facts.providers = provider_facts(configuration.llm);
  if (configuration.retention.submissions.count() > 0)
    facts.keep_reviews_days =
        std::chrono::ceil<std::chrono::days>(configuration.retention.submissions).count();
  if (reviewers.linters) {
    // Without versions, as in serve.cpp.
    for (const auto& one : reviewers.linters->installed())
      facts.linters.push_back({one.name, "", one.enabled, one.detail});
  }
  return facts;
}

}  // namespace assay::app
