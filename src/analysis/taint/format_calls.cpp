#include "analysis/taint/formats.hpp"
#include "analysis/taint/interpreter.hpp"

namespace assay::analysis::taint {
namespace {

/// Whether the language's format functions write holes as braces.
bool formats_with_braces(core::Language language) {
  return language == core::Language::python || language == core::Language::csharp ||
         language == core::Language::rust;
}

bool is_text(V value) { return value->constant.kind == Constant::Kind::text; }

}  // namespace

/// The text that the pieces make with these values in their holes; null where one is missing.
V Interpreter::filled(const std::vector<FormatPiece>& pieces, const std::vector<V>& values,
                      const std::vector<std::pair<Symbol, V>>& named, int line) {
  V made = values_.text("");
  for (const FormatPiece& piece : pieces) {
    V part = nullptr;
    if (!piece.hole()) {
      part = values_.text(piece.text);
    } else if (piece.number) {
      part = values_.harmless();
    } else if (piece.named) {
      const Symbol name = values_.symbols().intern(piece.text);
      for (const auto& [key, value] : named) {
        if (key == name) part = value;
      }
    } else if (static_cast<std::size_t>(piece.argument) < values.size()) {
      part = values[static_cast<std::size_t>(piece.argument)];
    }
    if (part == nullptr) return nullptr;
    if (part->object != 0 && !part->text) part = values_.derived(part);
    made = values_.concat(made, part, line);
  }
  return made;
}

/// sprintf(format, ...), String.format(format, ...), "...".format(...) with a constant format; null for
/// others.
V Interpreter::format_call(const Call& call, V receiver, const std::vector<V>& given, State& state) {
  const core::Language language = file_.model.language();
  if (language == core::Language::c || language == core::Language::cpp) return nullptr;
  V format = nullptr;
  std::size_t first = 0;
  if (receiver != nullptr && is_text(receiver)) {
    format = receiver;
  } else {
    for (std::size_t i = 0; i < given.size() && i < 2 && format == nullptr; ++i) {
      if (is_text(given[i])) format = given[i];
      first = i + 1;
    }
  }
  if (format == nullptr) return nullptr;
  const auto pieces = formats_with_braces(language) ? brace_pieces(format->constant.text)
                                                    : percent_pieces(format->constant.text);
  if (!pieces) return nullptr;
  std::vector<V> values;
  std::vector<std::pair<Symbol, V>> named;
  for (std::size_t i = first; i < given.size(); ++i) {
    const Code& argument = code(call.codes[i]);
    if (argument.op == Op::keyword) {
      named.emplace_back(argument.data, given[i]);
      continue;
    }
    const O list = object_of(call.values[i], state);
    if (list == nullptr || list->shape != Object::Shape::list) {
      values.push_back(given[i]);
    } else if (list->exact && given.size() == first + 1) {  // vsprintf, String.format with an array
      for (std::uint32_t k = 0; k < list->count; ++k) values.push_back(whole(list->entries[k].value, state));
    } else {
      values.push_back(given[i]);
    }
  }
  return filled(*pieces, values, named, line(*call.code));
}

/// `format % values` of Python and Ruby; null where the format is not constant or does not fit.
V Interpreter::percent_format(V format, V values, State& state, int line) {
  if (!is_text(format)) return nullptr;
  const auto pieces = percent_pieces(format->constant.text);
  if (!pieces) return nullptr;
  std::vector<V> parts;
  std::vector<std::pair<Symbol, V>> named;
  const O object = object_of(values, state);
  if (object == nullptr) {
    parts.push_back(whole(values, state));
  } else if (object->shape == Object::Shape::list && object->exact) {
    for (std::uint32_t i = 0; i < object->count; ++i) parts.push_back(whole(object->entries[i].value, state));
  } else if (object->shape == Object::Shape::record && object->rest == nullptr) {
    for (std::uint32_t i = 0; i < object->count; ++i)
      named.emplace_back(object->entries[i].key, whole(object->entries[i].value, state));
  } else {
    return nullptr;
  }
  return filled(*pieces, parts, named, line);
}

/// The elements of a list whose order is known, with a separator between them; null for other values.
V Interpreter::joined(V separator, V list, State& state, int line) {
  const O object = object_of(list, state);
  if (object == nullptr || object->shape != Object::Shape::list || !object->exact) return nullptr;
  V made = values_.text("");
  for (std::uint32_t i = 0; i < object->count; ++i) {
    if (i > 0) made = values_.concat(made, separator, line);
    made = values_.concat(made, whole(object->entries[i].value, state), line);
  }
  return made;
}

/// What a function that is handed to `map` and its like makes harmless: map(shlex.quote, names),
/// names.map(escapeHtml), array_map('intval', $ids), ids.map(&:to_i).
Rules Interpreter::sanitized_by_elements(const Call& call) {
  const std::string_view name = text_of(call.simple);
  if (name != "map" && name != "array_map" && name != "flatMap" && name != "Select" && name != "collect")
    return 0;
  for (std::size_t i = 0; i < call.values.size(); ++i) {
    std::string_view function;
    const Code& argument = code(call.codes[i]);
    if (call.values[i]->constant.kind == Constant::Kind::text) {
      function = call.values[i]->constant.text;
    } else if (const std::string_view text = file_.tree.text(argument.at); text.starts_with("&:")) {
      function = text.substr(2);
    } else if (argument.op == Op::name || argument.op == Op::member) {
      function = text_of(full_name(call.codes[i]));
    }
    if (function.empty() || function.size() > 100) continue;
    const std::size_t last = function.find_last_of(".:/");
    const std::string_view simple = last == std::string_view::npos ? function : function.substr(last + 1);
    if (known_function(simple) == Known::harmless || is_cleaner(simple)) return kAllRules;
    if (const Rules rules = set_.facts(function).sanitized; rules != 0) return rules;
  }
  return 0;
}

}  // namespace assay::analysis::taint
