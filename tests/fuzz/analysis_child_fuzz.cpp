// Any bytes as code in any language through the child process, as in production: whatever happens in there,
// the pool answers and the coverage tells about every text that was not analysed. ASSAY_FUZZ_CHILD names the
// child's program.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <cstdlib>

#include "analysis/isolation/process_pool.hpp"

namespace {

using namespace assay;

struct Pool {
  Pool() : pool(io.get_executor(), options()) {}
  static analysis::PoolOptions options() {
    analysis::PoolOptions out;
    out.executable = ASSAY_FUZZ_CHILD;
    out.processes = 1;
    out.timeout = std::chrono::milliseconds(2'000);
    return out;
  }
  boost::asio::io_context io;
  analysis::ProcessPool pool;
};

base::Task<void> analyse(analysis::ProcessPool& pool, analysis::Source source, bool& done) {
  const std::stop_token never;
  const auto outcome = co_await pool.analyse(std::move(source), never);
  if (!outcome) std::abort();
  if (outcome->result.coverage.ranges.empty()) std::abort();
  if (!outcome->complete && outcome->result.coverage.notes.empty()) std::abort();
  done = true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static Pool shared;
  const auto languages = core::all_languages();
  bool done = false;
  analysis::Source source{languages[data[0] % languages.size()], "input",
                          std::string(reinterpret_cast<const char*>(data) + 1, size - 1)};
  boost::asio::co_spawn(shared.io, analyse(shared.pool, std::move(source), done), boost::asio::detached);
  shared.io.restart();
  while (!done && shared.io.run_one() > 0) {
  }
  if (!done) std::abort();
  return 0;
}
