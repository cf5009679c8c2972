#pragma once
#include <span>
#include <string>
#include <string_view>

#include "http/api.hpp"

namespace assay::http {

/// One endpoint: the method, the path with at most two parts in braces ("{id}", "{other}"), and who answers.
/// HEAD comes with GET.
struct Route {
  Method method;
  std::string_view path;
  Reply (*answer)(Api& api, const Request& request);
};

/// Finds the route for a path; pure. Of several patterns that fit a path the first in the table has it alone,
/// so fixed parts ("/api/reviews/export") stand before "/api/reviews/{id}".
class Router {
 public:
  /// `routes` has static storage.
  explicit Router(std::span<const Route> routes) : routes_(routes) {}

  struct Match {
    int route = -1;           ///< index, or -1
    bool path_known = false;  ///< the path has routes, if not with this method
    std::string_view id;      ///< what stood for the first part in braces
    std::string_view other;   ///< and for the second
  };
  Match find(Method method, std::string_view path) const;
  /// "GET, HEAD, OPTIONS": value of Allow for a known path.
  std::string allowed(std::string_view path) const;

  const Route& at(int index) const { return routes_[static_cast<std::size_t>(index)]; }
  std::span<const Route> routes() const { return routes_; }

 private:
  std::span<const Route> routes_;
};

}  // namespace assay::http
