#include "cli/config/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "cli/config/derived.hpp"
#include "cli/config/setting.hpp"

namespace assay::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Sources made of text.
struct Sources {
  std::map<std::string, std::string> files;
  std::map<std::string, std::string, std::less<>> variables;
  std::vector<FlagValue> flags;
  std::string file_flag;

  tl::expected<LoadedConfiguration, ConfigurationErrors> load() const {
    Environment environment;
    environment.variables = variables;
    environment.read_file = [this](const std::string& path) -> base::Result<std::string> {
      const auto found = files.find(path);
      if (found == files.end())
        return base::fail(base::Errc::not_found, path + " can't be read: no such file");
      return found->second;
    };
    return load_configuration(environment, file_flag, flags);
  }

  /// All problems, one a line; empty where there is none.
  std::string problems() const {
    const auto loaded = load();
    std::string out;
    if (!loaded) {
      for (const auto& problem : loaded.error()) out += problem + "\n";
    }
    return out;
  }
};

Sources of_file(std::string text) {
  Sources sources;
  sources.files["assay.toml"] = std::move(text);
  return sources;
}

Sources of_variable(const std::string& name, const std::string& value) {
  Sources sources;
  sources.variables[name] = value;
  return sources;
}

TEST(Settings, every_row_is_complete_and_unique) {
  std::set<std::string> names;
  for (const auto& setting : all_settings()) {
    EXPECT_TRUE(names.insert(setting.key).second) << setting.key;
    EXPECT_TRUE(names.insert(setting.variable()).second) << setting.variable();
    for (const auto& name : setting.also) EXPECT_TRUE(names.insert(name).second) << name;
    if (!setting.flag.empty()) {
      EXPECT_TRUE(names.insert("--" + setting.flag).second) << setting.flag;
    }
    EXPECT_FALSE(setting.help.empty()) << setting.key;
    EXPECT_FALSE(setting.allowed.empty()) << setting.key;
  }
}

TEST(Settings, every_default_is_allowed_and_comes_back_the_same) {
  for (const auto& setting : all_settings()) {
    const auto text = setting.get(Configuration{});
    if (text.empty()) continue;
    Configuration other;
    const std::array parts = {text};
    EXPECT_TRUE(setting.set(other, parts)) << setting.key << " " << text;
    EXPECT_EQ(setting.get(other), text) << setting.key;
  }
}

TEST(Settings, every_one_is_in_the_documentation) {
  const std::filesystem::path root{ASSAY_SOURCE_DIR};
  std::ifstream file{root / "docs" / "configuration.md"};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  ASSERT_FALSE(text.empty()) << root;
  for (const auto& setting : all_settings()) {
    EXPECT_THAT(text, HasSubstr("`" + setting.key + "`"));
    EXPECT_THAT(text, HasSubstr("`" + setting.variable() + "`"));
    for (const auto& name : setting.also) EXPECT_THAT(text, HasSubstr("`" + name + "`"));
    if (!setting.flag.empty()) {
      EXPECT_THAT(text, HasSubstr("`--" + setting.flag + "`"));
    }
  }
}

TEST(Load, defaults_without_any_source) {
  const auto loaded = Sources{}.load();
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->values.listen, (ListenAddress{"127.0.0.1", 8080}));
  EXPECT_TRUE(loaded->file.empty());
  EXPECT_TRUE(loaded->origins.empty());
  EXPECT_THAT(reviewers_in_force(*loaded), ElementsAre("static"));
  EXPECT_FALSE(loaded->values.rate_limit_per_hour);
}

TEST(Load, later_sources_win_and_each_value_remembers_its_own) {
  Sources sources =
      of_file("listen = \"127.0.0.1:1\"\ndata = \"f\"\n[http]\nthreads = 2\nidle_timeout = 7\n");
  sources.variables["ASSAY_LISTEN"] = "127.0.0.1:2";
  sources.variables["ASSAY_DATA"] = "v";
  sources.flags = {{"listen", "--listen", "127.0.0.1:3"}};
  const auto loaded = sources.load();
  ASSERT_TRUE(loaded) << sources.problems();
  EXPECT_EQ(loaded->values.listen.port, 3);
  EXPECT_EQ(loaded->origin_of("listen"), (Origin{Source::flag, "--listen"}));
  EXPECT_EQ(loaded->values.data, "v");
  EXPECT_EQ(loaded->origin_of("data"), (Origin{Source::environment, "ASSAY_DATA"}));
  EXPECT_EQ(loaded->values.http.threads, 2);
  EXPECT_EQ(loaded->origin_of("http.threads"), (Origin{Source::file, "assay.toml:4"}));
  EXPECT_EQ(loaded->values.http.idle_timeout, base::Micros{7'000'000});
  EXPECT_EQ(loaded->origin_of("log.level"), Origin{});
}

TEST(Load, existing_names_work_and_our_own_win) {
  Sources sources;
  sources.variables = {{"OPENAI_API_KEY", "sk-one"},
                       {"OPENAI_BASE_URL", "http://127.0.0.1:9/v1/"},
                       {"RATE_LIMIT_PER_HOUR", "3"},
                       {"CACHE_TTL_SECONDS", "60"},
                       {"CACHE_ENABLED", "False"},
                       {"TRUSTED_PROXY_HEADERS", "1"},
                       {"FRONTEND_URL", "https://App.example:443/x"},
                       {"CACHE_PREFIX", "old"}};
  auto loaded = sources.load();
  ASSERT_TRUE(loaded) << sources.problems();
  const auto& values = loaded->values;
  EXPECT_EQ(values.llm.api_key, "sk-one");
  EXPECT_EQ(values.llm.base_url, "http://127.0.0.1:9/v1");
  EXPECT_EQ(values.rate_limit_per_hour, 3);
  EXPECT_EQ(values.cache.ttl, std::chrono::minutes{1});
  EXPECT_FALSE(values.cache.enabled);
  EXPECT_TRUE(values.http.trust_proxy_headers);
  EXPECT_THAT(trusted_networks(values), testing::Contains("10.0.0.0/8"));
  EXPECT_THAT(allowed_origins(values),
              ElementsAre("http://localhost:5173", "http://127.0.0.1:5173", "https://app.example"));
  EXPECT_THAT(reviewers_in_force(*loaded), ElementsAre("static", "llm"));
  EXPECT_EQ(loaded->warnings.size(), 1U) << "private peers are trusted";
  sources.variables["ASSAY_LLM_API_KEY"] = "sk-two";
  EXPECT_EQ(sources.load()->values.llm.api_key, "sk-two");
}

TEST(Load, an_empty_variable_is_not_set) {
  EXPECT_EQ(of_variable("RATE_LIMIT_PER_HOUR", "").problems(), "");
  EXPECT_FALSE(of_variable("RATE_LIMIT_PER_HOUR", "").load()->values.rate_limit_per_hour);
}

TEST(Load, names_of_older_deployments_switch_the_scale_out_mode_on) {
  Sources sources;
  sources.variables = {{"MONGODB_URI", "mongodb://u:p@h/d"},
                       {"CELERY_BROKER_URL", "redis://h"},
                       {"CACHE_REDIS_URL", "redis://other"}};
  const auto loaded = sources.load();
  ASSERT_TRUE(loaded);
  EXPECT_TRUE(is_scale_out(loaded->values));
  EXPECT_EQ(loaded->values.scale_out.mongodb_uri, "mongodb://u:p@h/d");
  EXPECT_EQ(loaded->values.scale_out.redis_url, "redis://h");
  EXPECT_THAT(loaded->warnings, ElementsAre(HasSubstr("CACHE_REDIS_URL is not used")));
}

TEST(Load, half_of_the_scale_out_mode_is_named) {
  const auto half = of_variable("REDIS_URL", "redis://h").load();
  ASSERT_TRUE(half);
  EXPECT_FALSE(is_scale_out(half->values));
  EXPECT_THAT(scale_out_problem(*half), HasSubstr("redis.url (REDIS_URL) is set, but mongodb.uri"));
  EXPECT_EQ(scale_out_problem(*of_variable("PATH", "/bin").load()), "");
}

TEST(Load, wrong_values_name_setting_source_and_what_is_allowed) {
  struct Row {
    Sources sources;
    std::vector<std::string> said;
  };
  Sources flag;
  flag.flags = {{"http.max_body_bytes", "--set", "1"}};
  const std::vector<Row> rows = {
      {of_variable("ASSAY_LISTEN", "nowhere"),
       {"listen (ASSAY_LISTEN) must be an IP address", "not \"nowhere\""}},
      {of_variable("RATE_LIMIT_PER_HOUR", "many"),
       {"rate_limit_per_hour (RATE_LIMIT_PER_HOUR)", "0 to 1000000000"}},
      {of_variable("CACHE_ENABLED", "perhaps"), {"cache.enabled (CACHE_ENABLED) must be true or false"}},
      {of_variable("ASSAY_REVIEWERS", "static,magic"),
       {"reviewers (ASSAY_REVIEWERS) must be a list of static and llm"}},
      {of_variable("ASSAY_LLM_BASE_URL", "api.example"), {"llm.base_url", "http or https URL"}},
      {of_variable("ASSAY_HTTP_CORS_ORIGINS", "*"), {"http.cors_origins", "* is not allowed"}},
      {of_variable("ASSAY_HTTP_TRUSTED_PROXIES", "10.0.0.0/99"), {"http.trusted_proxies"}},
      {of_variable("ASSAY_LOG_LEVEL", "loud"), {"debug, info, warn or error"}},
      {flag, {"http.max_body_bytes (--set) must be a size from 1 KiB to 1 GiB"}},
      {of_file("\n[http]\nthreads = 1000\n"),
       {"http.threads (assay.toml:3) must be a whole number from 0 to 256", "\"1000\""}},
      {of_file("[http]\nthreads = \"4\"\n"), {"http.threads (assay.toml:2)", "not text"}},
      {of_file("listen = 8080\n"), {"listen (assay.toml:1)", "not a whole number"}},
      {of_file("[cache]\nenabled = 1\n"),
       {"cache.enabled (assay.toml:2) must be true or false, not a whole number"}},
      {of_file("reviewers = [\"static\", 3]\n"), {"reviewers (assay.toml:1)"}},
      {of_file("lisen = \"x\"\n"), {"assay.toml:1: there is no setting \"lisen\", did you mean listen?"}},
      {of_file("[http]\nthread = 4\n"), {"there is no setting \"http.thread\", did you mean http.threads?"}},
      {of_file("a = \n"), {"assay.toml:1: "}},
      {of_variable("ASSAY_CONFIG", "gone.toml"), {"the configuration file: gone.toml can't be read"}},
      {of_variable("ASSAY_LLM_API_KEY_FILE", "gone.key"),
       {"llm.api_key_file (ASSAY_LLM_API_KEY_FILE)", "gone.key"}},
      {of_variable("ASSAY_REVIEWERS", "llm"), {"reviewers (ASSAY_REVIEWERS) names llm, but no provider"}},
  };
  for (const auto& row : rows) {
    const auto problems = row.sources.problems();
    for (const auto& said : row.said) EXPECT_THAT(problems, HasSubstr(said));
  }
}

TEST(Load, tells_all_problems_at_once) {
  Sources sources = of_file("x = 1\ny = 2\n");
  sources.variables["ASSAY_LISTEN"] = "?";
  EXPECT_EQ(sources.load().error().size(), 3U);
}

TEST(Load, a_secret_is_in_no_message_and_masked_when_shown) {
  EXPECT_THAT(of_variable("OPENAI_API_KEY", "sk secret with blanks").problems(),
              testing::Not(HasSubstr("secret with")));
  const auto loaded = of_variable("OPENAI_API_KEY", "sk-aaaaaaaaaaaaaaaaaaaaaaaa1234").load();
  const auto* setting = find_setting("llm.api_key");
  EXPECT_EQ(shown_value(*setting, loaded->values), "****1234");
  EXPECT_EQ(shown_value(*setting, of_variable("OPENAI_API_KEY", "short").load()->values), "****");
}

TEST(Load, the_key_may_stand_in_a_file) {
  Sources sources = of_file("[llm]\napi_key_file = \"key\"\n");
  sources.files["key"] = "sk-file\n";
  EXPECT_EQ(sources.load()->values.llm.api_key, "sk-file");
  EXPECT_EQ(sources.load()->origin_of("llm.api_key"), (Origin{Source::file, "key"}));
  sources.variables["OPENAI_API_KEY"] = "sk-variable";
  EXPECT_EQ(sources.load()->values.llm.api_key, "sk-variable")
      << "a stronger source than the one that names the file";
  sources.variables.erase("OPENAI_API_KEY");
  sources.files["key"] = "two words";
  EXPECT_THAT(sources.problems(), HasSubstr("key must hold one word"));
  EXPECT_THAT(sources.problems(), testing::Not(HasSubstr("two words")));
}

TEST(Load, a_file_that_is_named_must_exist_and_flags_win_over_the_variable) {
  Sources sources;
  sources.files["a.toml"] = "data = \"a\"\n";
  sources.files["b.toml"] = "data = \"b\"\n";
  sources.variables["ASSAY_CONFIG"] = "a.toml";
  EXPECT_EQ(sources.load()->values.data, "a");
  sources.file_flag = "b.toml";
  EXPECT_EQ(sources.load()->values.data, "b");
  EXPECT_EQ(sources.load()->file, "b.toml");
}

TEST(Load, warns_of_a_variable_that_looks_like_one_of_ours) {
  const auto loaded = of_variable("ASSAY_LISTN", "x").load();
  ASSERT_TRUE(loaded);
  EXPECT_THAT(loaded->warnings,
              ElementsAre(HasSubstr("ASSAY_LISTN is not known, did you mean ASSAY_LISTEN?")));
  EXPECT_THAT(of_variable("ASSAY_MONGO_SERVER", "of another program").load()->warnings, testing::IsEmpty());
  EXPECT_TRUE(of_variable("ASSAY_SOMETHING_ELSE_ENTIRELY", "x").load()->warnings.empty());
}

}  // namespace
}  // namespace assay::cli
