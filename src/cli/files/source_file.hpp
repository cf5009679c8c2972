#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace assay::cli {

/// Larger files are nobody's source.
inline constexpr std::size_t kMostFileBytes = 8 * 1024 * 1024;

/// At most `most` + 1 bytes of a file, pipe or device (so that too much is seen); `unavailable` with a
/// sentence where it can't be read.
base::Result<std::string> read_source_file(const std::string& path, std::size_t most);
/// The same of an open descriptor; `name` is for the sentence.
base::Result<std::string> read_descriptor(int descriptor, const std::string& name, std::size_t most);

/// Why these bytes can't be reviewed: "binary", "empty", "larger than 8 MiB"; empty where they can.
std::string_view reason_to_skip(std::string_view code);

}  // namespace assay::cli
