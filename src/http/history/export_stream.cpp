#include "http/history/export_stream.hpp"

#include <array>
#include <charconv>

#include "base/log.hpp"

namespace assay::http {
namespace {

/// Bytes as one chunk. An empty one would end the body.
std::string chunk(std::string bytes) {
  if (bytes.empty()) return bytes;
  std::array<char, 16> size{};
  const auto end = std::to_chars(size.data(), size.data() + size.size(), bytes.size(), 16).ptr;
  std::string out;
  out.reserve(bytes.size() + 2 * size.size());
  return out.append(size.data(), end).append("\r\n").append(bytes).append("\r\n");
}

}  // namespace

ExportStream::ExportStream(review::Reader& reader, core::HistoryQuery query, core::HistoryPage first,
                           ExportFormat format, bool chunked)
    : reader_(reader),
      query_(std::move(query)),
      page_(std::move(first)),
      format_(format),
      chunked_(chunked) {}

EventStream::State ExportStream::poll(std::vector<core::EventFrame>& frames) {
  if (failed_) return State::ending;
  if (!has_page_) return State::idle;
  auto rows = export_rows(page_, format_, !begun_);
  begun_ = true;
  has_page_ = false;
  page_.items.clear();
  if (chunked_) rows = chunk(std::move(rows));
  if (!rows.empty()) frames.push_back(std::make_shared<const std::string>(std::move(rows)));
  return page_.next_cursor.empty() ? State::ending : State::idle;
}

base::Task<void> ExportStream::wait() {
  query_.cursor = page_.next_cursor;
  auto next = co_await reader_.history(query_);
  if (next) {
    page_ = std::move(*next);
    has_page_ = true;
    co_return;
  }
  base::log::warn("an export ended early", {{"reason", next.error().message}});
  failed_ = true;
}

base::Task<std::string> ExportStream::last_words() {
  std::string last = chunked_ && !failed_ ? "0\r\n\r\n" : "";
  co_return last;
}

}  // namespace assay::http
