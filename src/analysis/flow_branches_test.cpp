// Branches, constants, loops, exceptions: which ways data can take.
#include <gtest/gtest.h>

#include "analysis/flow_testing.hpp"

namespace assay::analysis {
namespace {

using core::Language;

const FlowCase kCases[] = {
    {"assigned and overwritten", Language::python, R"code(
def f():
    x = source()
    sink(x)  # HIT
    x = "safe"
    sink(x)
)code"},
    {"joined branches", Language::python, R"code(
def f(c):
    x = "safe"
    if c:
        x = source()
    sink(x)  # HIT
    if c:
        x = "a"
    else:
        x = "b"
    sink(x)
)code"},
    {"arithmetic decides", Language::java, R"code(
class A { void f() {
  int n = 86;
  String x = source();
  String y;
  if ((7 * 42) - n > 200) y = "safe"; else y = x;
  sink(y);
  y = (500 / 42) + n > 200 ? x : "safe";
  sink(y);
  y = (7 * 18) + n > 200 ? x : "safe";
  sink(y); // HIT
} })code"},
    {"switch on a constant", Language::java, R"code(
class A { void f() {
  String x = source(); String y; String letters = "ABC";
  char c = letters.charAt(1);
  switch (c) { case 'A': y = x; break; case 'B': y = "b"; break; default: y = x; break; }
  sink(y);
  c = letters.charAt(0);
  switch (c) { case 'A': y = x; break; case 'B': y = "b"; break; default: y = "d"; break; }
  sink(y); // HIT
  switch (c) { case 'A': y = "a"; case 'B': y = x; break; default: y = "d"; }
  sink(y); // HIT
} })code"},
    {"switch on data", Language::javascript, R"code(
function f() {
  const x = source();
  switch (x) {
    case 'a': sink(x); break;
    default: sink(x); // HIT
  }
  let y;
  switch (other) { case 1: y = 'a'; break; case 2: y = x; break; default: y = 'c'; }
  sink(y); // HIT
})code"},
    {"ternary and logic", Language::javascript, R"code(
function f(c) {
  const x = source() || 'fallback';
  sink(x); // HIT
  sink(c ? 'a' : 'b');
  sink(c ? 'a' : x); // HIT
  sink(x ?? 'b'); // HIT
})code"},
    {"loop carries data round", Language::go, R"code(
package a
func f(items []string) {
	x := "safe"
	y := "safe"
	for i := 0; i < 10; i++ {
		sink(y) // HIT
		y = x
		x = source()
	}
	for _, s := range items {
		sink(s)
	}
}
)code"},
    {"exceptions", Language::java, R"code(
class A { void f() {
  String x = "safe";
  try { x = source(); g(); x = "other"; } catch (Exception e) { sink(x); } finally { done(); }
  try { x = source(); } catch (Exception e) { x = "safe"; }
  sink(x); // HIT
} })code"},
    {"after return nothing is reached", Language::python, R"code(
def f(c):
    x = source()
    if not c:
        return None
    raise ValueError(x)
    sink(x)
)code"},
    {"dead branch", Language::csharp, R"code(
class A { void F() {
  var x = Source.source(); bool debug = false;
  if (debug) { sink(x); }
  if (!debug) { sink(x); } // HIT
} })code"},
    {"match", Language::rust, R"code(
fn f(kind: u8) {
    let x = source();
    let y = match kind { 1 => "a".to_string(), _ => x };
    sink(y); // HIT
    let z = if kind == 1 { "a" } else { "b" };
    sink(z);
}
)code"},
    {"goto", Language::c, R"code(
void f(int n) {
  char *x = "safe";
  if (n) goto out;
  x = source();
out:
  sink(x); // HIT
}
)code"},
    {"unless and modifiers", Language::ruby, R"code(
def f(c)
  x = source
  x = "safe" unless c
  sink(x) # HIT
  y = "safe"
  y = x if c
  sink(y) # HIT
  sink(x) if false
end
)code"},
    {"break leaves the loop", Language::php, R"code(<?php
function f($l) {
  $x = "safe";
  while (true) { $x = source(); if ($l) { break; } $x = "safe"; }
  sink($x); // HIT
}
)code"},
};

class BranchesFlow : public testing::TestWithParam<FlowCase> {};
TEST_P(BranchesFlow, FindsWhatArrives) { EXPECT_EQ(flow_difference(GetParam()), ""); }
INSTANTIATE_TEST_SUITE_P(Languages, BranchesFlow, testing::ValuesIn(kCases),
                         [](const auto& one) { return case_name(one.param); });

}  // namespace
}  // namespace assay::analysis
