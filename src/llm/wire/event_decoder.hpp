#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/json_reader.hpp"
#include "llm/wire/sse_parser.hpp"
#include "llm/wire/wire_format.hpp"

namespace assay::llm {

/// What the decoders of all formats do alike: tell a stream of events from a whole JSON reply (some servers
/// send the second although the first was asked for), parse, collect the text under a limit, and hand it on.
/// A format fills in what its objects mean.
class EventDecoder : public ReplyDecoder {
 public:
  void feed(std::string_view bytes) final;
  void finish() final;
  std::optional<FinishReason> finish_reason() const final { return finish_; }
  const std::optional<ApiErrorText>& error() const final { return error_; }
  bool recognised() const final { return recognised_; }
  bool over_limit() const final { return over_limit_; }
  bool damaged() const final { return damaged_; }
  ChatReply take() final;

 protected:
  /// `sink` may be null.
  explicit EventDecoder(ContentSink* sink);

  /// A look at the data of an event before it is parsed; true: there is no more in it.
  virtual bool take_quickly(std::string_view /*data*/) { return false; }
  /// The data of one event; an object.
  virtual void take_event(const base::JsonValue& data) = 0;
  /// The whole reply; an object.
  virtual void take_whole(const base::JsonValue& reply) = 0;

  void add_text(std::string_view text);
  /// Text that is still escaped as in JSON; false, and nothing is added, where it has to be parsed.
  bool add_escaped_text(std::string_view raw);
  /// Text beside the answer, such as a model's thoughts. It is the answer where there is no other: some
  /// servers take all of an answer for thoughts.
  void add_aside(std::string_view text);
  bool knows_model() const { return !reply_.model.empty(); }
  void recognise() { recognised_ = true; }
  /// The first one counts; it also says that the reply is of this format.
  void set_error(ApiErrorText error);
  void set_finish(std::optional<FinishReason> reason) { finish_ = reason; }
  void set_model(std::string_view name);
  void set_usage(const TokenUsage& usage) { reply_.usage = usage; }

 private:
  enum class Mode { unknown, events, whole };
  void parse(std::string_view json);

  ContentSink* sink_;
  SseParser events_;
  Mode mode_ = Mode::unknown;
  std::string whole_;
  ChatReply reply_;
  std::string aside_;
  std::optional<FinishReason> finish_;
  std::optional<ApiErrorText> error_;
  bool recognised_ = false;
  bool over_limit_ = false;
  bool damaged_ = false;
  bool has_stand_ins_ = false;  ///< of what is parsed now
};

}  // namespace assay::llm
