#include "app/server_access.hpp"

#include <boost/asio/post.hpp>

namespace assay::app {
namespace {

constexpr std::chrono::seconds kNoteUsesEvery{20};
/// A key that was revoked in another process is let in no longer than that.
constexpr std::chrono::seconds kRecheckAfter{5};

access::KeyRingOptions ring_options(const Backend& backend, const cli::AccessSettings& settings) {
  access::KeyRingOptions options;
  options.session_lifetime = settings.session_lifetime;
  if (backend.is_shared()) options.recheck_after = kRecheckAfter;
  return options;
}

}  // namespace

ServerAccess::ServerAccess(Backend& backend, const base::Clock& clock, base::Random& random,
                           const cli::AccessSettings& settings, base::Executor engine)
    : backend_(backend),
      keys_({backend.keys(), backend.sessions(), backend.audit(), clock, random},
            ring_options(backend, settings)),
      control_(keys_, {settings.mode == cli::AccessMode::keys, settings.open_metrics}),
      sign_in_limit_(backend.limiter()),
      owner_token_(core::make_key_token(random)),
      engine_(engine),
      wake_(engine) {
  keys_.set_owner(core::hash_token(owner_token_));
}

base::Result<void> ServerAccess::announce(const std::string& url, const std::string& pin) {
  return backend_.announce(url, owner_token_, pin);
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
