#pragma once
#include <string>
#include <string_view>

namespace assay::cli {

/// Where a command writes. Once a write has failed (the reader of the pipe is gone, the disk is full) the
/// rest is dropped and `ok` says so: callers stop at the next good moment.
class Output {
 public:
  virtual ~Output() = default;
  virtual void write(std::string_view text) = 0;
  virtual void flush() {}
  virtual bool ok() const = 0;
  /// Colours and progress are for terminals only.
  virtual bool is_terminal() const = 0;
  /// Columns of the terminal; 100 where there is none.
  virtual int width() const = 0;
};

/// Buffers and writes to a descriptor it does not own. A reader that is gone is an ordinary end, never a
/// signal: SIGPIPE is ignored by `run`.
class DescriptorOutput final : public Output {
 public:
  explicit DescriptorOutput(int descriptor);
  ~DescriptorOutput() override;
  DescriptorOutput(const DescriptorOutput&) = delete;
  DescriptorOutput& operator=(const DescriptorOutput&) = delete;

  void write(std::string_view text) override;
  void flush() override;
  bool ok() const override { return ok_; }
  bool is_terminal() const override { return terminal_; }
  int width() const override;

 private:
  int descriptor_;
  bool terminal_;
  bool ok_ = true;
  std::string buffer_;
};

/// Keeps everything in memory.
class StringOutput final : public Output {
 public:
  void write(std::string_view text) override { text_ += text; }
  bool ok() const override { return true; }
  bool is_terminal() const override { return false; }
  int width() const override { return kWidth; }
  const std::string& text() const { return text_; }

  static constexpr int kWidth = 100;

 private:
  std::string text_;
};

}  // namespace assay::cli
