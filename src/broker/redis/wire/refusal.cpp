#include "broker/redis/wire/refusal.hpp"

#include <charconv>
#include <utility>

#include "broker/redis/wire/key_slot.hpp"

namespace assay::broker::redis {
namespace {

template <class Number>
bool read_number(std::string_view text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

Refusal refusal_of(const Reply& reply) {
  static constexpr std::pair<std::string_view, Refusal> kCodes[] = {
      {"NOSCRIPT", Refusal::no_script},
      {"LOADING", Refusal::not_now},
      {"BUSY", Refusal::not_now},
      {"CLUSTERDOWN", Refusal::not_now},
      {"MISCONF", Refusal::not_now},
      {"NOREPLICAS", Refusal::not_now},
      {"READONLY", Refusal::not_a_master},
      {"MASTERDOWN", Refusal::not_a_master},
      {"UNBLOCKED", Refusal::not_a_master},
      {"TRYAGAIN", Refusal::try_again},
      {"MOVED", Refusal::moved},
      {"ASK", Refusal::ask},
  };
  if (!reply.is_error()) return Refusal::none;
  const std::string_view text = reply.text;
  const auto code = text.substr(0, text.find(' '));
  for (const auto& [name, refusal] : kCodes) {
    if (code == name) return refusal;
  }
  return Refusal::none;
}

std::optional<Redirect> redirect_of(std::string_view error) {
  const auto after_code = error.find(' ');
  if (after_code == std::string_view::npos) return std::nullopt;
  error.remove_prefix(after_code + 1);
  const auto after_slot = error.find(' ');
  const auto colon = error.rfind(':');
  if (after_slot == std::string_view::npos || colon == std::string_view::npos || colon <= after_slot)
    return std::nullopt;
  Redirect redirect;
  if (!read_number(error.substr(0, after_slot), redirect.slot) || redirect.slot >= kSlots ||
      !read_number(error.substr(colon + 1), redirect.port) || redirect.port == 0)
    return std::nullopt;
  redirect.host = error.substr(after_slot + 1, colon - after_slot - 1);
  return redirect;
}

}  // namespace assay::broker::redis
