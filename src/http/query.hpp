#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "core/history_cursor.hpp"
#include "core/language.hpp"
#include "core/lifecycle.hpp"

namespace assay::http {

/// The parameters of a query string, decoded (application/x-www-form-urlencoded). Of a name that stands twice
/// the last value counts; an empty value means the same as none. All readers give invalid_argument with the
/// parameter's name and what is allowed.
class Query {
 public:
  /// invalid_argument for a malformed percent sign.
  static base::Result<Query> parse(std::string_view text);

  std::optional<std::string_view> text(std::string_view name) const;
  base::Result<std::optional<std::int64_t>> integer(std::string_view name, std::int64_t least,
                                                    std::int64_t most) const;
  base::Result<std::optional<core::Language>> language(std::string_view name) const;
  base::Result<std::optional<core::Status>> status(std::string_view name) const;
  base::Result<std::optional<core::Severity>> severity(std::string_view name) const;
  base::Result<std::optional<core::Category>> category(std::string_view name) const;
  base::Result<std::optional<core::HistoryOrder>> order(std::string_view name) const;

  enum class DateMeans { start_of_day, end_of_day };
  /// A date alone stands for its first or its last microsecond.
  base::Result<std::optional<base::Timestamp>> timestamp(std::string_view name, DateMeans date_means) const;

 private:
  std::vector<std::pair<std::string, std::string>> parameters_;
};

/// "a, b, c": for messages that list what is allowed. `with_auto` includes detection.
enum class AutoLanguage { listed, left_out };
std::string language_names(AutoLanguage automatic);

}  // namespace assay::http
