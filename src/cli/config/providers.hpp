#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "cli/config/load.hpp"
#include "cli/config/loaded_configuration.hpp"
#include "cli/environment.hpp"

namespace assay::cli {

/// Makes of the tables, or without tables of the plain settings and the vendors' variables, the providers in
/// force and the order of their models (LlmSettings::providers, ::order): base URLs filled in, keys read.
/// Problems become errors and warnings that name the setting.
///
/// Without tables there are "default" (llm.base_url with llm.api_key), where a key is set or the URL was
/// chosen, then "anthropic" and "gemini", where ANTHROPIC_API_KEY and GEMINI_API_KEY are set. With tables
/// only those count, and the vendors' variables are the keys of tables that are at the vendor's address.
void resolve_providers(LoadedConfiguration& loaded, const Environment& environment,
                       ConfigurationErrors& errors);

/// What happens to a key on the way to this URL.
enum class KeyExposure : std::uint8_t {
  none,      ///< https, or this machine
  network,   ///< http to a private address or a name without a dot (a container's): told, but done
  everybody  ///< http to a public host: refused unless plain_http says otherwise
};
KeyExposure key_exposure(std::string_view base_url);

}  // namespace assay::cli
