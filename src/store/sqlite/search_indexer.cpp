#include "store/sqlite/search_indexer.hpp"

#include <pthread.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <chrono>

#include "base/log.hpp"

namespace assay::store {
namespace {

using std::chrono::steady_clock;

constexpr base::Micros kLongSleep = std::chrono::hours{1};
constexpr base::Micros kAfterError{1'000'000};
constexpr int kMostDocuments = 256;
/// Rows of the index that one operation of the writer changes: some milliseconds.
constexpr std::size_t kMostRows = 600;
/// The pause after an operation, as a multiple of the time it took.
constexpr int kPause = 3;

}  // namespace

SearchIndexer::SearchIndexer(std::unique_ptr<Connection> reading, Writer& writer, base::Micros gather)
    : db_(std::move(reading)),
      writer_(writer),
      gather_(gather),
      io_(1),
      work_(io_.get_executor()),
      wake_(io_.get_executor()) {}

void SearchIndexer::start() {
  boost::asio::co_spawn(io_.get_executor(), loop(), boost::asio::detached);
  thread_ = std::thread{[this] {
    pthread_setname_np(pthread_self(), "db-search");
    io_.run();
  }};
}

SearchIndexer::~SearchIndexer() = default;

void SearchIndexer::stop() {
  boost::asio::post(io_, [this] {
    stopping_ = true;
    wake_.notify();
  });
  work_.reset();
  thread_.join();
}

void SearchIndexer::poke() {
  poked_.store(true);
  if (asleep_.exchange(false)) boost::asio::post(io_, [this] { wake_.notify(); });
}

base::Task<void> SearchIndexer::loop() {
  while (!stopping_) {
    if (!poked_.exchange(false)) {
      asleep_.store(true);
      // A poke between the two lines above has set poked_, and sees a sleeper or not.
      if (!poked_.load()) co_await wake_.wait(kLongSleep);
      asleep_.store(false);
      continue;
    }
    co_await wake_.wait(gather_);
    bool more = !stopping_;
    while (more) {
      more = co_await index_some();
      more = more && !stopping_;
    }
  }
}

/// True: there may be more.
base::Task<bool> SearchIndexer::index_some() {
  db_->run("BEGIN");
  auto pending = read_pending(*db_, kMostDocuments);
  db_->run("COMMIT");
  if (db_->error()) {
    base::log::warn("the index of the search could not be read", {{"reason", db_->error()->message}});
    db_->clear_error();
    if (db_->in_transaction()) db_->run("ROLLBACK");
    db_->clear_error();
    co_await wake_.wait(kAfterError);
    co_return !stopping_;
  }
  if (pending.empty()) co_return false;
  const bool written = co_await write(std::move(pending));
  if (!written) co_await wake_.wait(kAfterError);
  co_return true;
}

base::Task<bool> SearchIndexer::write(std::vector<PendingDocument> pending) {
  struct Row {
    std::int64_t scope;
    SearchChanges::Entry entry;
  };
  auto documents = std::make_shared<std::vector<PendingDocument>>(std::move(pending));
  SearchChanges changes;
  for (const auto& each : *documents) changes.add(each.document);
  auto rows = std::make_shared<std::vector<Row>>();
  for (auto& [scope, entries] : changes.take()) {
    for (auto& entry : entries) rows->push_back({scope, std::move(entry)});
  }
  std::size_t first = 0;
  do {
    const auto last = std::min(rows->size(), first + kMostRows);
    auto work = [documents, rows, first, last](WriteTransaction& tx) -> base::Result<base::Micros> {
      const auto start = steady_clock::now();
      // Erased meanwhile: its part of the index is gone, and must stay so.
      std::vector<std::int64_t> gone;
      for (const auto& each : *documents) {
        if (!is_there(tx.db, each.document)) gone.push_back(each.document.doc);
      }
      for (std::size_t i = first; i < last; ++i) {
        auto& [scope, entry] = (*rows)[i];
        auto& [key, docs] = entry;
        for (const auto doc : gone) std::erase(docs, doc);
        if (!docs.empty()) add_to_search(tx.db, scope, key.first, key.second, docs);
      }
      if (last == rows->size()) {
        keep_issues_of(tx.db, *documents);
        for (const auto& each : *documents) {
          if (is_there(tx.db, each.document)) forget_pending(tx.db, each.document.doc, each.parts);
        }
      }
      return std::chrono::duration_cast<base::Micros>(steady_clock::now() - start);
    };
    const auto took = co_await writer_.run(Durability::lazy, std::move(work));
    if (!took) {
      base::log::warn("the index of the search could not be written", {{"reason", took.error().message}});
      co_return false;
    }
    if (!stopping_) co_await wake_.wait(kPause * *took);
    first = last;
  } while (first < rows->size() && !stopping_);
  co_return true;
}

}  // namespace assay::store
