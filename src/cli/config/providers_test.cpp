#include "cli/config/providers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "cli/config/derived.hpp"
#include "cli/config/setting.hpp"

namespace assay::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct Sources {
  std::string file;
  std::map<std::string, std::string, std::less<>> variables;
  std::map<std::string, std::string> files;
  std::vector<FlagValue> flags;

  tl::expected<LoadedConfiguration, ConfigurationErrors> load() const {
    Environment environment;
    environment.variables = variables;
    environment.read_file = [this](const std::string& path) -> base::Result<std::string> {
      if (path == "assay.toml" && !file.empty()) return file;
      const auto found = files.find(path);
      if (found == files.end()) return base::fail(base::Errc::not_found, path + " can't be read");
      return found->second;
    };
    return load_configuration(environment, "", flags);
  }
  std::string problems() const {
    const auto loaded = load();
    std::string all;
    if (!loaded) {
      for (const auto& problem : loaded.error()) all += problem + "\n";
    }
    return all;
  }
};

std::vector<std::string> names(const LoadedConfiguration& loaded) {
  std::vector<std::string> out;
  for (const auto& provider : loaded.values.llm.providers) out.push_back(provider.name);
  return out;
}

TEST(Providers, NothingSetNoProvider) {
  const auto loaded = Sources{}.load();
  ASSERT_TRUE(loaded);
  EXPECT_THAT(loaded->values.llm.providers, IsEmpty());
  EXPECT_FALSE(has_provider(*loaded));
}

TEST(Providers, OpenAisVariablesAloneAreEnough) {
  Sources sources;
  sources.variables = {{"OPENAI_API_KEY", "sk-one"}};
  auto loaded = sources.load();
  ASSERT_TRUE(loaded) << sources.problems();
  ASSERT_EQ(loaded->values.llm.providers.size(), 1U);
  const auto& provider = loaded->values.llm.providers[0];
  EXPECT_EQ(provider.name, "default");
  EXPECT_EQ(provider.base_url, "https://api.openai.com/v1");
  EXPECT_EQ(provider.api_key, "sk-one");
  EXPECT_THAT(provider.models, ElementsAre("gpt-4.1-mini"));
  EXPECT_THAT(loaded->values.llm.order, ElementsAre("default/gpt-4.1-mini"));
  sources.variables = {{"OPENAI_BASE_URL", "http://127.0.0.1:11434/v1"}, {"ASSAY_LLM_MODEL", "qwen"}};
  loaded = sources.load();
  ASSERT_TRUE(loaded) << sources.problems();
  EXPECT_EQ(loaded->values.llm.providers[0].base_url, "http://127.0.0.1:11434/v1");
  EXPECT_EQ(loaded->values.llm.providers[0].api_key, "");
  EXPECT_THAT(loaded->values.llm.order, ElementsAre("qwen"));
}

TEST(Providers, TheOtherVendorsVariablesToo) {
  Sources sources;
  sources.variables = {{"ANTHROPIC_API_KEY", "sk-ant"}, {"GEMINI_API_KEY", "AIza"}};
  auto loaded = sources.load();
  ASSERT_TRUE(loaded) << sources.problems();
  EXPECT_THAT(names(*loaded), ElementsAre("anthropic", "gemini"));
  EXPECT_EQ(loaded->values.llm.providers[0].format, ProviderFormat::anthropic);
  EXPECT_EQ(loaded->values.llm.providers[0].api_key, "sk-ant");
  EXPECT_EQ(loaded->values.llm.providers[1].base_url, "https://generativelanguage.googleapis.com/v1beta");
  EXPECT_EQ(loaded->origin_of("llm.providers.gemini.api_key"),
            (Origin{Source::environment, "GEMINI_API_KEY"}));
  EXPECT_THAT(loaded->values.llm.order, ElementsAre(HasSubstr("anthropic/claude")));
  EXPECT_THAT(reviewers_in_force(*loaded), ElementsAre("static", "llm"));
  sources.variables["ASSAY_LLM_MODEL"] = "gemini-9-pro";
  loaded = sources.load();
  ASSERT_TRUE(loaded) << sources.problems();
  EXPECT_THAT(loaded->values.llm.order, ElementsAre("gemini-9-pro"));
  EXPECT_EQ(loaded->values.llm.providers[1].models.front(), "gemini-9-pro");
  sources.variables["ASSAY_LLM_MODEL"] = "gpt-4o";
  EXPECT_THAT(sources.problems(),
              HasSubstr("llm.model (ASSAY_LLM_MODEL) names \"gpt-4o\", which no provider has"));
}

TEST(Providers, TablesWithKeysFlagsAndAnOrder) {
  Sources sources;
  sources.file = R"(
[llm]
model = "qwen2.5-coder:14b"
fallbacks = ["claude/claude-opus-5", "gpt-4o"]
[llm.providers.local]
base_url = "http://10.0.0.5:8000/v1/"
models = ["qwen2.5-coder:14b"]
[llm.providers.claude]
format = "anthropic"
base_url = "https://gateway.example.com/v1"
api_key_env = "GATEWAY_KEY"
models = ["claude-opus-5"]
[llm.providers.openai]
format = "openai-responses"
models = ["gpt-4o"]
ca_file = "ca.pem"
[llm.models."qwen2.5-coder:14b"]
context_tokens = 8192
token_limit_field = "max_tokens"
temperature = false
input_price = 0
output_price = 0.5
)";
  sources.variables = {{"GATEWAY_KEY", "gw"}, {"OPENAI_API_KEY", "sk-openai"}};
  const auto loaded = sources.load();
  ASSERT_TRUE(loaded) << sources.problems();
  const auto& llm = loaded->values.llm;
  ASSERT_THAT(names(*loaded), ElementsAre("local", "claude", "openai"));
  EXPECT_EQ(llm.providers[0].api_key, "") << "OpenAI's key goes to OpenAI only";
  EXPECT_EQ(llm.providers[0].base_url, "http://10.0.0.5:8000/v1");
  EXPECT_EQ(llm.providers[1].api_key, "gw");
  EXPECT_EQ(llm.providers[1].base_url, "https://gateway.example.com");
  EXPECT_EQ(llm.providers[2].api_key, "sk-openai");
  EXPECT_EQ(llm.providers[2].base_url, "https://api.openai.com/v1");
  EXPECT_EQ(llm.providers[2].ca_file, "ca.pem");
  EXPECT_THAT(llm.order, ElementsAre("qwen2.5-coder:14b", "claude/claude-opus-5", "gpt-4o"));
  ASSERT_EQ(llm.models.size(), 1U);
  EXPECT_EQ(llm.models[0].context_tokens, 8192);
  EXPECT_EQ(llm.models[0].token_limit_field, TokenLimitField::max_tokens);
  EXPECT_FALSE(llm.models[0].temperature);
  EXPECT_EQ(llm.models[0].output_price, 0.5);
  EXPECT_EQ(loaded->origin_of("llm.providers.claude.api_key"), (Origin{Source::environment, "GATEWAY_KEY"}));
  EXPECT_EQ(loaded->origin_of("llm.providers.local.base_url"), (Origin{Source::file, "assay.toml:6"}));
}

TEST(Providers, WithoutAModelTheFirstOfTheFirstTableIsTheMainOne) {
  Sources sources;
  sources.file = "[llm.providers.b]\nmodels = [\"m\", \"n\"]\nbase_url = \"http://127.0.0.1:1\"\n";
  const auto loaded = sources.load();
  ASSERT_TRUE(loaded) << sources.problems();
  EXPECT_THAT(loaded->values.llm.order, ElementsAre("b/m"));
  sources.flags = {{"llm.model", "--model", "n"}};
  EXPECT_THAT(sources.load()->values.llm.order, ElementsAre("n"));
}

TEST(Providers, WhatIsWrongIsNamed) {
  struct Row {
    const char* file;
    const char* said;
  };
  const Row rows[] = {
      {"[llm.providers.x]\nbase_url = \"http://127.0.0.1\"\n",
       "llm.providers.x.models must name at least one model"},
      {"[llm.providers.x]\nmodels = [\"m\"]\nformat = \"soap\"\n",
       "must be openai-chat, openai-responses, anthropic or gemini"},
      {"[llm.providers.x]\nmodels = [\"m\"]\nurl = \"u\"\n", "there is no setting \"llm.providers.x.url\""},
      {"[llm.providers.x]\nmodels = [\"m\"]\napi_key = \"k\"\napi_key_env = \"E\"\n", "only one of api_key"},
      {"[llm.providers.x]\nmodels = [\"m\"]\napi_key_env = \"GONE\"\n",
       "names the variable GONE, which is not set"},
      {"[llm.providers.x]\nmodels = [\"m\"]\napi_key_file = \"gone\"\n", "gone can't be read"},
      {"[llm.providers.x]\nmodels = [\"m\"]\napi_key = \"secret-key\"\nbase_url = "
       "\"http://api.example.com/v1\"\n",
       "would go unencrypted to http://api.example.com/v1"},
      {"[llm]\nfallbacks = [\"m2\"]\n[llm.providers.x]\nmodels = [\"m\"]\n",
       "llm.fallbacks (assay.toml:2) names \"m2\""},
      {"[llm]\nmodel = \"mm\"\n[llm.providers.x]\nmodels = [\"m\"]\n", "which no provider has; there are: m"},
      {"[llm.providers.x]\nmodels = [\"m\"]\n[llm.models.n]\nstream = false\n",
       "llm.models.\"n\" is a model that no provider has"},
      {"[llm.providers.x]\nmodels = [\"m\"]\n[llm.models.m]\ninput_price = 1\n",
       "both input_price and output_price"},
      {"[llm.providers.x]\nmodels = \"two words\"\n", "llm.providers.x.models"},
      {"[llm.budget]\nusd_per_day = -1\n", "llm.budget.usd_per_day"},
  };
  for (const auto& row : rows) {
    Sources sources;
    sources.file = row.file;
    EXPECT_THAT(sources.problems(), HasSubstr(row.said)) << row.file;
    EXPECT_THAT(sources.problems(), Not(HasSubstr("secret-key")));
  }
}

TEST(Providers, AKeyInTheOpenIsRefusedOrToldOf) {
  EXPECT_EQ(key_exposure("https://api.example.com/v1"), KeyExposure::none);
  EXPECT_EQ(key_exposure("http://127.0.0.1:9/v1"), KeyExposure::none);
  EXPECT_EQ(key_exposure("http://[::1]:9/v1"), KeyExposure::none);
  EXPECT_EQ(key_exposure("http://localhost/v1"), KeyExposure::none);
  EXPECT_EQ(key_exposure("http://litellm:4000/v1"), KeyExposure::network);
  EXPECT_EQ(key_exposure("http://10.1.2.3/v1"), KeyExposure::network);
  EXPECT_EQ(key_exposure("http://[fd12::1]/v1"), KeyExposure::network);
  EXPECT_EQ(key_exposure("http://gpu.lan/v1"), KeyExposure::network);
  EXPECT_EQ(key_exposure("http://8.8.8.8/v1"), KeyExposure::everybody);
  EXPECT_EQ(key_exposure("http://api.example.com/v1"), KeyExposure::everybody);

  Sources sources;
  sources.variables = {{"OPENAI_API_KEY", "sk-one"}, {"OPENAI_BASE_URL", "http://api.example.com/v1"}};
  EXPECT_THAT(sources.problems(), HasSubstr("set llm.plain_http = true if you mean it"));
  sources.variables["ASSAY_LLM_PLAIN_HTTP"] = "true";
  ASSERT_TRUE(sources.load());
  EXPECT_THAT(sources.load()->warnings, ElementsAre(HasSubstr("goes unencrypted")));
  sources.variables = {{"OPENAI_API_KEY", "sk-one"}, {"OPENAI_BASE_URL", "http://litellm:4000/v1"}};
  EXPECT_THAT(sources.load()->warnings, ElementsAre(HasSubstr("goes unencrypted to http://litellm:4000/v1")));
}

TEST(Providers, KeysOfTablesAreMasked) {
  Sources sources;
  sources.file = "[llm.providers.x]\nmodels = [\"m\"]\napi_key = \"sk-aaaaaaaaaaaaaaaaaaaaaaaaaa1234\"\n";
  const auto loaded = sources.load();
  ASSERT_TRUE(loaded) << sources.problems();
  bool seen = false;
  for (const auto& setting : settings_of(loaded->values)) {
    const auto shown = shown_value(setting, loaded->values);
    EXPECT_THAT(shown, Not(HasSubstr("sk-aaa"))) << setting.key;
    seen = seen || (setting.key == "llm.providers.x.api_key" && shown == "****1234");
  }
  EXPECT_TRUE(seen);
  sources.file = "[llm.providers.x]\nmodels = [\"m\"]\napi_key = \"two secret words\"\n";
  EXPECT_THAT(sources.problems(), Not(HasSubstr("secret words")));
}

}  // namespace
}  // namespace assay::cli
