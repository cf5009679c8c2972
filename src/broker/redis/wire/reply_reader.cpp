#include "broker/redis/wire/reply_reader.hpp"

#include <hiredis/read.h>

#include <algorithm>
#include <new>
#include <string>
#include <utility>

namespace assay::broker::redis {
namespace {

// Where the object of `task` goes: a new root, or a new item of the array that is being read. The address of
// an item is good until its successor comes, and by then hiredis is done with it.
Reply* place(const redisReadTask* task, Reply reply) {
  if (task->parent == nullptr) return new Reply(std::move(reply));
  auto& items = static_cast<Reply*>(task->parent->obj)->items;
  items.push_back(std::move(reply));
  return &items.back();
}

void* make_text(const redisReadTask* task, char* bytes, std::size_t size) {
  Reply reply;
  reply.kind = task->type == REDIS_REPLY_STATUS  ? Reply::Kind::status
               : task->type == REDIS_REPLY_ERROR ? Reply::Kind::error
                                                 : Reply::Kind::string;
  reply.text.assign(bytes, size);
  return place(task, std::move(reply));
}

void* make_array(const redisReadTask* task, int count) {
  // A count is only a promise: memory is taken for what really comes.
  constexpr int kReserved = 1'024;
  Reply reply;
  reply.kind = Reply::Kind::array;
  reply.items.reserve(static_cast<std::size_t>(std::clamp(count, 0, kReserved)));
  return place(task, std::move(reply));
}

void* make_integer(const redisReadTask* task, long long value) {
  Reply reply;
  reply.kind = Reply::Kind::integer;
  reply.integer = value;
  return place(task, std::move(reply));
}

void* make_nil(const redisReadTask* task) { return place(task, Reply{}); }

// hiredis frees roots only.
void free_root(void* root) { delete static_cast<Reply*>(root); }

redisReplyObjectFunctions functions{&make_text, &make_array, &make_integer, &make_nil, &free_root};

}  // namespace

struct ReplyReader::Impl {
  redisReader* reader = nullptr;
  std::size_t max_reply_bytes = 0;
  std::size_t fed = 0;  // since the last complete reply, at most
  std::string broken;

  ~Impl() { redisReaderFree(reader); }
};

ReplyReader::ReplyReader(std::size_t max_reply_bytes) : impl_(std::make_unique<Impl>()) {
  impl_->reader = redisReaderCreateWithFunctions(&functions);
  if (impl_->reader == nullptr) throw std::bad_alloc{};
  impl_->max_reply_bytes = max_reply_bytes;
}

ReplyReader::~ReplyReader() = default;

void ReplyReader::feed(std::string_view bytes) {
  if (!impl_->broken.empty()) return;
  impl_->fed += bytes.size();
  if (redisReaderFeed(impl_->reader, bytes.data(), bytes.size()) != 0) impl_->broken = "no memory";
}

base::Result<std::optional<Reply>> ReplyReader::next() {
  void* root = nullptr;
  if (impl_->broken.empty() && redisReaderGetReply(impl_->reader, &root) != 0)
    impl_->broken = static_cast<const char*>(impl_->reader->errstr);
  if (impl_->broken.empty() && root == nullptr && impl_->fed > impl_->max_reply_bytes)
    impl_->broken = "a reply is larger than " + std::to_string(impl_->max_reply_bytes) + " bytes";
  if (!impl_->broken.empty()) {
    delete static_cast<Reply*>(root);
    return base::fail(base::Errc::corrupt, "what Redis sent is not of its protocol: " + impl_->broken);
  }
  if (root == nullptr) return std::nullopt;
  const std::unique_ptr<Reply> reply(static_cast<Reply*>(root));
  impl_->fed = 0;
  return std::move(*reply);
}

}  // namespace assay::broker::redis
