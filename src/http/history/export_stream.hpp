#pragma once
#include "core/ports/review_store.hpp"
#include "http/event_stream.hpp"
#include "review/reader.hpp"

namespace assay::http {

enum class ExportFormat : std::uint8_t { csv, ndjson };

/// The filtered history as a body, read page by page while the client takes it: memory for one page at most,
/// and each page is a short read of the store, so that a slow client holds nothing of it. Where the store
/// fails on the way the body ends without its last chunk, which tells the client that it is not whole.
class ExportStream final : public EventStream {
 public:
  /// `first` answers `query`, whose order and filters stay. `chunked`: HTTP/1.1 framing (RFC 9112, 7.1).
  ExportStream(review::Reader& reader, core::HistoryQuery query, core::HistoryPage first, ExportFormat format,
               bool chunked);

  State poll(std::vector<core::EventFrame>& frames) override;
  base::Task<void> wait() override;
  base::Task<std::string> last_words() override;
  bool is_live() const override { return false; }

 private:
  review::Reader& reader_;
  core::HistoryQuery query_;
  core::HistoryPage page_;
  ExportFormat format_;
  bool chunked_;
  bool begun_ = false;
  bool has_page_ = true;  ///< `page_` is still to be sent
  bool failed_ = false;
};

/// The rows of a page, in the format's own lines; `header`: with the first line of CSV.
std::string export_rows(const core::HistoryPage& page, ExportFormat format, bool header);

}  // namespace assay::http
