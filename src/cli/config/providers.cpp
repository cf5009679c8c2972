#include "cli/config/providers.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>

#include "cli/config/nearest_name.hpp"
#include "cli/config/value_text.hpp"

namespace assay::cli {
namespace {

struct Vendor {
  ProviderFormat format;
  std::string_view base_url;
  std::string_view key_variable;
  std::string_view name;   ///< of the provider that the variable alone makes; empty: none
  std::string_view model;  ///< of that provider
};
constexpr std::array kVendors = {
    Vendor{ProviderFormat::openai_chat, "https://api.openai.com/v1", "OPENAI_API_KEY", "", ""},
    Vendor{ProviderFormat::openai_responses, "https://api.openai.com/v1", "OPENAI_API_KEY", "", ""},
    Vendor{ProviderFormat::anthropic, "https://api.anthropic.com", "ANTHROPIC_API_KEY", "anthropic",
           "claude-sonnet-4-6"},
    Vendor{ProviderFormat::gemini, "https://generativelanguage.googleapis.com/v1beta", "GEMINI_API_KEY",
           "gemini", "gemini-2.5-flash"},
};

const Vendor& vendor_of(ProviderFormat format) {
  return *std::ranges::find(kVendors, format, &Vendor::format);
}

std::string host_of(std::string_view url) {
  const auto origin = parse_origin(url).value_or("");
  auto host = origin.substr(std::min(origin.find("://") + 3, origin.size()));
  if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
  return host.substr(0, host.find(':'));
}

bool is_private(const boost::asio::ip::address& address) {
  if (address.is_v6()) {
    constexpr unsigned kUniqueLocal = 0xFC;
    constexpr unsigned kMask = 0xFE;
    return (address.to_v6().to_bytes()[0] & kMask) == kUniqueLocal;
  }
  const auto bytes = address.to_v4().to_bytes();
  return bytes[0] == 10 || (bytes[0] == 172 && bytes[1] / 16 == 1) || (bytes[0] == 192 && bytes[1] == 168);
}

class Resolver {
 public:
  Resolver(LoadedConfiguration& loaded, const Environment& environment, ConfigurationErrors& errors)
      : loaded_(loaded), llm_(loaded.values.llm), environment_(environment), errors_(errors) {}

  void run() {
    has_tables_ = !llm_.providers.empty();
    if (!has_tables_) {
      add_plain();
      for (const auto& vendor : kVendors) add_vendor(vendor);
    } else {
      warn_of_plain_settings();
      for (auto& provider : llm_.providers) complete(provider);
    }
    for (const auto& provider : llm_.providers) check_exposure(provider);
    if (errors_.empty() && !llm_.providers.empty()) make_order();
    check_models();
  }

 private:
  bool chosen(std::string_view key) const { return loaded_.origin_of(key).source != Source::standard; }

  void add_plain() {
    if (llm_.api_key.empty() && !chosen("llm.base_url")) return;
    ProviderSettings provider;
    provider.name = "default";
    provider.base_url = llm_.base_url;
    provider.api_key = llm_.api_key;
    provider.ca_file = llm_.ca_file;
    provider.trace = llm_.trace;
    provider.plain_http = llm_.plain_http;
    llm_.providers.push_back(std::move(provider));
  }

  void add_vendor(const Vendor& vendor) {
    const auto key = vendor.name.empty() ? std::nullopt : environment_.variable(vendor.key_variable);
    if (!key) return;
    const std::string variable{vendor.key_variable};
    ProviderSettings provider;
    provider.name = vendor.name;
    provider.format = vendor.format;
    provider.base_url = vendor.base_url;
    provider.models = {std::string{vendor.model}};
    set_key(provider, *key, {Source::environment, variable});
    for (const char* member : {"format", "base_url", "models"})
      loaded_.origins["llm.providers." + provider.name + "." + member] = {Source::environment, variable};
    llm_.providers.push_back(std::move(provider));
  }

  void warn_of_plain_settings() {
    for (const char* key : {"llm.base_url", "llm.api_key", "llm.api_key_file"}) {
      const auto origin = loaded_.origin_of(key);
      // Variables often stand in an environment for other programs.
      if (origin.source == Source::file || origin.source == Source::flag)
        loaded_.warnings.push_back(origin.name +
                                   " is not used: with tables [llm.providers.NAME] only these count");
    }
  }

  /// Fills in what a table leaves out.
  void complete(ProviderSettings& provider) {
    const auto& vendor = vendor_of(provider.format);
    if (provider.base_url.empty()) provider.base_url = vendor.base_url;
    // The path of Anthropic's API begins with /v1, and so do many people's base URLs.
    if (provider.format == ProviderFormat::anthropic && provider.base_url.ends_with("/v1"))
      provider.base_url.resize(provider.base_url.size() - 3);
    const auto where = "llm.providers." + provider.name;
    if (provider.models.empty()) errors_.push_back(where + ".models must name at least one model");
    const int ways = static_cast<int>(!provider.api_key.empty()) +
                     static_cast<int>(!provider.api_key_file.empty()) +
                     static_cast<int>(!provider.api_key_env.empty());
    if (ways > 1) {
      errors_.push_back(where + " must have only one of api_key, api_key_file and api_key_env");
    } else if (!provider.api_key_file.empty()) {
      read_key_file(provider, where + ".api_key_file");
    } else if (!provider.api_key_env.empty()) {
      const auto key = environment_.variable(provider.api_key_env);
      if (key) {
        set_key(provider, *key, {Source::environment, provider.api_key_env});
      } else {
        errors_.push_back(where + ".api_key_env names the variable " + provider.api_key_env +
                          ", which is not set");
      }
    } else if (ways == 0 && parse_origin(provider.base_url) == parse_origin(vendor.base_url)) {
      if (const auto key = environment_.variable(vendor.key_variable))
        set_key(provider, *key, {Source::environment, std::string{vendor.key_variable}});
    }
  }

  void read_key_file(ProviderSettings& provider, const std::string& setting) {
    const auto text = environment_.read_file(provider.api_key_file);
    if (text) {
      set_key(provider, *text, {Source::file, provider.api_key_file});
    } else {
      errors_.push_back(setting + ": " + text.error().message);
    }
  }

  void set_key(ProviderSettings& provider, std::string_view text, Origin origin) {
    const auto key = trim(text);
    if (key.empty() || key.find_first_of(" \t\r\n") != std::string_view::npos) {
      errors_.push_back("the key of the provider " + provider.name + " (" + origin.name +
                        ") must be one word without blanks");
      return;
    }
    provider.api_key = key;
    loaded_.origins["llm.providers." + provider.name + ".api_key"] = std::move(origin);
  }

  void check_exposure(const ProviderSettings& provider) {
    if (provider.api_key.empty()) return;
    const auto exposure = key_exposure(provider.base_url);
    const auto setting =
        has_tables_ ? "llm.providers." + provider.name + ".plain_http" : std::string{"llm.plain_http"};
    if (exposure == KeyExposure::everybody && !provider.plain_http) {
      errors_.push_back("the key of the provider " + provider.name + " would go unencrypted to " +
                        provider.base_url + ": use https, or set " + setting + " = true if you mean it");
    } else if (exposure != KeyExposure::none) {
      loaded_.warnings.push_back("the key of the provider " + provider.name + " goes unencrypted to " +
                                 provider.base_url);
    }
  }

  const ProviderSettings* provider_with(std::string_view model) const {
    for (const auto& provider : llm_.providers) {
      for (const auto& id : provider.models) {
        if (id == model || provider.name + "/" + id == model) return &provider;
      }
    }
    return nullptr;
  }

  ProviderSettings* find(std::string_view name) {
    const auto found = std::ranges::find(llm_.providers, name, &ProviderSettings::name);
    return found == llm_.providers.end() ? nullptr : &*found;
  }

  /// The model that llm.model names is at a provider that was made without a table: put it there.
  void place_main_model() {
    auto* plain = find("default");
    const bool elsewhere = chosen("llm.model") && !chosen("llm.base_url");
    for (const auto& vendor : kVendors) {
      auto* provider = vendor.name.empty() || !elsewhere ? nullptr : find(vendor.name);
      const std::string_view family = vendor.format == ProviderFormat::anthropic ? "claude" : "gemini";
      if (provider == nullptr || !llm_.model.starts_with(family)) continue;
      std::erase(provider->models, llm_.model);
      provider->models.insert(provider->models.begin(), llm_.model);
      if (plain != nullptr) plain->models = {LlmSettings{}.model};
      return;
    }
    if (plain != nullptr) plain->models = {llm_.model};
  }

  void make_order() {
    if (!has_tables_) place_main_model();
    // Without tables a second model can only be one of the same server.
    auto* plain = has_tables_ ? nullptr : find("default");
    if (plain != nullptr && !llm_.verify_model.empty() && provider_with(llm_.verify_model) == nullptr)
      plain->models.push_back(llm_.verify_model);
    const auto& first = llm_.providers.front();
    llm_.order = {chosen("llm.model") ? llm_.model : first.name + "/" + first.models.front()};
    llm_.order.insert(llm_.order.end(), llm_.fallbacks.begin(), llm_.fallbacks.end());
    for (std::size_t i = 0; i < llm_.order.size(); ++i) {
      if (provider_with(llm_.order[i]) == nullptr)
        refuse_model(llm_.order[i], i == 0 ? "llm.model" : "llm.fallbacks");
    }
    if (!llm_.verify_model.empty() && provider_with(llm_.verify_model) == nullptr)
      refuse_model(llm_.verify_model, "llm.verify_model");
    if (errors_.empty() && !chosen("llm.model")) llm_.model = llm_.order.front();
  }

  void refuse_model(const std::string& model, const std::string& setting) {
    std::vector<std::string> names;
    std::string list;
    for (const auto& provider : llm_.providers) {
      for (const auto& id : provider.models) {
        names.push_back(id);
        list += (list.empty() ? "" : ", ") + id;
      }
    }
    errors_.push_back(setting + " (" + loaded_.origin_of(setting).name + ") names \"" + model +
                      "\", which no provider has; there are: " + list + did_you_mean(model, names));
  }

  void check_models() {
    if (llm_.providers.empty()) return;
    for (const auto& model : llm_.models) {
      const auto where = "llm.models.\"" + model.name + "\"";
      if (provider_with(model.name) == nullptr) errors_.push_back(where + " is a model that no provider has");
      if (model.input_price.has_value() != model.output_price.has_value())
        errors_.push_back(where + " must have both input_price and output_price, or none");
    }
  }

  LoadedConfiguration& loaded_;
  LlmSettings& llm_;
  const Environment& environment_;
  ConfigurationErrors& errors_;
  bool has_tables_ = false;
};

}  // namespace

KeyExposure key_exposure(std::string_view base_url) {
  const auto origin = parse_origin(base_url);
  if (!origin || origin->starts_with("https://")) return KeyExposure::none;
  const auto host = host_of(base_url);
  boost::system::error_code failed;
  const auto address = boost::asio::ip::make_address(host, failed);
  if (!failed) {
    if (address.is_loopback()) return KeyExposure::none;
    return is_private(address) ? KeyExposure::network : KeyExposure::everybody;
  }
  if (host == "localhost" || host.ends_with(".localhost")) return KeyExposure::none;
  const bool near = host.find('.') == std::string::npos || host.ends_with(".local") ||
                    host.ends_with(".internal") || host.ends_with(".lan");
  return near ? KeyExposure::network : KeyExposure::everybody;
}

void resolve_providers(LoadedConfiguration& loaded, const Environment& environment,
                       ConfigurationErrors& errors) {
  Resolver{loaded, environment, errors}.run();
}

}  // namespace assay::cli
