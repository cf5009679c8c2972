// Any body of a new key is read or refused; what was read and found good can be shown.

#include <cstdlib>

#include "http/key_body.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto body = assay::base::JsonDocument::parse({reinterpret_cast<const char*>(data), size});
  if (!body) return 0;
  auto key = assay::http::read_new_key(body->root(), assay::core::public_scope());
  if (!key || !assay::core::check_new_key(*key)) return 0;
  std::string text;
  assay::base::JsonWriter json{text};
  assay::http::write_key(json, *key);
  if (!assay::base::JsonDocument::parse(text)) std::abort();
  return 0;
}
