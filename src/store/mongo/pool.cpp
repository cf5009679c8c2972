#include "store/mongo/pool.hpp"

#include <mongoc/mongoc.h>

#include <algorithm>

#include "store/mongo/library.hpp"

namespace assay::store::mongo {
namespace {

constexpr int kSelection = 2'000;  // milliseconds, as the others
constexpr int kConnect = 2'000;
constexpr int kSocket = 20'000;
constexpr int kHeartbeat = 5'000;

void set_unless_said(mongoc_uri_t* uri, const char* option, int value) {
  if (!mongoc_uri_has_option(uri, option)) mongoc_uri_set_option_as_int32(uri, option, value);
}

base::Error bad_uri(std::string why) {
  return {base::Errc::invalid_argument, "MONGODB_URI can't be used: " + std::move(why), "MONGODB_URI"};
}

}  // namespace

struct Pool::Library {
  mongoc_client_pool_t* pool = nullptr;
  std::function<void(std::string_view, std::chrono::microseconds, bool)> observe;

  /// Before the first client is taken out of the pool.
  void watch() {
    const std::unique_ptr<mongoc_apm_callbacks_t, decltype(&mongoc_apm_callbacks_destroy)> callbacks{
        mongoc_apm_callbacks_new(), &mongoc_apm_callbacks_destroy};
    mongoc_apm_set_command_succeeded_cb(callbacks.get(), [](const mongoc_apm_command_succeeded_t* event) {
      const auto& its = *static_cast<Library*>(mongoc_apm_command_succeeded_get_context(event));
      its.observe(mongoc_apm_command_succeeded_get_command_name(event),
                  std::chrono::microseconds{mongoc_apm_command_succeeded_get_duration(event)}, true);
    });
    mongoc_apm_set_command_failed_cb(callbacks.get(), [](const mongoc_apm_command_failed_t* event) {
      const auto& its = *static_cast<Library*>(mongoc_apm_command_failed_get_context(event));
      its.observe(mongoc_apm_command_failed_get_command_name(event),
                  std::chrono::microseconds{mongoc_apm_command_failed_get_duration(event)}, false);
    });
    mongoc_client_pool_set_apm_callbacks(pool, callbacks.get(), this);
  }
  ~Library() {
    if (pool != nullptr) mongoc_client_pool_destroy(pool);
  }
};

base::Result<std::unique_ptr<Pool>> Pool::open(PoolOptions options) {
  if (auto started = start_library(); !started) return base::fail(std::move(started.error()));
  bson_error_t error;
  const std::unique_ptr<mongoc_uri_t, decltype(&mongoc_uri_destroy)> uri{
      mongoc_uri_new_with_error(options.uri.c_str(), &error), &mongoc_uri_destroy};
  if (!uri) return base::fail(bad_uri(without_secrets(error.message)));
  set_unless_said(uri.get(), MONGOC_URI_SERVERSELECTIONTIMEOUTMS, kSelection);
  set_unless_said(uri.get(), MONGOC_URI_CONNECTTIMEOUTMS, kConnect);
  set_unless_said(uri.get(), MONGOC_URI_SOCKETTIMEOUTMS, kSocket);
  set_unless_said(uri.get(), MONGOC_URI_HEARTBEATFREQUENCYMS, kHeartbeat);
  const unsigned threads = std::max(1U, options.threads);
  mongoc_uri_set_option_as_int32(uri.get(), MONGOC_URI_MAXPOOLSIZE, static_cast<std::int32_t>(threads));
  if (!mongoc_uri_has_option(uri.get(), MONGOC_URI_APPNAME)) mongoc_uri_set_appname(uri.get(), "assay");
  const char* named = mongoc_uri_get_database(uri.get());
  const std::string of_uri = named == nullptr || *named == '\0' ? "assay" : named;
  std::string database = options.database.empty() ? of_uri : options.database;

  auto library = std::make_unique<Library>();
  library->pool = mongoc_client_pool_new_with_error(uri.get(), &error);
  if (library->pool == nullptr) return base::fail(bad_uri(without_secrets(error.message)));
  mongoc_client_pool_set_error_api(library->pool, MONGOC_ERROR_API_VERSION_2);
  library->observe = std::move(options.observe);
  if (library->observe) library->watch();
  options.threads = threads;
  std::unique_ptr<Pool> pool{new Pool{std::move(library), std::move(database), std::move(options)}};
  Turn turn{*pool};
  Lease first{*pool};
  auto ready = pool->prepare(first.client, turn);
  if (!ready && ready.error().code != base::Errc::unavailable) return base::fail(std::move(ready.error()));
  return pool;
}

Pool::Pool(std::unique_ptr<Library> library, std::string database, PoolOptions options)
    : library_(std::move(library)),
      database_(std::move(database)),
      prepare_(std::move(options.prepare)),
      threads_("mongo", options.threads) {}

Pool::~Pool() = default;

base::Error Pool::unreachable() {
  return {base::Errc::unavailable, "no primary of MongoDB can be reached", {}};
}

base::Result<void> Pool::prepare(Client& client, Turn& turn) {
  if (prepared_.load()) return {};
  const std::scoped_lock lock{preparing_};
  if (prepared_.load() || !prepare_) return {};
  // Who waited here while another one found out that the server is away does not try that again.
  if (down_.load() && !turn.probes()) return base::fail(unreachable());
  auto ready = prepare_(client);
  if (ready) prepared_.store(true);
  turn.note(ready ? nullptr : &ready.error());
  return ready;
}

_mongoc_client_t* Pool::take() { return mongoc_client_pool_pop(library_->pool); }
void Pool::put_back(_mongoc_client_t* client) { mongoc_client_pool_push(library_->pool, client); }

Pool::Turn::Turn(Pool& pool) : pool_(pool) {
  if (!pool_.down_.load()) return;
  probes_ = !pool_.probing_.exchange(true);
  may_try_ = probes_;
}

Pool::Turn::~Turn() {
  if (probes_) pool_.probing_.store(false);
}

void Pool::Turn::note(const base::Error* error) {
  const bool down = error != nullptr && error->code == base::Errc::unavailable;
  if (!down) {
    pool_.down_.store(false);
  } else if (error->message.starts_with(unreachable().message)) {
    pool_.down_.store(true);
  }
}

}  // namespace assay::store::mongo
