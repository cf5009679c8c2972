#include <gtest/gtest.h>

#include <set>
#include <string>

#include "analysis/memory/memory_testing.hpp"

namespace assay::analysis {
namespace {

using core::Language;

const MemoryCase kCases[] = {
    {"a text is as long as what was put into it", Language::c, R"code(
void f(void) {
  char from[100], small[50];
  memset(from, 'a', 99);
  from[99] = 0;
  strcpy(small, from);  // HIT bounds
  from[20] = 0;
  strcpy(small, from);
  strcat(small, from);
  strcat(small, from);  // HIT bounds
})code"},
    {"a loop over the length of a text", Language::c, R"code(
void f(void) {
  char from[100], small[50], large[200];
  size_t i, n;
  memset(from, 'a', 99);
  from[99] = 0;
  n = strlen(from);
  for (i = 0; i < n; i++) large[i] = from[i];
  for (i = 0; i < n; i++) small[i] = from[i];  // HIT bounds
})code"},
    {"counted strings and escapes", Language::c, R"code(
void f(void) {
  char six[6];
  strcpy(six, "\106\035\xab\\n");
  strcpy(six, "sixsix");  // HIT bounds
})code"},
    {"before the start of a block", Language::c, R"code(
void f(const char *in) {
  char block[40];
  char *at = block - 8;
  memcpy(at, in, 4);  // HIT bounds
  at = block + 8;
  at[-8] = 0;
  at[-9] = 0;  // HIT bounds
})code"},
    {"what a called function gets and gives", Language::c, R"code(
static void put(char *to, const char *from) {
  char local[10];
  strcpy(local, from);  // HIT bounds
  to[0] = local[0];
}
static int ten(void) { return 10; }
static char *none(void) { return NULL; }
void f(void) {
  char to[5];
  int at = ten();
  put(to, "longer than that");
  to[at] = 0;  // HIT bounds
  char *p = none();
  *p = 1;  // HIT null
})code"},
    {"what a called function gives back", Language::c, R"code(
static void release(struct s *p) { free(p->name); free(p); }
static void perhaps(struct s *p, int yes) { if (yes) free(p); }
void f(struct s *p, struct s *q, int yes) {
  release(p);
  p->size = 0;  // HIT freed
  perhaps(q, yes);
  q->size = 0;
})code"},
    {"two names of one block", Language::c, R"code(
void f(struct s *p) {
  struct s *q = p;
  free(p);
  q->size = 0;  // HIT freed
  char *a = malloc(3);
  char *b = a;
  free(b);
  free(a);  // HIT twice
})code"},
    {"numbers from outside", Language::c, R"code(
void f(FILE *in) {
  int table[10] = {0};
  int n = 0, a = 0, b = 0, c = 0;
  fscanf(in, "%d", &n);
  table[n] = 1;  // HIT index
  if (known(n)) table[n] = 1;
  fscanf(in, "%d", &a);
  if (a >= 0) table[a] = 1;  // HIT index
  fscanf(in, "%d", &b);
  if (b < 10) table[b] = 1;  // HIT index
  fscanf(in, "%d", &c);
  if (c >= 0 && c <= 10) table[c] = 1;  // HIT index
  if (n >= 0 && n < 10) table[n] = 1;
  if (n < 0 || n > 9) return;
  table[n] = 1;
})code"},
    {"divisors", Language::c, R"code(
int f(FILE *in, int a) {
  int n = 0;
  double d = 0;
  if (a == 1) return 1 / n;  // HIT zero
  if (a == 2) return 1 / d;
  fscanf(in, "%d", &n);
  if (n > 100) return a / n;
  if (n != 0) return a / n;
  return a % n;  // HIT zero
})code"},
    {"arithmetic on numbers from outside", Language::c, R"code(
void f(char **argv) {
  int n = atoi(argv[1]);
  use(n + 1);  // HIT overflow
  if (n < INT_MAX) use(n + 1);
  if (n > 0) use(n - 1);
  if (abs(n) < 1000) use(n * n);
  int m = INT_MAX;
  m++;  // HIT overflow
})code"},
    {"conditions say what is NULL", Language::c, R"code(
int f(struct s *p, struct s *q) {
  if (!p) return p->size;  // HIT null
  if (q == NULL && q->size == 3) return 1;  // HIT null
  if (q == NULL || q->size == 3) return 1;
  return p->size;
})code"},
    {"tested after it was used", Language::c, R"code(
int f(struct s *p, struct s *q) {
  int n = p->size;
  if (p == NULL) return 0;  // HIT late
  if (q == NULL) return n;
  n += q->size;
  q = next(q);
  return q ? 1 : n;
})code"},
    {"only one case of a constant is taken", Language::c, R"code(
static int always = 1;
void f(void) {
  char *p = NULL;
  switch (2) {
    case 1: p = get(); break;
    case 2: p = NULL; break;
    default: p = get();
  }
  if (always) *p = 1;  // HIT null
  switch (other()) { case 1: p = NULL; break; default: p = get(); }
  *p = 1;
})code"},
    {"loops that are entered for sure", Language::c, R"code(
void f(void) {
  char *p = malloc(3), *q = malloc(3), *r = malloc(3);
  int i;
  while (1) { free(p); break; }
  free(p);  // HIT twice
  do { free(q); } while (0);
  free(q);  // HIT twice
  for (i = 0; i < 1; i++) free(r);
  free(r);  // HIT twice
})code"},
    {"lost on the way out", Language::c, R"code(
int f(const char *path, struct list *list) {
  char *text = malloc(100);
  char *kept = malloc(100);
  if (!text) return -1;
  if (!kept) {
    free(text);
    return -1;
  }
  list->text = kept;
  FILE *in = fopen(path, "r");
  if (in == NULL) return -2;  // HIT leak
  free(text);
  fclose(in);
  return 0;
})code"},
    {"no longer the start of the block", Language::c, R"code(
void f(void) {
  char *p = malloc(100);
  if (!p) return;
  char *start = p;
  while (*p) p++;
  free(start);
  char *q = malloc(100);
  if (!q) return;
  q++;
  free(q);  // HIT wrongfree
})code"},
    {"lines of which only some are there", Language::c, R"code(
void f(FILE *in) {
#if NEW
  fclose(in);
#else
  read_old(in);
  fclose(in);
#endif
})code"},
    {"an inner name is another variable", Language::c, R"code(
void f(int n) {
  char *p = get();
  if (n) { char *p = NULL; use(p); }
  *p = 1;
})code"},
    {"lengths from outside", Language::c, R"code(
void f(char **argv, const char *from) {
  char to[100];
  short n = atoi(argv[1]);
  if (n > 0 && n < 100) memcpy(to, from, n);
  if (n < 100) memcpy(to, from, n);  // HIT length
  int m = atoi(argv[2]);
  memcpy(to, from, m);  // HIT length
})code"},
    {"constructors keep what they get", Language::cpp, R"code(
struct Holder { explicit Holder(FILE* f); };
Holder* f(const char* path) {
  std::FILE* in = std::fopen(path, "r");
  if (in == nullptr) return nullptr;
  Holder* holder = new Holder(in);
  return holder;
}
void g() {
  char* text = new char[10];
  delete text;  // HIT wrongfree
})code"},
    {"freed on one of two ways, and used on both", Language::c, R"code(
void f(int x, char *q) {
  char *p = malloc(10);
  if (!p) return;
  if (x) free(p);
  q[0] = 1;
  free(p);  // HIT twice
}
void g(int x) {
  char *p = malloc(10);
  if (!p) return;
  if (x) { free(p); }
  if (!x) free(p);
}
void h(int x) {
  char *p = malloc(10);
  if (!p) return;
  if (x) { free(p); p = NULL; }
  free(p);
})code"},
    {"the only pointer is overwritten", Language::c, R"code(
void f(void) {
  FILE *in = fopen("a", "r");
  in = fopen("b", "r");  // HIT leak
  if (in) fclose(in);
}
void g(FILE **keep) {
  FILE *in = fopen("a", "r");
  *keep = in;
  in = fopen("b", "r");
  if (in) fclose(in);
})code"},
    {"the last index and what comes after it", Language::c, R"code(
void f(const char *s, const char *t) {
  char b[16];
  int n = strlen(s);
  if (n <= 16) b[n] = 0;  // HIT bounds
  int m = strlen(t);
  if (m < 16) b[m] = 0;
  char *p = b + 16;
  *p = 0;  // HIT bounds
  p = b + 15;
  *p = 0;
})code"},
    {"loops that nothing ends", Language::c, R"code(
void f(int n) {
  while (n > 0) puts("x");  // HIT endless
}
void g(int n) {
  while (n > 0) { STEP; }
}
void h(int n, int m) {
  for (int i = 0; i < n; m++) puts("x");  // HIT endless
  scanf("%d", &m);
  while (m > 0) puts("x");
}
void k(int n) {
  while (n > 0);  // HIT endless
})code"},
    {"loops without a body", Language::c, R"code(
void f(int n) {
  while (n > 0)
}
void g(int n) {
  for (;n > 0;) )code"},
    {"parameters that are another name for the caller's variable", Language::cpp, R"code(
static bool load(const char* path, char*& data, size_t& size) {
  size = strlen(path);
  data = new char[4];
  return true;
}
static bool twice(int value) { return value > 2; }
bool use(const char* path) {
  char* data;
  size_t size;
  if (!path || !load(path, data, size)) return false;
  int unset;
  return twice(unset);  // HIT unset
})code"},
    {"what does not fit, and what an assertion says of it", Language::c, R"code(
void f(char **argv) {
  int n = atoi(argv[1]);
  char c = (char)n;  // HIT narrowed
  assert(n < 9);  // HIT assert
  int big = 300;
  char d = (char)big;  // HIT narrowed
  float r = atof(argv[2]);
  int share = (int)(100.0 / r);  // HIT divisor
  double half = 100.0 / r;
})code"},
    {"a variable that one branch sets", Language::c, R"code(
int f(int mode, int other) {
  int a, b, c, d;
  if (mode > 1) a = 1;
  if (mode > 1) { b = 1; } else { puts("no"); b = 2; }
  if (mode > 1) c = 1; else give_up();
  if (mode > 1) { if (other) d = 1; } else { d = 2; }
  if (mode > 1) b += a;
  b += a;  // HIT maybeunset
  b += c;
  if (other) return d;
  return b;
}
static int same(int x) { return x; }
int h(int mode) {
  int a;
  if (mode > 1) a = 1;
  if (mode > 1) return same(a);
  return 0;
}
int g(int mode) {
  int a;
  if (mode > 1) a = 1;
  if (mode < 2) return 0;
  return a;
})code"},
    {"a loop that is left at the end of its first round", Language::c, R"code(
int f(int *p) {
  int n;
  while (1) {
    p[0] = n;  // HIT unset
    n = 1;
    break;
  }
  for (;;) {
    if (n > 1) continue;
    n = 2;
    break;
  }
  return n;
})code"},
    {"numbers that a file or a peer sends", Language::c, R"code(
int f(FILE *in, int fd, const int *table) {
  int at = 0, count = 0, small[8];
  fread(&at, sizeof at, 1, in);
  if (at > 0) at = table[at];  // HIT index
  recv(fd, &count, sizeof count, 0);
  for (int i = 0; i < count; i++) small[i] = i;  // HIT index
  if (count <= 8)
    for (int i = 0; i < count; i++) small[i] = i;
  return at + small[0];
})code"},
};

class Memory : public testing::TestWithParam<MemoryCase> {};

TEST_P(Memory, FindsWhatIsWrongAndNothingElse) {
  EXPECT_EQ(found(GetParam()), expected(GetParam().code)) << GetParam().code;
}

INSTANTIATE_TEST_SUITE_P(Cases, Memory, testing::ValuesIn(kCases), [](const auto& one) {
  std::string name = one.param.name;
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
});

TEST(Memory, AStaticFunctionIsJudgedByThoseThatCallIt) {
  const MemoryCase one{"", Language::c, R"code(
static void show(const char *text) { char line[8]; strcpy(line, text); }
void shown(const char *text) { char line[8]; strcpy(line, text); }
void f(void) { show("short"); shown("short"); })code"};
  EXPECT_EQ(found(one, true), std::set<std::string>{"2 fits"});
}

TEST(Memory, OtherLanguagesHaveNothing) {
  const MemoryCase one{"", Language::java, "class A { void f() { int[] a = new int[3]; a[3] = 1; } }"};
  EXPECT_TRUE(found(one).empty());
}

}  // namespace
}  // namespace assay::analysis
