#include "analysis/memory/sizes.hpp"
#include "analysis/memory/walker.hpp"

namespace assay::analysis::memory {

void Walker::declaration(NodeId n, State& state) {
  const NodeId type = tree_.child(n, "type");
  const std::string_view whole = tree_.text(n);
  const bool kept = whole.starts_with("static") || whole.starts_with("extern") ||
                    whole.starts_with("thread_local") || whole.starts_with("_Thread_local");
  for (const NodeId c : tree_.named_children(n)) {
    if (c == type) continue;
    const std::string_view kind = tree_.kind_name(c);
    if (kind == "init_declarator") {
      const NodeId value = tree_.child(c, "value");
      expression(value, state);
      read(value, state);
      if (!state.live) return;
      check_narrowing(c, file_.model.declared_name(tree_, tree_.child(c, "declarator")), value, state);
      declare(tree_.child(c, "declarator"), type, value, state);
      // It has that value the first time only.
      if (kept && !whole.starts_with("static const"))
        state.forget(text(file_.model.declared_name(tree_, tree_.child(c, "declarator"))));
    } else if (kind.ends_with("declarator") || kind == "identifier") {
      declare(c, type, kNone, state);
      if (kept) {
        if (Fact* fact = state.find(text(file_.model.declared_name(tree_, c)))) fact->uninitialized = false;
      }
    }
  }
}

void Walker::declare_array(NodeId declarator, NodeId type, NodeId value, bool pointers, Fact& fact,
                           State& state) {
  fact.array = true;
  fact.origin = Origin::stack;
  fact.null = Null::not_null;
  fact.object = ++objects_;
  const NodeId inner = tree_.child(declarator, "declarator");
  const NodeId size = tree_.child(declarator, "size");
  if (inner != kNone && tree_.kind_name(inner) != "identifier") return;
  fact.element = pointers ? 8 : size_of_type(text(type));
  auto count = size == kNone ? std::nullopt : constant(size, state);
  const bool text = value != kNone && tree_.kind_name(value) != "initializer_list";
  if (text) fact.text = text_length(value, state);
  if (size == kNone && value != kNone) {
    if (!text)
      count = static_cast<double>(tree_.named_child_count(value));
    else if (fact.text)
      count = *fact.text + 1;
    // `{[5] = 1}` has more elements than are written.
    if (tree_.text(value).find("] =") != std::string_view::npos ||
        tree_.text(value).find("...") != std::string_view::npos)
      count.reset();
  }
  if (count && fact.element > 0) fact.bytes = *count * fact.element;
}

void Walker::declare(NodeId declarator, NodeId type, NodeId value, State& state) {
  const NodeId name = file_.model.declared_name(tree_, declarator);
  if (name == kNone) return;
  const std::string key(tree_.text(name));
  // `char *names[8]` is an array of pointers.
  bool pointers = false;
  while (tree_.is(declarator, "pointer_declarator") && tree_.child(declarator, "declarator") != kNone &&
         tree_.kind_name(tree_.child(declarator, "declarator")).ends_with("_declarator")) {
    pointers = true;
    declarator = tree_.child(declarator, "declarator");
  }
  const std::string_view kind = tree_.kind_name(declarator);
  if (kind == "array_declarator") {
    Fact fact;
    declare_array(declarator, type, value, pointers, fact, state);
    state.forget(key);
    state.facts[key] = fact;
    return;
  }
  if (value != kNone) {
    if (kind == "identifier" || kind == "pointer_declarator")
      assign(name, value, state);
    else
      state.forget(key);
    return;
  }
  state.forget(key);
  // Classes have constructors; references and functions are no variables of their own.
  if (pointers && kind != "pointer_declarator") return;
  if (kind != "pointer_declarator" && (kind != "identifier" || size_of_type(text(type)) == 0)) return;
  Fact fact;
  fact.uninitialized = true;
  fact.open = true;
  state.facts[key] = fact;
}

}  // namespace assay::analysis::memory
