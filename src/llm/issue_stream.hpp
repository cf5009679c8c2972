#pragma once
#include <array>
#include <functional>
#include <string>
#include <string_view>

namespace assay::llm {

/// Finds the issues of a review that is still being written, and hands each over as soon as its closing brace
/// has come: behind white space, a byte order mark, thoughts, an opening code fence, prose and other objects,
/// inside up to three wrapping objects, or in a bare list. It only follows what is JSON but for the inside of
/// an issue; anything else is left for the reading of the complete reply, which has the last word. How the
/// text is cut into pieces makes no difference. Not thread-safe.
class IssueStream {
 public:
  /// The text of one object; ends with the call.
  using OnIssue = std::function<void(std::string_view object)>;

  explicit IssueStream(OnIssue on_issue) : on_issue_(std::move(on_issue)) {}

  /// The next piece of the model's text, cut anywhere.
  void feed(std::string_view text);

 private:
  enum class Phase { before, fence_line, tag, thinking, reading, over };

  void before(char c);
  void tag(char c);
  void thinking(char c);
  void take(char c);
  void take_plain(std::string_view text);
  void take_in_string(char c);
  void start(char c);
  void open(char c);
  void close(char c);

  // Deeper JSON than this is no review.
  static constexpr int kMaxDepth = 32;
  static constexpr std::size_t kMaxTag = 16;
  static constexpr std::size_t kMaxKey = 16;

  OnIssue on_issue_;
  Phase phase_ = Phase::before;
  bool blank_ = true;   // nothing that matters has come yet
  std::string tag_;     // "<think": the tag being read, then the one that ends the thoughts
  std::string tail_;    // the last bytes of the thoughts
  std::string key_;     // the last string of an object near the root
  std::string object_;  // the issue being collected
  std::array<char, kMaxDepth> closers_{};
  int depth_ = 0;
  int array_depth_ = 0;  // depth inside the list of issues, 0 outside
  bool saw_list_ = false;
  bool in_string_ = false;
  bool escaped_ = false;
};

}  // namespace assay::llm
