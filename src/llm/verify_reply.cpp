#include "llm/verify_reply.hpp"

#include <charconv>
#include <optional>

#include "base/json_reader.hpp"
#include "base/utf8.hpp"
#include "llm/lenient_json.hpp"
#include "llm/members.hpp"

namespace assay::llm {
namespace {

using base::JsonValue;

constexpr std::size_t kMaxReason = 500;
constexpr int kMaxStarts = 64;

int number_of(const JsonValue& value) {
  if (const auto number = value.as_int())
    return *number > 0 && *number < 1'000'000 ? static_cast<int>(*number) : 0;
  auto text = value.as_string().value_or("");
  if (text.starts_with('F') || text.starts_with('f')) text.remove_prefix(1);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && number > 0 ? number : 0;
}

std::optional<bool> truth_of(const JsonValue& value) {
  if (const auto flag = value.as_bool()) return flag;
  const auto word = value.as_string().value_or("");
  if (word == "true" || word == "yes" || word == "confirmed") return true;
  if (word == "false" || word == "no" || word == "rejected") return false;
  return std::nullopt;
}

std::optional<std::vector<FindingVerdict>> read(const JsonValue& root) {
  const auto list = root.find("verdicts");
  if (!list || list->type() != base::JsonType::array) return std::nullopt;
  std::vector<FindingVerdict> verdicts;
  for (const auto& item : list->items()) {
    const Members members(item);
    const auto id = members.find({"id", "number", "finding"});
    const auto confirmed = members.find({"confirmed", "verdict"});
    const auto number = id ? number_of(*id) : 0;
    const auto truth = confirmed ? truth_of(*confirmed) : std::nullopt;
    if (number == 0 || !truth) continue;
    FindingVerdict verdict{number, *truth, {}};
    if (const auto reason = members.find({"reason", "why"})) {
      for (const char c : base::utf8_prefix(reason->as_string().value_or(""), kMaxReason))
        verdict.reason += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    verdicts.push_back(std::move(verdict));
  }
  return verdicts;
}

}  // namespace

base::Result<std::vector<FindingVerdict>> read_verify_reply(std::string_view content) {
  const auto text = base::is_valid_utf8(content) ? std::string(content) : base::replace_invalid_utf8(content);
  if (const auto document = base::JsonDocument::parse(text)) {
    if (auto verdicts = read(document->root())) return std::move(*verdicts);
  }
  int starts = 0;
  for (auto at = text.find('{'); at != std::string::npos && starts < kMaxStarts;
       at = text.find('{', at), ++starts) {
    const auto value = read_lenient_json(text, at);
    if (value) {
      if (const auto document = base::JsonDocument::parse(value->json)) {
        if (auto verdicts = read(document->root())) return std::move(*verdicts);
      }
    }
    at = value ? value->end : at + 1;
  }
  return base::fail(base::Errc::corrupt, "the answer holds no verdicts");
}

}  // namespace assay::llm
