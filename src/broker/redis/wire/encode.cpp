#include "broker/redis/wire/encode.hpp"

#include <hiredis/hiredis.h>

#include <cstdlib>
#include <new>
#include <vector>

namespace assay::broker::redis {

void append_command(std::string& out, const Command& command) {
  thread_local std::vector<const char*> words;
  thread_local std::vector<std::size_t> sizes;
  words.clear();
  sizes.clear();
  for (const auto& word : command) {
    words.push_back(word.data());
    sizes.push_back(word.size());
  }
  char* bytes = nullptr;
  const int size = redisFormatCommandArgv(&bytes, static_cast<int>(words.size()), words.data(), sizes.data());
  if (size < 0) throw std::bad_alloc{};
  out.append(bytes, static_cast<std::size_t>(size));
  redisFreeCommand(bytes);
}

}  // namespace assay::broker::redis
