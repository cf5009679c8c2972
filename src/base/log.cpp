#include "base/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <memory>

#include "base/json_writer.hpp"
#include "base/timestamp.hpp"

namespace assay::base::log {
namespace {

std::atomic<Format> g_format{Format::text};

spdlog::logger& logger() {
  static const auto kLogger = [] {
    auto made = std::make_shared<spdlog::logger>("assay", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    made->set_level(spdlog::level::info);
    made->flush_on(spdlog::level::trace);
    return made;
  }();
  return *kLogger;
}

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warn:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

std::string_view name_of(Level level) {
  switch (level) {
    case Level::debug:
      return "debug";
    case Level::info:
      return "info";
    case Level::warn:
      return "warn";
    case Level::error:
      return "error";
  }
  return "info";
}

std::string as_json(Level level, std::string_view message, std::initializer_list<Field> fields) {
  std::string line;
  JsonWriter json{line};
  json.begin_object()
      .field("time", format_timestamp(SystemClock{}.now()))
      .field("level", name_of(level))
      .field("message", message);
  for (const auto& field : fields) {
    json.key(field.key);
    std::visit([&json](const auto& value) { json.value(value); }, field.value);
  }
  json.end_object();
  return line;
}

std::string as_text(Level level, std::string_view message, std::initializer_list<Field> fields) {
  std::string line = format_timestamp(SystemClock{}.now());
  line.append(" ").append(name_of(level)).append(" ").append(message);
  for (const auto& field : fields) {
    line.append(" ").append(field.key).append("=");
    JsonWriter json{line};  // quotes and escapes, so that a value can't break the line
    std::visit([&json](const auto& value) { json.value(value); }, field.value);
  }
  return line;
}

}  // namespace

void configure(Level level, Format format) {
  g_format = format;
  logger().set_level(to_spdlog(level));
}

void write(Level level, std::string_view message, std::initializer_list<Field> fields) {
  if (!logger().should_log(to_spdlog(level))) return;
  const auto line =
      g_format.load() == Format::json ? as_json(level, message, fields) : as_text(level, message, fields);
  logger().log(to_spdlog(level), spdlog::string_view_t{line.data(), line.size()});
}

}  // namespace assay::base::log
