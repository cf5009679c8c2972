#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace assay::cli {

/// What a command sees of the process it runs in, so that tests need neither variables nor files.
struct Environment {
  std::map<std::string, std::string, std::less<>> variables;
  /// The content of a small file; not_found where there is none.
  std::function<base::Result<std::string>(const std::string& path)> read_file;

  /// Nothing for an unset variable and for an empty one: `NAME=` in a container file means "not set".
  std::optional<std::string> variable(std::string_view name) const;
};

/// The variables and files of this process.
Environment system_environment();

}  // namespace assay::cli
