#include "store/mongo/library.hpp"

#include <mongoc/mongoc.h>

#include <mutex>

#include "base/log.hpp"
#include "store/mongo/library_functions.hpp"

namespace assay::store::mongo {
namespace {

base::log::Level level_of(mongoc_log_level_t level) {
  switch (level) {
    case MONGOC_LOG_LEVEL_ERROR:
    case MONGOC_LOG_LEVEL_CRITICAL:
      return base::log::Level::error;
    case MONGOC_LOG_LEVEL_WARNING:
      return base::log::Level::warn;
    case MONGOC_LOG_LEVEL_MESSAGE:
    case MONGOC_LOG_LEVEL_INFO:
      return base::log::Level::info;
    default:
      return base::log::Level::debug;
  }
}

void pass_on(mongoc_log_level_t level, const char* domain, const char* message, void* /*unused*/) {
  base::log::write(level_of(level), "message of the MongoDB driver",
                   {{"part", domain}, {"message", without_secrets(message)}});
}

}  // namespace

base::Result<void> start_library() {
  static std::once_flag once;
  static std::string problem;
  std::call_once(once, [] {
    problem = load_library_functions();
    if (!problem.empty()) return;
    mongoc_log_set_handler(&pass_on, nullptr);
    mongoc_init();
  });
  if (problem.empty()) return {};
  return base::fail(
      base::Errc::unsupported,
      "MongoDB needs the library libmongoc (Debian: apt-get install libmongoc-1.0-0): " + problem);
}

std::string without_secrets(std::string_view text) {
  std::string out;
  while (true) {
    const auto scheme = text.find("://");
    if (scheme == std::string_view::npos) return out.append(text);
    const auto start = scheme + 3;
    auto end = text.find_first_of(" \t\n\"'", start);
    if (end == std::string_view::npos) end = text.size();
    const auto uri = text.substr(start, end - start);
    const auto at = uri.rfind('@');
    auto rest = at == std::string_view::npos ? uri : uri.substr(at + 1);
    const auto options = rest.find('?');
    out.append(text.substr(0, start)).append(at == std::string_view::npos ? "" : "***@");
    out.append(rest.substr(0, options)).append(options == std::string_view::npos ? "" : "?***");
    text.remove_prefix(end);
  }
}

}  // namespace assay::store::mongo
