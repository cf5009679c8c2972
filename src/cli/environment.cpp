#include "cli/environment.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace assay::cli {
namespace {

base::Result<std::string> read_system_file(const std::string& path) {
  errno = 0;
  std::ifstream file{path, std::ios::binary};
  std::string content;
  if (file) content.assign(std::istreambuf_iterator<char>{file}, {});
  if (!file || file.bad() || errno == EISDIR) {
    const int failed = errno;
    return base::fail(failed == ENOENT ? base::Errc::not_found : base::Errc::unavailable,
                      path + " can't be read: " + (failed == 0 ? "unknown reason" : std::strerror(failed)));
  }
  return content;
}

}  // namespace

std::optional<std::string> Environment::variable(std::string_view name) const {
  const auto found = variables.find(name);
  if (found == variables.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

Environment system_environment() {
  Environment environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text{*entry};
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    environment.variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  environment.read_file = read_system_file;
  return environment;
}

}  // namespace assay::cli
