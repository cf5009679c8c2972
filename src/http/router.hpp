#pragma once
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "http/api.hpp"

namespace assay::http {

/// What a caller must be allowed for a route, where access control is on.
enum class Needs : std::uint8_t {
  nothing,  ///< open to everybody
  sign_in,  ///< likewise; how one gets to be somebody
  read,
  submit,
  admin,   ///< a key with that permission even where access control is off
  monitor  ///< admin, unless the metrics were opened
};

/// One endpoint: the method, the path with at most two parts in braces ("{id}", "{other}"), who answers, and
/// what that needs. HEAD comes with GET.
struct Route {
  using Answer = Reply (*)(Api& api, const Request& request);
  /// Of a route that a process without an API has, too.
  using Tell = Reply (*)(const Vitals& vitals, const Request& request);

  Method method;
  std::string_view path;
  std::variant<Answer, Tell> answer;
  Needs needs;
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
