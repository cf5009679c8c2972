#include "integration/http_openapi.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

namespace assay::tests {
namespace {

using base::JsonDocument;
using base::JsonType;
using base::JsonValue;

JsonDocument read_document() {
  std::ifstream file{ASSAY_SOURCE_DIR "/api/openapi.json"};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  auto document = JsonDocument::parse(text);
  if (!document) throw std::runtime_error{document.error().message};
  return std::move(*document);
}

JsonValue at(const JsonValue& value, std::string_view key) {
  const auto found = value.find(key);
  if (!found) throw std::runtime_error{"openapi.json has no " + std::string{key}};
  return *found;
}

class Checker {
 public:
  explicit Checker(JsonValue root) : root_(root) {}

  JsonValue resolve(JsonValue schema) const {
    const auto reference = schema.find("$ref");
    if (!reference) return schema;
    auto path = reference->as_string().value().substr(2);
    JsonValue found = root_;
    while (!path.empty()) {
      const auto slash = path.find('/');
      found = at(found, path.substr(0, slash));
      path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    }
    return found;
  }

  void check(JsonValue schema, const JsonValue& value, const std::string& where) {
    schema = resolve(schema);
    if (const auto either = schema.find("oneOf")) {
      if (const auto fits = fitting(*either, value, where); fits != 1)
        fail(where, "fits " + std::to_string(fits) + " of oneOf");
      return;
    }
    if (const auto any = schema.find("anyOf")) {
      if (fitting(*any, value, where) == 0) fail(where, "fits none of anyOf");
      return;
    }
    check_type(schema, value, where);
    check_enum(schema, value, where);
    check_range(schema, value, where);
    if (value.type() == JsonType::array) {
      if (const auto items = schema.find("items")) {
        int index = 0;
        for (const auto& item : value.items())
          check(*items, item, where + "[" + std::to_string(index++) + "]");
      }
    }
    if (value.type() == JsonType::object) check_object(schema, value, where);
  }

  std::vector<std::string> errors;

 private:
  std::ptrdiff_t fitting(const JsonValue& choices, const JsonValue& value, const std::string& where) const {
    const auto all = choices.items();
    return std::ranges::count_if(all, [&](const JsonValue& choice) {
      Checker inner{root_};
      inner.check(choice, value, where);
      return inner.errors.empty();
    });
  }

  void fail(const std::string& where, const std::string& what) { errors.push_back(where + ": " + what); }

  static bool is_type(const JsonValue& value, std::string_view type) {
    switch (value.type()) {
      case JsonType::null:
        return type == "null";
      case JsonType::boolean:
        return type == "boolean";
      case JsonType::integer:
        return type == "integer" || type == "number";
      case JsonType::number:
        return type == "number";
      case JsonType::string:
        return type == "string";
      case JsonType::array:
        return type == "array";
      case JsonType::object:
        return type == "object";
    }
    return false;
  }

  void check_type(const JsonValue& schema, const JsonValue& value, const std::string& where) {
    const auto type = schema.find("type");
    if (!type) return;
    const auto types = type->type() == JsonType::array ? type->items() : std::vector{*type};
    const bool fits =
        std::ranges::any_of(types, [&](const JsonValue& one) { return is_type(value, *one.as_string()); });
    if (!fits) fail(where, "has the type " + std::string{to_string(value.type())});
  }

  void check_enum(const JsonValue& schema, const JsonValue& value, const std::string& where) {
    const auto allowed = schema.find("enum");
    if (!allowed || !value.as_string()) return;
    const auto items = allowed->items();
    const bool fits = std::ranges::any_of(
        items, [&](const JsonValue& one) { return one.as_string() == value.as_string(); });
    if (!fits) fail(where, "is not in the enum: " + std::string{*value.as_string()});
  }

  void check_range(const JsonValue& schema, const JsonValue& value, const std::string& where) {
    const auto number = value.as_double();
    if (!number) return;
    const auto least = schema.find("minimum");
    const auto most = schema.find("maximum");
    if ((least && *number < *least->as_double()) || (most && *number > *most->as_double()))
      fail(where, "is out of range");
  }

  /// Also over the parts of allOf.
  void check_object(const JsonValue& schema, const JsonValue& value, const std::string& where) {
    std::vector<JsonValue> parts;
    if (const auto all = schema.find("allOf")) {
      for (const auto& part : all->items()) parts.push_back(resolve(part));
    } else {
      parts.push_back(schema);
    }
    std::set<std::string_view> named;
    bool describes_members = false;
    for (const auto& part : parts) {
      if (const auto required = part.find("required")) {
        for (const auto& name : required->items()) {
          if (value.find(*name.as_string())) continue;
          fail(where, "lacks " + std::string{*name.as_string()});
        }
      }
      const auto properties = part.find("properties");
      if (!properties) continue;
      describes_members = true;
      for (const auto& [name, property] : properties->members()) {
        named.insert(name);
        if (const auto member = value.find(name)) check(property, *member, where + "." + std::string{name});
      }
    }
    if (!describes_members) return;
    for (const auto& member : value.members()) {
      if (!named.contains(member.first)) fail(where, "has the unknown member " + std::string{member.first});
    }
  }

  JsonValue root_;
};

}  // namespace

OpenApi::OpenApi() : document_(read_document()) {}

std::vector<OpenApi::Operation> OpenApi::all() const {
  std::vector<Operation> all;
  for (const auto& [path, item] : at(document_.root(), "paths").members()) {
    for (const auto& [method, operation] : item.members()) {
      const auto id = operation.find("operationId");
      if (!id) continue;
      Operation made{std::string{*id->as_string()}, std::string{method}, std::string{path}, {}};
      std::ranges::transform(made.method, made.method.begin(),
                             [](unsigned char c) { return std::toupper(c); });
      for (const auto& [status, answer] : at(operation, "responses").members())
        made.statuses.push_back(std::stoi(std::string{status}));
      all.push_back(std::move(made));
    }
  }
  return all;
}

std::vector<std::string> OpenApi::operations() const {
  std::vector<std::string> out;
  for (const auto& operation : all()) out.push_back(operation.method + " " + operation.path);
  return out;
}

std::vector<std::string> OpenApi::unseen() const {
  std::vector<std::string> out;
  for (const auto& operation : all()) {
    for (const int status : operation.statuses) {
      auto name = operation.id + " " + std::to_string(status);
      if (!seen_.contains(name)) out.push_back(std::move(name));
    }
  }
  return out;
}

std::vector<std::string> OpenApi::check_examples() const {
  Checker checker{document_.root()};
  const auto media_types = [&](const JsonValue& holder, const std::string& where) {
    const auto content = checker.resolve(holder).find("content");
    if (!content) return;
    for (const auto& [type, media] : content->members()) {
      const auto schema = media.find("schema");
      if (const auto example = media.find("example")) checker.check(*schema, *example, where);
      if (const auto examples = media.find("examples")) {
        for (const auto& [name, example] : examples->members())
          checker.check(*schema, at(example, "value"), where + " " + std::string{name});
      }
    }
  };
  for (const auto& [path, item] : at(document_.root(), "paths").members()) {
    for (const auto& [method, operation] : item.members()) {
      if (!operation.find("operationId")) continue;
      const auto where = std::string{*at(operation, "operationId").as_string()};
      if (const auto body = operation.find("requestBody")) media_types(*body, where + " body");
      for (const auto& [status, answer] : at(operation, "responses").members())
        media_types(answer, where + " " + std::string{status});
    }
  }
  return checker.errors;
}

std::vector<std::string> OpenApi::check(std::string_view schema_name, std::string_view json) const {
  const auto value = JsonDocument::parse(json);
  if (!value) return {"no JSON: " + value.error().message};
  Checker checker{document_.root()};
  checker.check(at(at(at(document_.root(), "components"), "schemas"), schema_name), value->root(),
                std::string{schema_name});
  return checker.errors;
}

std::vector<std::string> OpenApi::check_answer(std::string_view operation_id, int status,
                                               std::string_view content_type, std::string_view body) const {
  seen_.insert(std::string{operation_id} + " " + std::to_string(status));
  Checker checker{document_.root()};
  for (const auto& [path, item] : at(document_.root(), "paths").members()) {
    for (const auto& [method, operation] : item.members()) {
      const auto id = operation.find("operationId");
      if (!id || id->as_string() != operation_id) continue;
      const auto answer = at(operation, "responses").find(std::to_string(status));
      if (!answer) return {std::string{operation_id} + " does not name the status " + std::to_string(status)};
      const auto content = checker.resolve(*answer).find("content");
      if (!content) return body.empty() ? std::vector<std::string>{} : std::vector<std::string>{"has a body"};
      const auto media = content->find(content_type.substr(0, content_type.find(';')));
      if (!media) return {std::string{operation_id} + " does not name the type " + std::string{content_type}};
      const auto schema = at(*media, "schema");
      if (const auto type = schema.find("type"); type && type->as_string() == "string") return {};
      const auto value = JsonDocument::parse(body);
      if (!value) return {"no JSON: " + value.error().message};
      checker.check(schema, value->root(), std::string{operation_id});
      return checker.errors;
    }
  }
  return {"there is no operation " + std::string{operation_id}};
}

}  // namespace assay::tests
