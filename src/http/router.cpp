#include "http/router.hpp"

namespace assay::http {
namespace {

struct Parts {
  std::string_view id;
  std::string_view other;
};

bool matches(std::string_view pattern, std::string_view path, Parts& parts) {
  for (std::string_view* part = &parts.id;; part = &parts.other) {
    const auto brace = pattern.find('{');
    if (brace == std::string_view::npos) return pattern == path;
    if (!path.starts_with(pattern.substr(0, brace))) return false;
    path.remove_prefix(brace);
    *part = path.substr(0, path.find('/'));
    if (part->empty()) return false;
    path.remove_prefix(part->size());
    pattern.remove_prefix(pattern.find('}', brace) + 1);
  }
}

}  // namespace

Router::Match Router::find(Method method, std::string_view path) const {
  Match match;
  std::string_view owner;
  const Method wanted = method == Method::head ? Method::get : method;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    Parts parts;
    if (match.path_known ? routes_[i].path != owner : !matches(routes_[i].path, path, parts)) continue;
    if (!match.path_known) {
      match.path_known = true;
      match.id = parts.id;
      match.other = parts.other;
      owner = routes_[i].path;
    }
    if (routes_[i].method != wanted) continue;
    match.route = static_cast<int>(i);
    return match;
  }
  return match;
}

std::string Router::allowed(std::string_view path) const {
  std::string out;
  std::string_view owner;
  for (const auto& route : routes_) {
    Parts ignored;
    if (owner.empty() ? !matches(route.path, path, ignored) : route.path != owner) continue;
    owner = route.path;
    out.append(to_string(route.method)).append(route.method == Method::get ? ", HEAD, " : ", ");
  }
  return out.append("OPTIONS");
}

}  // namespace assay::http
