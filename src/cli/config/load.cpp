#include "cli/config/load.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "cli/config/derived.hpp"
#include "cli/config/llm_rows.hpp"
#include "cli/config/nearest_name.hpp"
#include "cli/config/providers.hpp"
#include "cli/config/setting.hpp"
#include "cli/config/toml_source.hpp"
#include "cli/config/value_text.hpp"

namespace assay::cli {
namespace {

constexpr std::string_view kPrefix = "ASSAY_";
constexpr std::string_view kFileVariable = "ASSAY_CONFIG";
constexpr std::string_view kUsualFile = "assay.toml";
constexpr std::string_view kKey = "llm.api_key";
constexpr std::string_view kKeyFile = "llm.api_key_file";
constexpr std::size_t kMostShown = 80;
/// Of older deployments; one Redis does for all of it here.
constexpr std::array kNotUsed = {"CACHE_REDIS_URL", "RATE_LIMIT_REDIS_URL"};

std::string quoted(const Setting& setting, std::string_view text) {
  if (setting.secrecy == Secrecy::secret) return "the value given";
  if (text.size() > kMostShown) return "\"" + std::string{text.substr(0, kMostShown)} + "…\"";
  return "\"" + std::string{text} + "\"";
}

/// Whether a TOML value of this type can be one of the setting at all.
bool fits(ValueKind kind, TomlType type) {
  switch (kind) {
    case ValueKind::boolean:
      return type == TomlType::boolean;
    case ValueKind::integer:
      return type == TomlType::integer;
    case ValueKind::number:
      return type == TomlType::integer || type == TomlType::number;
    case ValueKind::duration:
      return type == TomlType::integer || type == TomlType::number || type == TomlType::text;
    case ValueKind::bytes:
      return type == TomlType::integer || type == TomlType::text;
    case ValueKind::text:
      return type == TomlType::text;
    case ValueKind::list:
      return type == TomlType::text || type == TomlType::list;
  }
  return false;
}

class Loader {
 public:
  explicit Loader(const Environment& environment) : environment_(environment) {}

  void read_file(std::string_view flag) {
    auto path = std::string{flag};
    if (path.empty()) path = environment_.variable(kFileVariable).value_or("");
    const bool asked_for = !path.empty();
    if (!asked_for) path = kUsualFile;
    const auto text = environment_.read_file(path);
    if (!text) {
      if (asked_for || text.error().code != base::Errc::not_found) {
        errors_.push_back("the configuration file: " + text.error().message);
      }
      return;
    }
    loaded_.file = path;
    const auto entries = read_toml(*text, path);
    if (!entries) {
      errors_.push_back(entries.error().message);
      return;
    }
    for (const auto& entry : *entries) take_entry(entry, path + ":" + std::to_string(entry.line));
  }

  void read_environment() {
    for (const auto& setting : all_settings()) {
      // The name of our own wins over those of older deployments, the first of these over the next.
      auto names = setting.also;
      names.insert(names.begin(), setting.variable());
      for (const auto& name : names) {
        const auto text = environment_.variable(name);
        if (!text) continue;
        take(setting, parts_of(setting, *text), {Source::environment, name}, *text);
        break;
      }
    }
    for (const auto* name : kNotUsed) {
      if (environment_.variable(name))
        warn(std::string{name} + " is not used: cache and limits are where redis.url (REDIS_URL) says");
    }
    warn_of_unknown_variables();
  }

  void read_flags(const std::vector<FlagValue>& flags) {
    for (const auto& flag : flags) {
      const auto* setting = find_setting(flag.key);
      if (setting == nullptr) {
        errors_.push_back(flag.name + ": there is no setting \"" + flag.key + "\"" +
                          did_you_mean(flag.key, keys()));
        continue;
      }
      take(*setting, parts_of(*setting, flag.text), {Source::flag, flag.name}, flag.text);
    }
  }

  /// A key in a file counts as much as the place that names the file.
  void read_key_file() {
    const auto file_origin = loaded_.origin_of(kKeyFile);
    const auto key_origin = loaded_.origin_of(kKey);
    const auto& path = loaded_.values.llm.api_key_file;
    if (path.empty() || file_origin.source < key_origin.source) return;
    if (file_origin.source == key_origin.source && !loaded_.values.llm.api_key.empty()) {
      warn(file_origin.name + " is not used because " + key_origin.name + " is set");
      return;
    }
    const auto text = environment_.read_file(path);
    if (!text) {
      errors_.push_back(std::string{kKeyFile} + " (" + file_origin.name + "): " + text.error().message);
      return;
    }
    const std::array parts = {std::string{trim(*text)}};
    const auto* setting = find_setting(kKey);
    if (!setting->set(loaded_.values, parts)) {
      errors_.push_back(std::string{kKeyFile} + " (" + file_origin.name + "): " + path + " must hold " +
                        setting->allowed);
      return;
    }
    loaded_.origins[std::string{kKey}] = {file_origin.source, path};
  }

  void check_together() {
    const auto& http = loaded_.values.http;
    if (!http.trusted_proxies.empty() && !http.trust_proxy_headers) {
      warn("http.trusted_proxies has no effect without http.trust_proxy_headers");
    }
    if (http.trust_proxy_headers && http.trusted_proxies.empty()) {
      warn(
          "forwarded headers of every private address are believed; name the proxies in "
          "http.trusted_proxies");
    }
  }

  void find_providers() { resolve_providers(loaded_, environment_, errors_); }

  void check_reviewers() {
    const auto& chosen = loaded_.values.reviewers;
    if (std::ranges::find(chosen, "llm") == chosen.end() || has_provider(loaded_)) return;
    errors_.push_back("reviewers (" + loaded_.origin_of("reviewers").name +
                      ") names llm, but no provider is configured: set OPENAI_API_KEY, ANTHROPIC_API_KEY or "
                      "GEMINI_API_KEY, or llm.base_url for one without a key");
  }

  tl::expected<LoadedConfiguration, ConfigurationErrors> finish() && {
    if (!errors_.empty()) return tl::unexpected(std::move(errors_));
    return std::move(loaded_);
  }

 private:
  static std::vector<std::string> keys() {
    std::vector<std::string> out;
    for (const auto& setting : all_settings()) out.push_back(setting.key);
    return out;
  }

  static std::vector<std::string> parts_of(const Setting& setting, const std::string& text) {
    return setting.kind == ValueKind::list ? split_list(text) : std::vector{text};
  }

  /// A row of a table that the user names: [llm.providers.NAME], [llm.models."NAME"].
  std::optional<Setting> table_setting(const TomlEntry& entry, const std::string& where) {
    const auto& path = entry.path;
    const bool provider = path.size() > 2 && path[0] == "llm" && path[1] == "providers";
    const bool model = path.size() > 2 && path[0] == "llm" && path[1] == "models";
    if (!provider && !model) return std::nullopt;
    std::vector<std::string> known;
    for (auto& setting : provider ? provider_settings(path[2]) : model_settings(path[2])) {
      if (path.size() == 4 && setting.key == entry.key) return std::move(setting);
      known.push_back(setting.key);
    }
    errors_.push_back(where + ": there is no setting \"" + entry.key + "\"" + did_you_mean(entry.key, known));
    return std::nullopt;
  }

  void take_entry(const TomlEntry& entry, const std::string& where) {
    const auto before = errors_.size();
    const auto row = table_setting(entry, where);
    if (errors_.size() > before) return;
    const auto* setting = row ? &*row : find_setting(entry.key);
    if (setting == nullptr) {
      errors_.push_back(where + ": there is no setting \"" + entry.key + "\"" +
                        did_you_mean(entry.key, keys()));
      return;
    }
    if (!fits(setting->kind, entry.type)) {
      errors_.push_back(setting->key + " (" + where + ") must be " + setting->allowed + ", not " +
                        std::string{to_string(entry.type)});
      return;
    }
    const auto shown = entry.parts.empty() ? std::string{} : entry.parts.front();
    take(*setting, entry.parts, {Source::file, where}, entry.parts.size() > 1 ? join(entry.parts) : shown);
  }

  static std::string join(const std::vector<std::string>& parts) {
    std::string out;
    for (const auto& part : parts) out.append(out.empty() ? "" : ",").append(part);
    return out;
  }

  void take(const Setting& setting, const std::vector<std::string>& parts, Origin origin,
            std::string_view text) {
    if (!setting.set(loaded_.values, parts)) {
      errors_.push_back(setting.key + " (" + origin.name + ") must be " + setting.allowed + ", not " +
                        quoted(setting, text));
      return;
    }
    loaded_.origins[setting.key] = std::move(origin);
  }

  void warn_of_unknown_variables() {
    // Without the prefix, which all have in common and none is mistyped by.
    const auto rest = [](std::string_view name) { return std::string{name.substr(kPrefix.size())}; };
    std::vector<std::string> known = {rest(kFileVariable)};
    for (const auto& setting : all_settings()) known.push_back(rest(setting.variable()));
    for (const auto& [name, text] : environment_.variables) {
      if (!name.starts_with(kPrefix) || std::ranges::find(known, rest(name)) != known.end()) continue;
      const auto nearest = nearest_name(rest(name), known);
      // Other programs may have variables of that prefix; what looks like one of ours is a slip.
      if (!nearest.empty())
        warn("the variable " + name + " is not known, did you mean " + std::string{kPrefix} + nearest + "?");
    }
  }

  void warn(std::string sentence) { loaded_.warnings.push_back(std::move(sentence)); }

  const Environment& environment_;
  LoadedConfiguration loaded_;
  ConfigurationErrors errors_;
};

}  // namespace

tl::expected<LoadedConfiguration, ConfigurationErrors> load_configuration(
    const Environment& environment, std::string_view file_flag, const std::vector<FlagValue>& flags) {
  Loader loader{environment};
  loader.read_file(file_flag);
  loader.read_environment();
  loader.read_flags(flags);
  loader.read_key_file();
  loader.find_providers();
  loader.check_together();
  loader.check_reviewers();
  return std::move(loader).finish();
}

}  // namespace assay::cli
