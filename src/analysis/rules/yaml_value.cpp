#include "analysis/rules/yaml_value.hpp"

#include <yaml-cpp/yaml.h>

#include <charconv>
#include <cmath>

namespace assay::analysis {
namespace {

constexpr int kMaxValues = 100'000;
constexpr int kMaxDepth = 60;

YamlValue convert(const YAML::Node& node, int depth, int& values) {
  if (++values > kMaxValues || depth > kMaxDepth) throw Problem("yaml", "too large or too deep");
  YamlValue out;
  switch (node.Type()) {
    case YAML::NodeType::Scalar:
      out.kind = YamlValue::Kind::scalar;
      out.scalar = node.Scalar();
      break;
    case YAML::NodeType::Sequence:
      out.kind = YamlValue::Kind::list;
      for (const auto& item : node) out.list.push_back(convert(item, depth + 1, values));
      break;
    case YAML::NodeType::Map:
      out.kind = YamlValue::Kind::map;
      for (const auto& item : node) {
        out.map.push_back({item.first.as<std::string>(), convert(item.second, depth + 1, values)});
      }
      break;
    default:
      break;
  }
  return out;
}

}  // namespace

const std::string& YamlValue::text(const std::string& key) const {
  if (!is_scalar()) throw Problem(key, "must be a string");
  return scalar;
}

double YamlValue::number(const std::string& key) const {
  const std::string& digits = text(key);
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || !std::isfinite(value)) {
    throw Problem(key, "must be a number, not \"" + digits + "\"");
  }
  return value;
}

int YamlValue::integer(const std::string& key) const {
  const double value = number(key);
  if (value != std::floor(value) || std::abs(value) > 1e9) throw Problem(key, "must be a whole number");
  return static_cast<int>(value);
}

bool YamlValue::boolean(const std::string& key) const {
  const std::string& word = text(key);
  if (word == "true" || word == "yes" || word == "on") return true;
  if (word == "false" || word == "no" || word == "off") return false;
  throw Problem(key, "must be true or false, not \"" + word + "\"");
}

base::Result<YamlValue> parse_yaml(std::string_view text) {
  try {
    int values = 0;
    return convert(YAML::Load(std::string(text)), 0, values);
  } catch (const Problem& problem) {
    return base::fail(base::Errc::invalid_argument, problem.field + ": " + problem.what(), problem.field);
  } catch (const YAML::Exception& problem) {
    return base::fail(base::Errc::invalid_argument, std::string("not valid YAML here: ") + problem.what());
  }
}

}  // namespace assay::analysis
