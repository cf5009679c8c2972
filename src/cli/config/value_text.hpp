#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "cli/config/configuration.hpp"

/// Settings as text, both ways. What a parser does not take is nothing, never a guess.
namespace assay::cli {

/// 1/0, true/false, yes/no, on/off in any case.
std::optional<bool> parse_bool(std::string_view text);
/// Decimal digits with an optional sign; underscores between digits as in TOML.
std::optional<std::int64_t> parse_integer(std::string_view text);
std::optional<double> parse_number(std::string_view text);
/// "1500ms", "30s", "5m", "2h", "30d"; a number alone is seconds, with decimals if it likes.
std::optional<base::Micros> parse_duration(std::string_view text);
/// "65536", "64KiB" (1024), "64kB" (1000), "8MiB", "1GiB"; K, M and G alone mean 1024.
std::optional<std::int64_t> parse_bytes(std::string_view text);
/// "127.0.0.1:8080", "[::1]:8080", "localhost:8080", "8080" (on 127.0.0.1), ":8080" (on every address).
std::optional<ListenAddress> parse_listen(std::string_view text);
/// scheme://host[:port] of an http or https URL, in canonical form: lower case, no default port.
std::optional<std::string> parse_origin(std::string_view url);
/// True for http(s)://host[:port] with nothing, or only a slash, behind it.
bool is_bare_origin(std::string_view url);
/// An IP address or a network in CIDR notation.
bool is_network(std::string_view text);
/// Parts between commas without the blanks around them; empty ones dropped.
std::vector<std::string> split_list(std::string_view text);
std::string_view trim(std::string_view text);

std::string format_duration(base::Micros duration);
std::string format_bytes(std::int64_t bytes);
/// The shortest decimal text that reads back the same.
std::string format_number(double number);

}  // namespace assay::cli
