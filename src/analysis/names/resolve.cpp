#include "analysis/names/names.hpp"

namespace assay::analysis {

namespace {

/// Of code that was cut out of its file, without imports: the packages whose last word is not ambiguous.
std::string_view standard_package(std::string_view name) {
  static constexpr std::string_view kPackages[] = {
      "os/exec",       "net/http",     "net/url",         "path/filepath", "io/ioutil",     "crypto/md5",
      "crypto/sha1",   "crypto/des",   "crypto/rc4",      "crypto/tls",    "crypto/aes",    "crypto/rsa",
      "crypto/cipher", "crypto/hmac",  "crypto/x509",     "database/sql",  "encoding/json", "encoding/xml",
      "encoding/gob",  "encoding/hex", "encoding/base64", "archive/zip",   "archive/tar",   "compress/gzip",
      "crypto/sha256", "crypto/sha512"};
  for (const std::string_view one : kPackages) {
    if (one.ends_with(name) && one.size() > name.size() && one[one.size() - name.size() - 1] == '/')
      return one;
  }
  return {};
}

}  // namespace
namespace {

constexpr int kMaxDepth = 12;

bool is_self(std::string_view text) { return text == "self" || text == "this" || text == "$this"; }

}  // namespace

std::string Names::declared_type(NodeId identifier) const {
  const std::vector<Definition>* all = definitions(identifier, tree_.text(identifier));
  if (all == nullptr) return {};
  const Definition* best = nullptr;
  for (const Definition& one : *all) {
    if (one.type == kNone) continue;
    const bool before = tree_.start(one.name) <= tree_.start(identifier);
    if (best == nullptr || before) best = &one;
  }
  return best == nullptr ? std::string{} : resolve_type(best->type);
}

const std::string* Names::imported(std::string_view name) const {
  const auto found = import_of_.find(name);
  return found == import_of_.end() ? nullptr : &imports_[found->second].qualified;
}

std::string Names::resolve_type(NodeId type) const {
  std::string name;
  for (const char c : tree_.text(type)) {
    if (c == '<' || c == '[') break;
    if (c == '*' || c == '&' || c == '?' || c == ' ' || c == '\n') continue;
    name += c;
  }
  if (name.starts_with(':')) name.erase(0, 1);
  for (std::size_t at = name.find("::"); at != std::string::npos; at = name.find("::"))
    name.replace(at, 2, ".");
  const std::size_t dot = name.find('.');
  if (const std::string* full = imported(std::string_view(name).substr(0, dot))) {
    return dot == std::string::npos ? *full : *full + name.substr(dot);
  }
  if (name == "var" || name == "auto" || name == "let" || name == "const" || name == "val") return {};
  return name;
}

std::string Names::resolve(NodeId expression) const { return resolve(expression, 0); }

std::string Names::resolve_identifier(NodeId identifier, int depth) const {
  const std::string_view name = tree_.text(identifier);
  const std::vector<Definition>* all = definitions(identifier, name);
  if (all != nullptr) {
    const std::string type = declared_type(identifier);
    if (!type.empty()) return type;
    if (all->size() == 1 && all->front().value != kNone && !tree_.contains(all->front().holder, identifier)) {
      const NodeId value = model_.strip(tree_, all->front().value);
      const Role r = model_.role(tree_, value);
      if (r == Role::identifier || r == Role::member || r == Role::call || r == Role::method_call ||
          r == Role::creation || r == Role::collection || r == Role::string) {
        std::string found = resolve(value, depth + 1);
        if (!found.empty()) return found;
      }
    }
    if (all->front().parameter || scopes_[all->front().name] != 0) return std::string(name);
  }
  if (const std::string* full = imported(name)) return *full;
  if (model_.language() == core::Language::go && imports_.empty()) {
    if (const std::string_view package = standard_package(name); !package.empty())
      return std::string(package);
  }
  return std::string(name);
}

std::string Names::resolve(NodeId expression, int depth) const {
  if (depth > kMaxDepth) return {};
  const NodeId n = model_.strip(tree_, expression);
  if (n == kNone) return {};
  switch (model_.role(tree_, n)) {
    case Role::identifier:
      return resolve_identifier(n, depth);
    case Role::member: {
      const NodeId object = model_.first(tree_, n);
      const NodeId name = model_.second(tree_, n);
      if (name == kNone) return {};
      if (object == kNone) return std::string(tree_.text(name));  // C++: ::name
      if (is_self(tree_.text(object))) {
        const auto found = definitions_.find(Key{0, tree_.text(n)});
        if (found != definitions_.end() && found->second.size() == 1 &&
            found->second.front().value != kNone) {
          std::string value = resolve(found->second.front().value, depth + 1);
          if (!value.empty()) return value;
        }
      }
      const std::string base = resolve(object, depth + 1);
      std::string last = resolve(name, kMaxDepth);
      if (last.empty() || model_.role(tree_, name) == Role::identifier) last = tree_.text(name);
      return (base.empty() ? "?" : base) + "." + last;
    }
    case Role::subscript: {
      const NodeId object = model_.first(tree_, n);
      const std::string base = object == kNone ? "" : resolve(object, depth + 1);
      return base.empty() ? base : base + "[]";
    }
    case Role::call: {
      const NodeId function = model_.first(tree_, n);
      if (function == kNone) return {};
      if (tree_.text(function) == "require" || tree_.is(function, "import")) {
        const std::vector<NodeId> arguments = model_.arguments(tree_, n);
        if (arguments.size() == 1) {
          if (auto module = string_value(arguments[0], depth + 1)) {
            return module->starts_with("node:") ? module->substr(5) : *module;
          }
        }
      }
      const std::string base = resolve(function, depth + 1);
      return base.empty() ? base : base + "()";
    }
    case Role::method_call: {
      const NodeId object = model_.first(tree_, n);
      const NodeId name = model_.second(tree_, n);
      if (name == kNone) return object == kNone ? std::string{} : resolve(object, depth + 1) + "()";
      if (object == kNone) {
        const std::string* full = imported(tree_.text(name));
        return (full != nullptr ? *full : std::string(tree_.text(name))) + "()";
      }
      const std::string base = resolve(object, depth + 1);
      return (base.empty() ? "?" : base) + "." + std::string(tree_.text(name)) + "()";
    }
    case Role::creation: {
      const NodeId type = model_.first(tree_, n);
      if (type == kNone) return {};
      const Role r = model_.role(tree_, type);
      return r == Role::identifier || r == Role::member ? resolve(type, depth + 1) : resolve_type(type);
    }
    case Role::string:
      return "<string>";
    case Role::number:
      return "<number>";
    case Role::collection:
      return "<collection>";
    case Role::interpolation:
    case Role::none: {
      // this, self, super, type names and keywords that act as names
      const std::string_view text = tree_.text(n);
      if (tree_.first_child(n) == kNone && text.size() <= 100) {
        const std::string* full = imported(text);
        return full != nullptr ? *full : std::string(text);
      }
      const std::string_view kind = tree_.kind_name(n);
      if (kind.ends_with("type_identifier") || kind.ends_with("qualified_name") ||
          kind == "scoped_identifier" || kind == "generic_type" || kind == "template_function" ||
          kind == "qualified_type") {
        return resolve_type(n);
      }
      return {};
    }
    default:
      return {};
  }
}

}  // namespace assay::analysis
