#include "store/mongo/library_functions.hpp"

#include <dlfcn.h>

// Each function is called by its own name and jumps on to where the loaded library has it: a slot for the
// address, and one instruction or three that go there without touching any argument.
#if defined(__x86_64__)
#define ASSAY_JUMP(name) " jmp *assay_slot_" #name "(%rip)\n"
#elif defined(__aarch64__)
#define ASSAY_JUMP(name)         \
  " adrp x16, assay_slot_" #name \
  "\n"                           \
  " ldr x16, [x16, :lo12:assay_slot_" #name "]\n br x16\n"
#else
#error "Say here how this processor jumps to an address in memory"
#endif

#define ASSAY_FUNCTION(name)                                                           \
  extern "C" __attribute__((visibility("hidden"))) void* assay_slot_##name;            \
  void* assay_slot_##name = nullptr;                                                   \
  asm(".text\n.globl " #name "\n.hidden " #name "\n.type " #name ", %function\n" #name \
      ":\n" ASSAY_JUMP(name) ".size " #name ", . - " #name "\n");
#include "store/mongo/library_functions.inc"
#undef ASSAY_FUNCTION

namespace assay::store::mongo {
namespace {

struct Slot {
  const char* name;
  void** address;
};

constexpr Slot kSlots[] = {
#define ASSAY_FUNCTION(name) {#name, &assay_slot_##name},
#include "store/mongo/library_functions.inc"
#undef ASSAY_FUNCTION
};

}  // namespace

std::string load_library_functions() {
  // Never closed: the library has threads of its own.
  void* library = dlopen("libmongoc-1.0.so.0", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return dlerror();
  for (const auto& slot : kSlots) {
    *slot.address = dlsym(library, slot.name);  // in libbson, too, which libmongoc needs
    if (*slot.address == nullptr) return std::string{"it has no "} + slot.name;
  }
  return {};
}

}  // namespace assay::store::mongo
