#include "llm/review_shape.hpp"

#include <algorithm>

#include "llm/members.hpp"

namespace assay::llm {
namespace {

using base::JsonType;
using base::JsonValue;

constexpr int kMaxUnwraps = 3;

bool looks_like_issue(const JsonValue& value) {
  return value.find("title") || value.find("quote") || value.find("detail") || value.find("description");
}

bool is_issue_array(const JsonValue& value) {
  const auto items = value.items();
  return !items.empty() && std::all_of(items.begin(), items.end(), looks_like_issue);
}

bool starts_as_json(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

bool is_list_name(std::string_view name) {
  return name == "issues" || name == "findings" || name == "problems" || name == "defects";
}

ReviewShape shape_of(const JsonValue& value, bool whole, int unwraps);

// False where what stands there can be no list of issues.
bool add_list(const JsonValue& value, ReviewShape& shape) {
  if (value.type() == JsonType::array) {
    shape.lists.push_back(value);
  } else if (const auto text = value.as_string(); text && starts_as_json(*text)) {
    shape.nested = *text;
    shape.notes.push_back("the list of issues was JSON inside a string");
  } else if (value.is_null()) {
    shape.notes.push_back("null was taken as an empty list of issues");
  } else {
    return false;
  }
  return true;
}

ReviewShape unwrap(const Members& members, int unwraps) {
  if (unwraps == kMaxUnwraps) return {};
  const auto inner =
      members.find({"review", "result", "output", "response", "data", "code_review", "answer"});
  if (!inner) return {};
  auto found = shape_of(*inner, false, unwraps + 1);
  if (found.score > 0 && found.notes.empty())
    found.notes.push_back("the review was wrapped in another object");
  return found;
}

ReviewShape shape_of_object(const JsonValue& value, bool whole, int unwraps) {
  const Members members(value);
  ReviewShape shape;
  shape.root = value;
  int lists = 0;
  for (const auto& [name, member] : members.all()) {
    if (!is_list_name(name)) continue;
    if (!add_list(member, shape)) return {};
    if (++lists == 2) shape.notes.push_back("the list of issues came twice; both were read");
    if (lists == 1 && name != "issues") shape.notes.push_back("the list of issues had another name");
  }
  if (lists > 0) {
    shape.score = 2 + (members.find({"summary"}) ? 1 : 0) + (members.find({"advice"}) ? 1 : 0);
    return shape;
  }
  if (auto inner = unwrap(members, unwraps); inner.score > 0) return inner;
  // A model that found one thing and forgot the list.
  if (!whole || !members.find({"quote"}) || !members.find({"title"})) return {};
  shape.score = 1;
  shape.root.reset();
  shape.notes.push_back("the answer was one bare issue");
  shape.lists.push_back(value);
  return shape;
}

ReviewShape shape_of(const JsonValue& value, bool whole, int unwraps) {
  if (value.type() == JsonType::object) return shape_of_object(value, whole, unwraps);
  ReviewShape shape;
  if (value.type() == JsonType::array) {
    if (!is_issue_array(value) && !(whole && value.items().empty())) return {};
    shape.score = 1;
    shape.lists.push_back(value);
    shape.notes.push_back("the answer was a bare list of issues");
  } else if (const auto text = value.as_string(); text && starts_as_json(*text)) {
    shape.score = 1;
    shape.nested = *text;
    shape.notes.push_back("the answer was JSON inside a string");
  }
  return shape;
}

}  // namespace

ReviewShape review_shape(const JsonValue& value, bool whole) { return shape_of(value, whole, 0); }

}  // namespace assay::llm
