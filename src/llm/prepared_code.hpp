#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/ports/outliner.hpp"
#include "llm/anchor.hpp"
#include "llm/redact.hpp"

namespace assay::llm {

/// Code as it may be sent: without secrets and invisible characters, with an index of its lines. Stays where
/// it is: the lines point into it.
class PreparedCode {
 public:
  /// What was removed and a person should know is added to `notes`.
  PreparedCode(std::string_view code, const Redactor& redactor, std::vector<std::string>& notes);
  PreparedCode(const PreparedCode&) = delete;
  PreparedCode& operator=(const PreparedCode&) = delete;

  bool is_blank() const;
  const std::string& text() const { return redacted_.code; }
  const RedactedCode& redacted() const { return redacted_; }
  const CodeIndex& index() const { return index_; }
  const std::vector<std::string_view>& lines() const { return lines_; }

 private:
  RedactedCode redacted_;
  CodeIndex index_;
  std::vector<std::string_view> lines_;
};

}  // namespace assay::llm
