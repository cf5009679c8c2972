#include "store/stored_files.hpp"

#include <cstdint>

namespace assay::store {
namespace {

void put(std::string& out, std::uint32_t number) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>((number >> shift) & 0xff));
}

void put(std::string& out, std::string_view text) {
  put(out, static_cast<std::uint32_t>(text.size()));
  out.append(text);
}

void put(std::string& out, const std::vector<core::LineRange>& ranges) {
  put(out, static_cast<std::uint32_t>(ranges.size()));
  for (const auto& range : ranges) {
    put(out, static_cast<std::uint32_t>(range.start));
    put(out, static_cast<std::uint32_t>(range.end));
  }
}

/// Reads what `put` wrote; after a failure everything is empty and `ok` is false.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : rest_(bytes) {}
  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }

  std::uint32_t number() {
    const auto bytes = take(4);
    std::uint32_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
    return value;
  }
  std::string_view text() { return take(number()); }
  std::vector<core::LineRange> ranges() {
    std::vector<core::LineRange> out;
    for (auto left = number(); left > 0 && ok_; --left) {
      const auto start = static_cast<int>(number());
      out.push_back({start, static_cast<int>(number())});
    }
    return out;
  }

 private:
  std::string_view take(std::size_t size) {
    if (size > rest_.size()) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    const auto taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace

std::string encode_files(const std::vector<core::InputFile>& files) {
  std::string out;
  put(out, static_cast<std::uint32_t>(files.size()));
  for (const auto& file : files) {
    put(out, file.path);
    put(out, core::to_string(file.language));
    put(out, file.code);
    put(out, static_cast<std::uint32_t>(file.changed.has_value() ? 1 : 0));
    if (file.changed) put(out, *file.changed);
    put(out, file.known);
  }
  return out;
}

std::optional<std::vector<core::InputFile>> decode_files(std::string_view stored) {
  Bytes bytes{stored};
  std::vector<core::InputFile> files;
  for (auto left = bytes.number(); left > 0 && bytes.ok(); --left) {
    core::InputFile file;
    file.path = std::string{bytes.text()};
    const auto language = core::parse_language(bytes.text());
    file.code = std::string{bytes.text()};
    const auto has_changed = bytes.number();
    if (has_changed > 1) return std::nullopt;
    if (has_changed == 1) file.changed = bytes.ranges();
    file.known = bytes.ranges();
    if (!bytes.ok() || !language) return std::nullopt;
    file.language = *language;
    files.push_back(std::move(file));
  }
  if (!bytes.ok() || !bytes.at_end()) return std::nullopt;
  return files;
}

}  // namespace assay::store
