#include "http/router.hpp"

namespace assay::http {
namespace {

constexpr std::string_view kId = "{id}";

bool matches(std::string_view pattern, std::string_view path, std::string_view& id) {
  const auto brace = pattern.find(kId);
  if (brace == std::string_view::npos) return pattern == path;
  const auto before = pattern.substr(0, brace);
  const auto after = pattern.substr(brace + kId.size());
  if (path.size() <= before.size() + after.size() || !path.starts_with(before) || !path.ends_with(after))
    return false;
  id = path.substr(before.size(), path.size() - before.size() - after.size());
  return id.find('/') == std::string_view::npos;
}

}  // namespace

Router::Match Router::find(Method method, std::string_view path) const {
  Match match;
  const Method wanted = method == Method::head ? Method::get : method;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    std::string_view id;
    if (!matches(routes_[i].path, path, id)) continue;
    match.path_known = true;
    if (routes_[i].method != wanted) continue;
    match.route = static_cast<int>(i);
    match.id = id;
    return match;
  }
  return match;
}

std::string Router::allowed(std::string_view path) const {
  std::string out;
  std::string_view ignored;
  for (const auto& route : routes_) {
    if (!matches(route.path, path, ignored)) continue;
    out.append(to_string(route.method)).append(route.method == Method::get ? ", HEAD, " : ", ");
  }
  return out.append("OPTIONS");
}

}  // namespace assay::http
