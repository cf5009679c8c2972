#pragma once
#include <iosfwd>
#include <string>
#include <vector>

namespace assay::tests {

/// The code that the replies are about; its third line is the one they quote.
inline constexpr const char* kReviewedCode = "import os\n\nx = {}\nprint(os.name, x)\n";

/// One form in which models give a review, and what must become of it: the review that the clean reply gives,
/// but for what is named here, or a clear failure.
struct ReplyCase {
  std::string name;
  std::string content;  ///< the model's text, with finish reason "stop"
  std::string failure;  ///< set: it can't be read, and the reason has this text
  int issues = 1;
  std::string severity = "med";
  double confidence = 0.75;
  bool has_texts = true;  ///< summary "Fine." and advice "Test it."
  bool coerced = true;    ///< what had to be changed is recorded
};
void PrintTo(const ReplyCase& reply_case, std::ostream* out);

/// Every case that a model's answer must survive.
const std::vector<ReplyCase>& reply_cases();
/// The reply that needs no repair.
const std::string& clean_reply();

}  // namespace assay::tests
