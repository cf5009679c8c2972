#pragma once
#include <span>
#include <string_view>

#include "http/request.hpp"
#include "http/response.hpp"

namespace assay::http {

/// A file inside the binary. Everything has static storage.
struct Asset {
  std::string_view path;  ///< of the URL
  std::string_view content_type;
  std::string_view etag;  ///< with its quotes; of the file itself, whatever the encoding
  bool immutable;         ///< its name holds a hash of its content
  std::string_view bytes;
  std::string_view brotli;  ///< empty: there is none
  std::string_view gzip;    ///< likewise
};

/// Made by cmake/embed_files.cmake. The page is empty in a build without it.
std::span<const Asset> embedded_page();
std::span<const Asset> embedded_docs();

/// The files of the page and of the documentation.
class Assets {
 public:
  /// Both sorted by path.
  Assets(std::span<const Asset> page, std::span<const Asset> docs) : page_(page), docs_(docs) {}

  bool has(std::string_view path) const { return find(path) != nullptr; }
  /// 200, 304 or 404; compressed as the client accepts it. HTML gets the page's security fields.
  Response serve(std::string_view path, const Request& request) const;
  /// The page itself, for every path that is a screen of it.
  Response serve_page(const Request& request) const;

 private:
  const Asset* find(std::string_view path) const;

  std::span<const Asset> page_;
  std::span<const Asset> docs_;
};

/// True for the paths that the page shows itself ("/", "/reviews/…", "/history" …).
bool is_page_path(std::string_view path);

}  // namespace assay::http
