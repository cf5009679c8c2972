#include "broker/redis/events/event_loader.hpp"

#include <boost/asio/post.hpp>
#include <utility>

namespace assay::broker::redis {

using base::Task;

namespace {

constexpr base::Micros kPause{50'000};

std::vector<StreamEntry> read_entries(const Reply& reply) {
  std::vector<StreamEntry> entries;
  for (const auto& item : reply.items) {
    if (item.items.size() != 2) continue;
    const auto cursor = core::parse_event_cursor(item.items[0].text);
    if (!cursor) continue;
    StreamEntry entry;
    entry.cursor = *cursor;
    const auto& fields = item.items[1].items;
    for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
      if (fields[i].text == "s") entry.submission = fields[i + 1].text;
      if (fields[i].text == "e") entry.event = fields[i + 1].text;
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace

EventLoader::EventLoader(Client& client, RedisEventOptions options, base::Executor executor)
    : client_(client),
      options_(std::move(options)),
      keys_(options_.prefix),
      executor_(executor),
      wake_(std::make_shared<base::Wakeup>(executor)) {}

void EventLoader::wanted() {
  if (told_.exchange(true)) return;
  boost::asio::post(executor_, [wake = wake_] { wake->notify(); });
}

void EventLoader::stop() {
  boost::asio::post(executor_, [this] {
    stopping_ = true;
    wake_->notify();
  });
}

Task<void> EventLoader::run() {
  base::TaskGroup loads{executor_};
  while (!stopping_) {
    told_ = false;
    FollowedEvents::Wanted wanted;
    {
      const std::scoped_lock lock{followed_->mutex};
      wanted = followed_->take_wanted();
    }
    for (auto& submission : wanted.submissions) loads.spawn(load_submission(std::move(submission)));
    for (auto& [job, from] : wanted.jobs) loads.spawn(load_job(std::move(job), from));
    for (auto& [scope, from] : wanted.scopes) loads.spawn(load_scope(std::move(scope), from));
    co_await wake_->wait(std::chrono::hours{1});
  }
  co_await loads.join();
}

Task<std::optional<Reply>> EventLoader::ask(Command command) {
  while (!stopping_) {
    auto reply = co_await client_.run(command);
    if (reply && !reply->is_error()) co_return std::move(*reply);
    co_await base::sleep_for(kPause);
  }
  co_return std::nullopt;
}

Task<std::optional<std::vector<StreamEntry>>> EventLoader::read_stream(std::string key,
                                                                       core::EventCursor from,
                                                                       std::size_t most) {
  Command command{"XRANGE", std::move(key), core::to_string(from), "+", "COUNT", std::to_string(most)};
  const auto reply = co_await ask(std::move(command));
  if (!reply) co_return std::nullopt;
  co_return read_entries(*reply);
}

Task<void> EventLoader::load_submission(core::SubmissionId submission) {
  Command command{"GET", keys_.submission(submission)};
  const auto reply = co_await ask(std::move(command));
  if (!reply) co_return;
  std::optional<std::string> place;
  if (reply->kind == Reply::Kind::string) place = reply->text;
  const std::scoped_lock lock{followed_->mutex};
  followed_->brought_submission(submission, std::move(place));
}

Task<void> EventLoader::load_job(core::JobId job, core::EventCursor from) {
  auto key = keys_.job_stream(job);
  const auto entries = co_await read_stream(std::move(key), from, 2 * options_.job_frames);
  if (!entries) co_return;
  const std::scoped_lock lock{followed_->mutex};
  followed_->brought_job(job, *entries);
}

Task<void> EventLoader::load_scope(core::Scope scope, core::EventCursor from) {
  auto key = keys_.scope_stream(scope);
  const auto entries = co_await read_stream(std::move(key), from, 2 * options_.scope_frames);
  if (!entries) co_return;
  const std::scoped_lock lock{followed_->mutex};
  followed_->brought_scope(scope, *entries);
}

}  // namespace assay::broker::redis
