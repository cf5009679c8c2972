#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "http/request.hpp"
#include "http/response.hpp"

namespace assay::http {

/// "http://localhost:5173" out of "HTTP://LocalHost:5173/app?x"; empty where it is no http(s) URL.
std::string origin_of_url(std::string_view url);

/// Which pages of other origins may use the server from a browser (Fetch standard, CORS): an explicit list,
/// never "*", no credentials.
class Origins {
 public:
  /// `allowed`: origins, or URLs whose path is dropped. The two addresses of a local development page are
  /// always in.
  explicit Origins(const std::vector<std::string>& allowed);

  bool allows(std::string_view origin) const;
  /// The fields every answer carries, errors and streams included.
  void add_headers(const Request& request, Response& response) const;
  /// Answers OPTIONS: a preflight, or the plain question what is allowed.
  Response answer_options(const Request& request, std::string_view allowed_methods) const;
  /// True for a request that changes something and comes from a page of an origin that is neither this
  /// server's own nor in the list.
  bool is_foreign_write(const Request& request) const;

 private:
  std::vector<std::string> allowed_;
};

}  // namespace assay::http
