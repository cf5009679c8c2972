#include "app/build_info.hpp"

#include <curl/curl.h>
#include <openssl/crypto.h>
#include <simdjson.h>
#include <sqlite3.h>
#include <boost/version.hpp>

namespace assay::app {
namespace {

std::string compiler() {
#if defined(__clang__)
  return "clang " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

std::string dotted(int major, int minor, int patch) {
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

}  // namespace

cli::BuildInfo build_info() {
  cli::BuildInfo info;
  info.version = ASSAY_VERSION;
  info.compiler = compiler();
  info.type = ASSAY_BUILD_TYPE;
  info.libraries = {
      {"Boost", dotted(BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100)},
      {"SQLite", sqlite3_libversion()},
      {"OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING)},
      {"libcurl", curl_version_info(CURLVERSION_NOW)->version},
      {"simdjson", dotted(simdjson::SIMDJSON_VERSION_MAJOR, simdjson::SIMDJSON_VERSION_MINOR,
                          simdjson::SIMDJSON_VERSION_REVISION)},
  };
  return info;
}

}  // namespace assay::app
