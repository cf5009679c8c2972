#include <algorithm>

#include "analysis/taint/lower.hpp"

namespace assay::analysis::taint {

CodeId Lowering::number(NodeId n) {
  const auto value = names_.number_value(n);
  if (!value) return constant(n, values_.harmless());
  const std::string_view text = tree_.text(n);
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  const bool integer = hex || text.find_first_of(".eE") == std::string_view::npos;
  return constant(n, values_.number(*value, integer));
}

CodeId Lowering::string(NodeId n) {
  if (tree_.is(n, "heredoc") && tree_.child(n, fields_.value) != kNone) n = tree_.child(n, fields_.value);
  std::vector<CodeId> parts;
  bool constant_only = true;
  std::string plain;
  const auto flush = [&](NodeId at) {
    if (plain.empty()) return;
    parts.push_back(text_constant(at, plain));
    plain.clear();
  };
  for (NodeId c = tree_.first_child(n); c != kNone; c = tree_.next_sibling(c)) {
    const Role r = model_.role(tree_, c);
    if (r == Role::interpolation || r == Role::identifier || r == Role::member || r == Role::subscript ||
        r == Role::call || r == Role::method_call) {
      flush(n);
      constant_only = false;
      const CodeId part = lower(c);
      parts.push_back(part != 0 ? part : emit(Op::nothing, c, {}));
    } else if (tree_.is_named(c) && !tree_.kind_name(c).ends_with("_start") &&
               !tree_.kind_name(c).ends_with("_end")) {
      plain += tree_.text(c);
    }
  }
  if (constant_only) {
    return text_constant(n, literal_content(tree_, model_, n).value_or(plain));
  }
  flush(n);
  return emit(Op::text, n, parts);
}

CodeId Lowering::heredoc(NodeId n) {
  // Ruby: the text follows the statement; bodies come in the order of their beginnings.
  std::size_t index = 0;
  NodeId statement = n;
  while (tree_.parent(statement) != kNone && tree_.end_line(tree_.parent(statement)) == tree_.start_line(n))
    statement = tree_.parent(statement);
  for (NodeId c = statement; c < n; ++c) {
    if (tree_.is(c, "heredoc_beginning")) ++index;
  }
  for (NodeId c = n; c < tree_.size() && tree_.start_line(c) <= tree_.start_line(n) + 2; ++c) {
    if (tree_.is(c, "heredoc_body") && tree_.start(c) > tree_.start(n)) {
      if (index == 0) return string(c);
      --index;
    }
  }
  return text_constant(n, "");
}

CodeId Lowering::list(NodeId n) {
  std::vector<CodeId> elements;
  bool pairs = false;
  for (NodeId c : tree_.children(n)) {
    if (!tree_.is_named(c) || tree_.is_extra(c)) continue;
    const std::string_view kind = tree_.kind_name(c);
    if (kind == "pair" || kind == "keyed_element") pairs = true;
    if (kind == "array_element_initializer" && tree_.named_child_count(c) > 1) pairs = true;
    if (kind == "assignment_expression" && tree_.is(n, "initializer_expression")) pairs = true;
    if (kind == "initializer_pair") pairs = true;
  }
  if (pairs) return map(n);
  for (NodeId c : tree_.children(n)) {
    if (!tree_.is_named(c) || tree_.is_extra(c)) continue;
    const std::string_view kind = tree_.kind_name(c);
    // new String[] {a, b}: the type and the dimensions are no elements.
    if (kind == "dimensions" || kind == "dimensions_expr" || kind.ends_with("type") ||
        kind.ends_with("type_identifier"))
      continue;
    if (kind == "array_initializer" || kind == "initializer_expression") {
      if (!tree_.is(n, kind)) return list(c);
    }
    const CodeId element = lower(c);
    elements.push_back(element != 0 ? element : emit(Op::nothing, c, {}));
  }
  const CodeId made = emit(Op::list, n, elements);
  const CodeId size = elements.empty() ? array_of_size(n) : 0;
  return size == 0 ? made : emit(Op::block, n, {size, made});
}

/// The lengths in `new byte[n][m]`; 0 where they are constants.
CodeId Lowering::array_of_size(NodeId n) {
  if (!tree_.is(n, "array_creation_expression")) return 0;
  std::vector<CodeId> sizes;
  for (NodeId c = n + 1; c < tree_.subtree_end(n); ++c) {
    if (!tree_.is(c, "dimensions_expr") && !tree_.is(c, "array_rank_specifier")) continue;
    for (const NodeId one : tree_.named_children(c)) {
      const CodeId size = lower(one);
      if (size != 0 && program_.codes[size].op != Op::constant) sizes.push_back(size);
    }
    c = tree_.subtree_end(c) - 1;
  }
  return sizes.empty() ? 0 : emit(Op::size, n, sizes);
}

CodeId Lowering::map_key(NodeId key) {
  if (key == kNone) return 0;
  while (tree_.is(key, "literal_element")) key = tree_.named_child(key, 0);
  if (key == kNone) return 0;
  const std::string_view kind = tree_.kind_name(key);
  if (kind == "computed_property_name") return lower(tree_.named_child(key, 0));
  if (model_.role(tree_, key) == Role::string) return lower(key);
  if (kind == "property_identifier" || kind == "field_identifier" || kind == "hash_key_symbol" ||
      kind == "simple_symbol" ||
      (model_.role(tree_, key) == Role::identifier && !language(core::Language::python) &&
       !language(core::Language::ruby) && !language(core::Language::php))) {
    std::string_view text = tree_.text(key);
    if (text.starts_with(':')) text.remove_prefix(1);
    return text_constant(key, text);
  }
  return lower(key);
}

CodeId Lowering::map(NodeId n) {
  std::vector<CodeId> pairs;
  for (NodeId c : tree_.children(n)) {
    if (!tree_.is_named(c) || tree_.is_extra(c)) continue;
    const std::string_view kind = tree_.kind_name(c);
    const Role r = model_.role(tree_, c);
    if (form(c) == Form::spread) {
      pairs.push_back(0);
      pairs.push_back(lower(tree_.named_child(c, 0)));
    } else if (kind == "shorthand_property_identifier" || kind == "shorthand_field_initializer") {
      const NodeId name = kind == "shorthand_field_initializer" ? tree_.named_child(c, 0) : c;
      pairs.push_back(text_constant(c, tree_.text(name)));
      pairs.push_back(name_code(name, tree_.text(name)));
    } else if (r == Role::function) {  // { method() {...} }
      pairs.push_back(text_constant(c, model_.function_name(tree_, c)));
      pairs.push_back(define_function(c, true));
    } else if (kind == "array_element_initializer") {
      const bool keyed = tree_.named_child_count(c) > 1;
      pairs.push_back(keyed ? lower(tree_.named_child(c, 0)) : constant(c, values_.harmless()));
      pairs.push_back(lower(tree_.named_child(c, keyed ? 1 : 0)));
    } else if (r == Role::assignment) {  // C#: { Name = value }
      pairs.push_back(text_constant(c, tree_.text(model_.first(tree_, c))));
      pairs.push_back(lower(model_.second(tree_, c)));
    } else if (r == Role::argument || kind == "pair" || kind == "keyed_element") {
      const NodeId key = model_.second(tree_, c);
      NodeId value = model_.first(tree_, c);
      pairs.push_back(map_key(key));
      pairs.push_back(value == kNone ? 0 : lower(value));
    } else if (kind == "field_initializer" || kind == "initializer_pair") {
      const NodeId value = tree_.child(c, fields_.value);
      pairs.push_back(
          text_constant(c, tree_.text(tree_.named_child(c, 0)).substr(kind == "initializer_pair" ? 1 : 0)));
      pairs.push_back(lower(value));
    } else {  // Something else in it is in it somewhere.
      pairs.push_back(0);
      pairs.push_back(lower(c));
    }
  }
  return emit(Op::map, n, pairs);
}

CodeId Lowering::initialised(NodeId n) {
  const NodeId type = model_.first(tree_, n) != kNone ? model_.first(tree_, n) : tree_.child(n, fields_.name);
  const NodeId body =
      tree_.child(n, fields_.body) != kNone ? tree_.child(n, fields_.body) : tree_.child(n, fields_.value);
  const CodeId content = body == kNone ? 0 : lower(body);
  if (type == kNone || content == 0) return content;
  const std::string_view kind = tree_.kind_name(type);
  if (kind == "slice_type" || kind == "array_type" || kind == "map_type" ||
      kind == "implicit_length_array_type")
    return content;
  const CodeId made = emit(Op::create, n, symbol(simple_type_name(tree_.text(type))), {0});
  return emit(Op::initialise, n, {made, content});
}

CodeId Lowering::format_holes(NodeId literal, std::string_view text) {
  // "a {name} b": the names inside the braces are variables.
  std::vector<CodeId> parts;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find('{', at);
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    if (open > at) parts.push_back(text_constant(literal, text.substr(at, open - at)));
    std::string_view name = text.substr(open + 1, close - open - 1);
    name = name.substr(0, name.find(':'));
    const bool word = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
      return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }) && !(name.front() >= '0' && name.front() <= '9');
    if (word) {
      parts.push_back(name_code(literal, name));
    } else {
      parts.push_back(0);  // a hole that an argument fills
    }
    at = close + 1;
  }
  if (at < text.size()) parts.push_back(text_constant(literal, text.substr(at)));
  return emit(Op::text, literal, parts);
}

CodeId Lowering::macro_chain(const std::vector<NodeId>& tokens, std::size_t from, std::size_t to) {
  std::vector<CodeId> values;
  CodeId chain = 0;
  for (std::size_t i = from; i < to; ++i) {
    const NodeId t = tokens[i];
    const Role r = model_.role(tree_, t);
    if (tree_.is(t, "token_tree")) {
      const std::vector<CodeId> inner = macro_arguments(t);
      if (chain != 0 && tree_.text(t).starts_with('(')) {
        const Code last = program_.codes[chain];
        std::vector<CodeId> parts = {last.op == Op::member ? program_.child(last, 0) : chain};
        parts.insert(parts.end(), inner.begin(), inner.end());
        const Symbol name = last.op == Op::member ? last.data
                            : last.op == Op::name ? program_.variables[last.data].name
                                                  : 0;
        chain = emit(Op::call, last.at, name, parts, last.op == Op::member ? 1 : 0);
      } else {
        values.push_back(emit(Op::any, t, inner));
      }
      continue;
    }
    if (r == Role::identifier || tree_.is(t, "self")) {
      const bool after_dot =
          i > from && chain != 0 &&
          tree_.text()
                  .substr(tree_.end(tokens[i - 1]), tree_.start(t) - tree_.end(tokens[i - 1]))
                  .find('.') != std::string_view::npos;
      if (after_dot) {
        chain = emit(Op::member, t, symbol_of(t), {chain});
      } else {
        if (chain != 0) values.push_back(chain);
        chain = lower(t);
      }
    } else if (r == Role::string || r == Role::number || r == Role::literal) {
      values.push_back(lower(t));
    }
  }
  if (chain != 0) values.push_back(chain);
  if (values.empty()) return 0;
  return values.size() == 1 ? values.front() : emit(Op::any, tokens[from], values);
}

std::vector<CodeId> Lowering::macro_arguments(NodeId tree) {
  std::vector<CodeId> found;
  std::vector<NodeId> tokens;
  const auto finish = [&] {
    if (!tokens.empty()) found.push_back(macro_chain(tokens, 0, tokens.size()));
    tokens.clear();
  };
  if (++depth_ < 60) {
    for (NodeId c : tree_.children(tree)) {
      if (!tree_.is_named(c)) {
        if (tree_.text(c) == ",") finish();
        continue;
      }
      tokens.push_back(c);
    }
    finish();
  }
  --depth_;
  return found;
}

CodeId Lowering::macro(NodeId n) {
  const NodeId name = model_.first(tree_, n);
  const NodeId tokens = tree_.child_of_kind(n, "token_tree");
  if (name == kNone || tokens == kNone) return 0;
  std::string_view text = simple_type_name(tree_.text(name));
  std::vector<CodeId> given = macro_arguments(tokens);
  std::vector<CodeId> parts = {0};
  if (text == "vec") return emit(Op::list, n, given);
  // The first text is the format: what follows it goes into its holes.
  for (std::size_t i = 0; i < given.size(); ++i) {
    const Code code = program_.codes[given[i]];
    if (code.op != Op::constant || program_.constants[code.data]->constant.kind != Constant::Kind::text) {
      parts.push_back(given[i]);
      continue;
    }
    const CodeId holes = format_holes(code.at, program_.constants[code.data]->constant.text);
    std::vector<CodeId> filled;
    std::size_t next = i + 1;
    const Code format = program_.codes[holes];
    for (std::uint32_t k = 0; k < format.count; ++k) {
      const CodeId part = program_.child(format, k);
      if (part != 0) {
        filled.push_back(part);
      } else if (next < given.size()) {
        filled.push_back(given[next++]);
      }
    }
    for (; next < given.size(); ++next) filled.push_back(given[next]);
    const CodeId whole = emit(Op::text, n, filled);
    if (text == "format" || text == "format_args") return whole;
    parts.push_back(whole);
    break;
  }
  std::string macro_name(text);
  macro_name += '!';
  return emit(Op::call, n, symbol(macro_name), parts);
}

}  // namespace assay::analysis::taint
