#include "app/server_access.hpp"

#include <boost/asio/post.hpp>

#include "app/await.hpp"

namespace assay::app {
namespace {

constexpr std::chrono::seconds kNoteUsesEvery{20};

}  // namespace

ServerAccess::ServerAccess(store::Database& database, core::RateLimiter& limiter, const base::Clock& clock,
                           base::Random& random, const cli::AccessSettings& settings, base::Executor engine)
    : database_(database),
      store_(database),
      audit_(database),
      keys_({store_, store_, audit_, clock, random}, {settings.session_lifetime}),
      control_(keys_, {settings.mode == cli::AccessMode::keys, settings.open_metrics}),
      sign_in_limit_(limiter),
      owner_token_(core::make_key_token(random)),
      engine_(engine),
      wake_(engine) {
  keys_.set_owner(core::hash_token(owner_token_));
}

base::Result<std::vector<core::ApiKey>> ServerAccess::all_keys() { return await(store_.list(std::nullopt)); }

base::Result<void> ServerAccess::announce(const std::string& url, const std::string& pin) {
  return database_.folder().announce({url, owner_token_, pin});
}

base::Task<void> ServerAccess::run() {
  while (!stopping_) {
    co_await wake_.wait(kNoteUsesEvery);
    co_await keys_.flush_uses();
  }
}

void ServerAccess::stop() {
  boost::asio::post(engine_, [this] {
    stopping_ = true;
    wake_.notify();
  });
}

}  // namespace assay::app
