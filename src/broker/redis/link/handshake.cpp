#include "broker/redis/link/handshake.hpp"

#include <array>
#include <boost/asio/async_result.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <utility>

#include "broker/redis/wire/encode.hpp"
#include "broker/redis/wire/reply_reader.hpp"

namespace assay::broker::redis {
namespace asio = boost::asio;
namespace {

using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, base::Executor>;

// Together at most what a reconnect may take of the two seconds in which service must be back.
constexpr base::Micros kConnect = std::chrono::milliseconds{1'000};
constexpr base::Micros kAnswer = std::chrono::milliseconds{1'000};

base::Result<void> check(const Command& command, const Reply& reply) {
  // A user without the right to PING may have all others that are needed.
  if (!reply.is_error() || reply.text.starts_with("NOPERM")) return {};
  // Only the name of the command: AUTH has the password behind it.
  return base::fail(base::Errc::unavailable, "Redis refuses " + command.front() + ": " + reply.text);
}

}  // namespace

Command login_command(const Login& login) {
  Command command{"AUTH"};
  if (!login.user.empty()) command.push_back(login.user);
  command.push_back(login.password);
  return command;
}

base::Task<base::Result<std::vector<Reply>>> exchange(std::shared_ptr<Stream> stream,
                                                      std::vector<Command> commands, base::Micros at_most) {
  const base::Executor executor = co_await asio::this_coro::executor;
  Timer timer(executor);
  const auto over = std::make_shared<bool>(false);
  timer.expires_after(at_most);
  timer.async_wait([stream = std::weak_ptr(stream), over](const boost::system::error_code& error) {
    const auto open = stream.lock();
    if (error || !open) return;
    *over = true;
    open->close();
  });
  auto bytes = std::make_shared<std::string>();
  for (const auto& command : commands) append_command(*bytes, command);
  // A failed write shows in the read: the connection is at its end.
  stream->write(*bytes, [bytes, stream](bool) {});
  ReplyReader reader;
  std::vector<Reply> replies;
  std::array<char, 4'096> buffer;
  while (replies.size() < commands.size()) {
    const auto got = co_await stream->read_some(buffer);
    if (!got && *over)
      co_return base::fail(base::Errc::unavailable,
                           "Redis did not answer within " + std::to_string(at_most.count() / 1'000) + " ms");
    if (!got) co_return base::fail(got.error());
    reader.feed({buffer.data(), *got});
    while (replies.size() < commands.size()) {
      auto reply = reader.next();
      if (!reply) co_return base::fail(std::move(reply.error()));
      if (!*reply) break;
      replies.push_back(std::move(**reply));
    }
  }
  co_return replies;
}

base::Task<base::Result<std::shared_ptr<Stream>>> open_and_log_in(Target target, std::shared_ptr<Tls> tls,
                                                                  Login login) {
  auto stream = co_await open_stream(target, std::move(tls), kConnect);
  if (!stream) co_return base::fail(std::move(stream.error()));
  std::vector<Command> commands;
  if (!login.password.empty()) commands.push_back(login_command(login));
  if (login.database != 0) {
    Command select{"SELECT", std::to_string(login.database)};
    commands.push_back(std::move(select));
  }
  // What a user may not do (CLIENT) or an old server can't is no reason not to work with it.
  const auto required = commands.size();
  if (!login.name.empty()) {
    Command name{"CLIENT", "SETNAME", login.name};
    commands.push_back(std::move(name));
  }
  Command ping{"PING"};
  commands.push_back(std::move(ping));
  const auto replies = co_await exchange(*stream, commands, kAnswer);
  auto good = base::Result<void>{};
  if (!replies) good = base::fail(replies.error());
  for (std::size_t i = 0; good && i < commands.size(); ++i) {
    if (i < required || i + 1 == commands.size()) good = check(commands[i], (*replies)[i]);
  }
  if (!good) {
    (*stream)->close();
    co_return base::fail(base::Errc::unavailable, "Redis at " + target.shown() + ": " + good.error().message);
  }
  co_return std::move(*stream);
}

base::Task<base::Result<void>> says_it_is_master(std::shared_ptr<Stream> stream, Target target) {
  std::vector<Command> commands;
  commands.push_back(Command{"ROLE"});
  const auto replies = co_await exchange(std::move(stream), std::move(commands), kAnswer);
  if (!replies) co_return base::fail(replies.error());
  const auto& reply = replies->front();
  if (reply.kind != Reply::Kind::array || reply.items.empty() || reply.items[0].text == "master")
    co_return base::Result<void>{};
  co_return base::fail(
      base::Errc::unavailable,
      "Redis at " + target.shown() + " is to be the master, but says that it is a " + reply.items[0].text);
}

}  // namespace assay::broker::redis
