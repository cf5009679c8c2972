#pragma once
#include <functional>
#include <string>
#include <string_view>

namespace assay::llm {

/// Finds the objects of the "issues" array in a review that is still being written, and hands each over as
/// soon as its closing brace has come. It only watches well-formed JSON whose root is an object (behind white
/// space, a byte order mark or the opening line of a code fence; one wrapping object is fine); anything else
/// is left for the reading of the complete reply. Not thread-safe.
class IssueStream {
 public:
  /// The text of one object; ends with the call.
  using OnIssue = std::function<void(std::string_view object)>;

  explicit IssueStream(OnIssue on_issue) : on_issue_(std::move(on_issue)) {}

  /// The next piece of the model's text, cut anywhere.
  void feed(std::string_view text);

 private:
  enum class Phase { before, reading, over };

  void take(char c);
  void take_in_string(char c);
  void open(char c);
  void close();
  bool starts_json(char c);

  // Deeper JSON than this is no review.
  static constexpr int kMaxDepth = 32;

  OnIssue on_issue_;
  Phase phase_ = Phase::before;
  std::string lead_;    // what stood before the root
  std::string key_;     // the last string of an object at depth 1 or 2
  std::string object_;  // the issue being collected
  int depth_ = 0;
  int array_depth_ = 0;  // depth inside the issues array, 0 outside
  bool in_string_ = false;
  bool escaped_ = false;
};

}  // namespace assay::llm
