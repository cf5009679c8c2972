#include <algorithm>

#include "analysis/names/names.hpp"

namespace assay::analysis {
namespace {

std::string dotted(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == "::") {
      out += '.';
      ++i;
    } else if (text[i] == '\\') {
      out += '.';
    } else if (text[i] != ' ' && text[i] != '\n') {
      out += text[i];
    }
  }
  if (out.starts_with('.') && text.starts_with('\\')) out.erase(0, 1);
  return out;
}

std::string last_component(std::string_view qualified, char separator = '.') {
  const std::size_t at = qualified.rfind(separator);
  return std::string(at == std::string_view::npos ? qualified : qualified.substr(at + 1));
}

std::string first_component(std::string_view qualified) {
  return std::string(qualified.substr(0, qualified.find('.')));
}

class Collector {
 public:
  Collector(const Tree& tree, const Model& model) : tree_(tree), model_(model) {}

  std::vector<Imported> run() {
    for (NodeId n = 0; n < tree_.size(); ++n) {
      switch (model_.language()) {
        case core::Language::python:
          python(n);
          break;
        case core::Language::javascript:
        case core::Language::typescript:
          javascript(n);
          break;
        case core::Language::go:
          go(n);
          break;
        case core::Language::c:
        case core::Language::cpp:
          c(n);
          break;
        case core::Language::rust:
          rust(n);
          break;
        case core::Language::php:
          php(n);
          break;
        case core::Language::java:
        case core::Language::kotlin:
        case core::Language::scala:
        case core::Language::swift:
        case core::Language::csharp:
          jvm(n);
          break;
        case core::Language::ruby:
          ruby(n);
          break;
        default:
          return {};
      }
    }
    return std::move(found_);
  }

 private:
  std::string text(NodeId n) const { return std::string(tree_.text(n)); }
  void add(std::string local, std::string qualified) {
    found_.push_back({std::move(local), std::move(qualified)});
  }

  void python(NodeId n) {
    const bool from = tree_.is(n, "import_from_statement");
    if (!from && !tree_.is(n, "import_statement")) return;
    const NodeId module = tree_.child(n, "module_name");
    const std::string prefix = module == kNone ? "" : text(module) + (text(module).ends_with('.') ? "" : ".");
    if (tree_.child_of_kind(n, "wildcard_import") != kNone && module != kNone) add("", text(module));
    const FieldId name_field = tree_.grammar().field("name");
    for (NodeId c : tree_.children(n)) {
      if (tree_.field(c) != name_field) continue;
      if (tree_.is(c, "aliased_import")) {
        const NodeId name = tree_.child(c, "name");
        const NodeId alias = tree_.child(c, "alias");
        if (name != kNone && alias != kNone) add(text(alias), prefix + text(name));
      } else if (from) {
        add(text(c), prefix + text(c));
      } else {
        add(first_component(text(c)), first_component(text(c)));
        if (tree_.text(c).find('.') != std::string_view::npos) add("", text(c));
      }
    }
  }

  std::string module_name(NodeId literal) const {
    std::string name = literal_content(tree_, model_, literal).value_or("");
    if (name.starts_with("node:")) name.erase(0, 5);
    return name;
  }

  void javascript(NodeId n) {
    if (tree_.is(n, "import_statement")) {
      const NodeId source = tree_.child(n, "source");
      if (source == kNone) return;
      const std::string module = module_name(source);
      add("", module);
      for (NodeId c = n + 1; c < tree_.subtree_end(n); ++c) {
        const NodeId parent = tree_.parent(c);
        if (tree_.is(c, "import_specifier")) {
          const NodeId name = tree_.child(c, "name");
          const NodeId alias = tree_.child(c, "alias");
          if (name != kNone) add(text(alias == kNone ? name : alias), module + "." + text(name));
        } else if (tree_.is(c, "identifier") &&
                   (tree_.is(parent, "import_clause") || tree_.is(parent, "namespace_import"))) {
          add(text(c), module);
        }
      }
    } else if (tree_.is(n, "call_expression")) {
      const NodeId function = tree_.child(n, "function");
      if (function == kNone || tree_.text(function) != "require") return;
      const std::vector<NodeId> arguments = model_.arguments(tree_, n);
      if (arguments.size() != 1 || !tree_.is(arguments[0], "string")) return;
      const std::string module = module_name(arguments[0]);
      add("", module);
      const NodeId holder = tree_.parent(n);
      if (!tree_.is(holder, "variable_declarator")) return;
      const NodeId name = tree_.child(holder, "name");
      if (name == kNone) return;
      if (tree_.is(name, "identifier")) add(text(name), module);
      if (!tree_.is(name, "object_pattern")) return;
      for (NodeId c : tree_.children(name)) {
        if (tree_.is(c, "shorthand_property_identifier_pattern")) add(text(c), module + "." + text(c));
        if (tree_.is(c, "pair_pattern")) {
          const NodeId key = tree_.child(c, "key");
          const NodeId value = tree_.child(c, "value");
          if (key != kNone && value != kNone) add(text(value), module + "." + text(key));
        }
      }
    }
  }

  void go(NodeId n) {
    if (!tree_.is(n, "import_spec")) return;
    const NodeId path_node = tree_.child(n, "path");
    if (path_node == kNone) return;
    const std::string path = literal_content(tree_, model_, path_node).value_or("");
    const NodeId alias = tree_.child(n, "name");
    if (alias != kNone) return add(text(alias), path);
    std::string local = last_component(path, '/');
    // "example.com/lib/v2" is package lib; "gopkg.in/yaml.v3" is yaml.
    if (local.size() >= 2 && local[0] == 'v' && std::all_of(local.begin() + 1, local.end(), ::isdigit)) {
      const std::size_t slash = path.rfind('/');
      if (slash != std::string::npos) local = last_component(path.substr(0, slash), '/');
    }
    local = local.substr(0, local.find(".v"));
    add(local, path);
  }

  void c(NodeId n) {
    if (tree_.is(n, "preproc_include")) {
      const NodeId path = tree_.child(n, "path");
      if (path == kNone) return;
      std::string name = text(path);
      if (name.size() >= 2) name = name.substr(1, name.size() - 2);
      add("", name);
    } else if (tree_.is(n, "using_declaration")) {
      const NodeId name = tree_.named_child(n, 0);
      if (name == kNone) return;
      const std::string qualified = dotted(tree_.text(name));
      add(qualified.find('.') == std::string::npos ? "" : last_component(qualified), qualified);
    }
  }

  void rust(NodeId n) {
    if (!tree_.is(n, "use_declaration")) return;
    const NodeId argument = tree_.child(n, "argument");
    if (argument != kNone) rust_tree(argument, "", 0);
  }
  void rust_tree(NodeId n, const std::string& prefix, int depth) {
    if (depth > 20) return;
    if (tree_.is(n, "scoped_use_list")) {
      const NodeId path = tree_.child(n, "path");
      const NodeId list = tree_.child(n, "list");
      if (list != kNone)
        rust_tree(list, path == kNone ? prefix : prefix + dotted(tree_.text(path)) + ".", depth + 1);
    } else if (tree_.is(n, "use_list")) {
      for (const NodeId c : tree_.named_children(n)) rust_tree(c, prefix, depth + 1);
    } else if (tree_.is(n, "use_as_clause")) {
      const NodeId path = tree_.child(n, "path");
      const NodeId alias = tree_.child(n, "alias");
      if (path != kNone && alias != kNone) add(text(alias), prefix + dotted(tree_.text(path)));
    } else if (tree_.is(n, "use_wildcard")) {
      add("", prefix + dotted(tree_.text(n)));
    } else {
      const std::string qualified = prefix + dotted(tree_.text(n));
      add(last_component(qualified), qualified);
    }
  }

  void php(NodeId n) {
    if (!tree_.is(n, "namespace_use_clause")) return;
    const NodeId name = tree_.named_child(n, 0);
    if (name == kNone) return;
    std::string prefix;
    const NodeId holder = tree_.parent(n);
    if (tree_.is(holder, "namespace_use_group")) {
      const NodeId base = tree_.child_of_kind(tree_.parent(holder), "namespace_name");
      if (base != kNone) prefix = dotted(tree_.text(base)) + ".";
    }
    const std::string qualified = prefix + dotted(tree_.text(name));
    const NodeId alias = tree_.child(n, "alias");
    add(alias == kNone ? last_component(qualified) : text(alias), qualified);
  }

  /// "import a.b.C;", "import static a.b.C.d;", "import a.b.*", "using A.B;", "using X = A.B;", "import a.b.C
  /// as D"
  void jvm(NodeId n) {
    if (model_.role(tree_, n) != Role::import) return;
    std::string line = text(n);
    while (!line.empty() && (line.back() == ';' || line.back() == ' ' || line.back() == '\n'))
      line.pop_back();
    bool wildcard = false;
    std::string alias;
    std::string name;
    for (std::size_t at = 0; at <= line.size();) {
      const std::size_t end = std::min(line.find_first_of(" \t\n", at), line.size());
      const std::string word = line.substr(at, end - at);
      at = end + 1;
      if (word.empty() || word == "import" || word == "using" || word == "static" || word == "global")
        continue;
      if (word == "=") {
        alias = std::exchange(name, {});
      } else if (word == "as") {
        alias = "?";
      } else if (alias == "?") {
        alias = word;
      } else {
        name += word;
      }
    }
    if (name.ends_with(".*") || name.ends_with("._")) {
      wildcard = true;
      name.resize(name.size() - 2);
    }
    if (name.find('{') != std::string::npos) {  // Scala's selectors
      const std::string base = name.substr(0, name.find('{'));
      std::string inner = name.substr(name.find('{') + 1);
      for (std::size_t at = 0; at < inner.size();) {
        const std::size_t end = std::min(inner.find_first_of(",}", at), inner.size());
        const std::string one = inner.substr(at, end - at);
        if (!one.empty()) add(one, base + one);
        at = end + 1;
      }
      return;
    }
    const bool namespace_only = model_.language() == core::Language::csharp && alias.empty();
    add(wildcard || namespace_only ? "" : (alias.empty() ? last_component(name) : alias), name);
  }

  void ruby(NodeId n) {
    if (!tree_.is(n, "call")) return;
    const NodeId method = tree_.child(n, "method");
    if (method == kNone || (tree_.text(method) != "require" && tree_.text(method) != "require_relative"))
      return;
    const std::vector<NodeId> arguments = model_.arguments(tree_, n);
    if (arguments.size() == 1 && tree_.is(arguments[0], "string")) {
      add("", literal_content(tree_, model_, arguments[0]).value_or(""));
    }
  }

  const Tree& tree_;
  const Model& model_;
  std::vector<Imported> found_;
};

}  // namespace

std::vector<Imported> collect_imports(const Tree& tree, const Model& model) {
  return Collector(tree, model).run();
}

}  // namespace assay::analysis
