// Tests that data passes, and functions that make it harmless.
#include <gtest/gtest.h>

#include "analysis/flow_testing.hpp"

namespace assay::analysis {
namespace {

using core::Language;

const FlowCase kCases[] = {
    {"test of one entry of a source", Language::php, R"code(<?php
$a = source['a'];
if (in_array(source['b'], ['x', 'y'], true)) {
  sink(source['b']);
  sink(source['a']); // HIT
}
$kind = in_array(source['kind'], ['x', 'y'], true) ? source['kind'] : 'x';
sink($kind);
$other = in_array(source['kind'], ['x', 'y'], true) ? source['other'] : 'x';
sink($other); // HIT
)code"},
    {"a test kept in the variable that it reads", Language::python, R"code(
def f(items, n):
    good = n > 0
    for item in items:
        good = good and item > n
        if good:
            sink(source())  # HIT
def g(items, n):
    a = n > 0
    b = n > 1
    for item in items:
        a = b == False
        b = not a
        if a:
            sink(source())  # HIT
)code"},
    {"a truth value that is turned round", Language::javascript, R"code(
function f(items, n) {
  let quoted = n > 0;
  for (const item of items) {
    quoted = !quoted;
    if (quoted) { sink(source()); } // HIT
  }
})code"},
    {"where a text was found in another", Language::javascript, R"code(
function f(base) {
  const x = source();
  if (x.indexOf(base) !== 0) { return; }
  sink(x);
  const y = source('y');
  if (y.indexOf(base) !== 3) { return; }
  sink(y); // HIT
  const z = source('z');
  if (z.indexOf('..') >= 0) { return; }
  sink(z);
  const w = source('w');
  if (w.indexOf("..") === -1) { sink(w); }
  else { sink(w); } // HIT
})code"},
    {"a member that is not there", Language::python, R"code(
def f():
    x = source()
    parts = urlparse(x)
    if parts.netloc or parts.scheme:
        sink(x)  # HIT
        return
    sink(x)
def g(known):
    x = source()
    if urlparse(x).netloc != known:
        return
    sink(x)
    sink(source())  # HIT
)code"},
    {"what was made of cleaned data", Language::ruby, R"code(
def f
  sink(entries[:a].clean.to_s)
  sink(entries[:a].to_s.strip)  # HIT
end
)code"},
    {"folder among the parents", Language::python, R"code(
def f(base):
    x = source()
    if base not in x.parents:
        sink(x)  # HIT
        return
    sink(x)
)code"},
    {"membership", Language::python, R"code(
ALLOWED = {"a", "b"}
def f():
    x = source()
    if x not in ALLOWED:
        sink(x)  # HIT
        return
    sink(x)
)code"},
    {"membership in what comes from outside", Language::python, R"code(
def f():
    x = source("k")
    if x in source("list"):
        sink(x)  # HIT
)code"},
    {"pattern", Language::javascript, R"code(
function f() {
  const x = source();
  if (!/^[a-z]+$/.test(x)) { return; }
  sink(x);
  const y = source('y');
  if (/.*/.test(y)) { sink(y); } // HIT
})code"},
    {"test kept in a variable", Language::java, R"code(
class A { void f() {
  String x = source();
  boolean known = NAMES.contains(x);
  if (!known) throw new IllegalArgumentException();
  sink(x);
} })code"},
    {"one of two conditions", Language::java, R"code(
class A { void f(boolean c) {
  String x = source();
  if (NAMES.contains(x) || c) sink(x); // HIT
  if (NAMES.contains(x) && c) sink(x);
  if (!NAMES.contains(x) || c) return;
  sink(x);
} })code"},
    {"equal to a constant", Language::go, R"code(
package a
func f() {
	x := source()
	if x == "a" || x == "b" {
		sink(x)
	}
	if x != "" {
		sink(x) // HIT
	}
}
)code"},
    {"number", Language::python, R"code(
def f():
    x = source()
    sink(int(x))
    try:
        n = float(x)
    except ValueError:
        n = x
    sink(n)  # HIT
)code"},
    {"derived test speaks for the source", Language::java, R"code(
class A { void f() {
  String x = source();
  Url u = new Url(x);
  if (!HOSTS.contains(u.getHost())) { return; }
  sink(x);
  sink(u);
} })code"},
    {"prefix", Language::javascript, R"code(
function f() {
  const x = path.resolve(root, source());
  if (!x.startsWith(root)) { sink(x); return; } // HIT
  sink(x);
  const y = source('y');
  if (y.includes('..')) { return; }
  sink(y);
  const z = source('z');
  if (z.includes('a')) { return; }
  sink(z); // HIT
})code"},
    {"named validator", Language::php, R"code(<?php
function f() {
  $x = source();
  if (!is_valid_name($x)) { die("no"); }
  sink($x);
  $y = source("y");
  if (isForbidden($y)) { exit(1); }
  sink($y);
}
)code"},
    {"sanitizer", Language::ruby, R"code(
def f
  x = source
  sink(clean(x))
  y = clean(x) + x
  sink(y) # HIT
end
)code"},
    {"cleaning by a class of characters", Language::javascript, R"code(
function f() {
  const x = source();
  sink(x.replace(/[^a-z0-9]/g, ''));
  sink(x.replace('a', 'b')); // HIT
})code"},
    {"modifiers that leave", Language::ruby, R"code(
def f
  x = source
  return unless NAMES.include?(x)
  sink(x)
  y = source(1)
  raise "no" if y != "a"
  sink(y)
end
)code"},
    {"abort ends the request", Language::python, R"code(
def f(c):
    x = source()
    if x not in NAMES:
        abort(404)
    sink(x)
)code"},
    {"assertion", Language::python, R"code(
def f():
    x = source()
    assert x in NAMES
    sink(x)
)code"},
    {"comparison of C strings", Language::c, R"code(
void f(void) {
  char x[80];
  fill(x);
  if (strcmp(x, "a") != 0) { sink(x); return; } /* HIT */
  sink(x);
}
)code"},
    {"guard of one path only", Language::typescript, R"code(
function f(c: boolean) {
  const x = source();
  if (c) { if (!NAMES.includes(x)) { throw new Error(); } }
  sink(x); // HIT
})code"},
};

class GuardsFlow : public testing::TestWithParam<FlowCase> {};
TEST_P(GuardsFlow, FindsWhatArrives) { EXPECT_EQ(flow_difference(GetParam()), ""); }
INSTANTIATE_TEST_SUITE_P(Languages, GuardsFlow, testing::ValuesIn(kCases),
                         [](const auto& one) { return case_name(one.param); });

}  // namespace
}  // namespace assay::analysis
