#include "app/import.hpp"

#include <boost/asio/this_coro.hpp>
#include <vector>

#include "app/await.hpp"
#include "app/backend/backend.hpp"
#include "app/engine_thread.hpp"
#include "base/task_group.hpp"
#include "store/mongo/plain_source.hpp"

namespace assay::app {

using base::Result;
using cli::ImportReport;
using core::Imported;
using store::PlainItem;

namespace {

/// An error of one submission alone: the others may still be taken.
bool is_of_one(const base::Error& error) {
  using base::Errc;
  return error.code == Errc::conflict || error.code == Errc::too_large ||
         error.code == Errc::invalid_argument;
}

std::string reason_of(const base::Error& error) {
  return error.code == base::Errc::conflict ? "another tenant has a submission of that id" : error.message;
}

base::Task<void> put(core::ImportSink& sink, PlainItem& item, Result<Imported>& outcome) {
  outcome = co_await sink.put(std::move(item.imported));
}

using Outcomes = std::vector<Result<Imported>>;

/// All at once, so that they share the syncs of the disk.
base::Task<Outcomes> put_all(core::ImportSink& sink, std::vector<PlainItem>& items) {
  Outcomes outcomes(items.size(), Imported::known);
  const base::Executor here = co_await boost::asio::this_coro::executor;
  base::TaskGroup group{here};
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].kind == PlainItem::Kind::finished) group.spawn(put(sink, items[i], outcomes[i]));
  }
  co_await group.join();
  co_return outcomes;
}

/// Puts what was read and counts it.
Result<void> take(core::ImportSink& sink, std::vector<PlainItem> items, ImportReport& report) {
  const auto outcomes = await(put_all(sink, items));
  const auto skip = [&](const std::string& reason) {
    report.skipped += 1;
    report.reasons[reason] += 1;
  };
  const base::Error* failed = nullptr;
  for (std::size_t i = 0; i < items.size(); ++i) {
    report.read += 1;
    const auto& outcome = outcomes[i];
    if (items[i].kind == PlainItem::Kind::unfinished) {
      report.unfinished += 1;
    } else if (items[i].kind == PlainItem::Kind::unreadable) {
      skip(items[i].problem);
    } else if (outcome) {
      (*outcome == Imported::added ? report.added : report.known) += 1;
    } else if (is_of_one(outcome.error())) {
      skip(reason_of(outcome.error()));
    } else {
      failed = &outcome.error();
    }
  }
  if (failed == nullptr) return {};
  return base::fail(failed->code, "after " + std::to_string(report.added) +
                                      " submissions nothing more could be stored: " + failed->message +
                                      "; run it again, it goes on from there");
}

}  // namespace

Result<ImportReport> import_mongodb(const cli::LoadedConfiguration& loaded, const cli::ImportRequest& request,
                                    const std::function<void(const ImportReport&)>& progress) {
  // The source first: a mistake in its URI is told before a data folder is made.
  auto source = store::PlainSource::open(request.uri, request.database);
  if (!source) return base::fail(std::move(source.error()));
  if (const auto there = await((*source)->check()); !there)
    return base::fail(there.error().code, "the source: " + there.error().message);

  const base::SystemClock clock;
  base::SystemRandom random;
  base::Metrics metrics;
  EngineThread engine;
  auto backend = open_backend(loaded, clock, random, metrics, engine.executor());
  if (!backend && backend.error().code == base::Errc::conflict)
    return base::fail(base::Errc::conflict, backend.error().message + ": stop it while you import");
  if (!backend) return base::fail(std::move(backend.error()));

  ImportReport report;
  report.database = (*source)->database();
  store::PlainOptions options;
  options.scope = request.tenant;
  options.unfinished_as_failed = request.unfinished_as_failed;
  auto& sink = (*backend)->importing();
  auto read = await((*source)->read(options, [&](std::vector<PlainItem> items) -> Result<void> {
    auto taken = take(sink, std::move(items), report);
    progress(report);
    return taken;
  }));
  if (!read) return base::fail(std::move(read.error()));
  report.oddities = std::move(*read);
  return report;
}

}  // namespace assay::app
