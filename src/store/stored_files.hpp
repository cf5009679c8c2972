#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/submission.hpp"

namespace assay::store {

/// The files of an input as stored bytes, whatever bytes their codes have: a count, then for each file path,
/// language, code, changed and known lines; numbers in 4 bytes, little-endian, texts behind their length.
std::string encode_files(const std::vector<core::InputFile>& files);
/// Nothing for bytes that encode_files does not write.
std::optional<std::vector<core::InputFile>> decode_files(std::string_view bytes);

}  // namespace assay::store
