#pragma once
#include <functional>
#include <string>
#include <string_view>

namespace assay::llm {

/// Reads a stream of server-sent events (WHATWG HTML, 9.2.6) that arrives in pieces cut anywhere. Comments,
/// `id` and `retry` are ignored; lines end in LF, CRLF or CR; several data lines are joined by LF. Not
/// thread-safe.
class SseParser {
 public:
  /// `name` is "message" for events without one. Both views end with the call.
  using OnEvent = std::function<void(std::string_view name, std::string_view data)>;

  explicit SseParser(OnEvent on_event) : on_event_(std::move(on_event)) {}

  void feed(std::string_view bytes);
  /// The stream has ended: an event whose lines are complete but whose blank line is missing is delivered
  /// too, since some servers leave it out; half a line is dropped.
  void finish();

 private:
  /// Bytes of an event at the front that it has delivered; 0 where it takes more to read it.
  std::size_t take_plain_event(std::string_view bytes);
  void take_line(std::string_view line);
  void dispatch();

  OnEvent on_event_;
  std::string partial_;  // the unfinished line
  std::string name_;
  std::string data_;
  bool has_data_ = false;
  bool after_cr_ = false;
  bool at_start_ = true;
};

}  // namespace assay::llm
