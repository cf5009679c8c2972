// Members that are declared as numbers carry no text, whatever object they are read from.
#include <gtest/gtest.h>

#include "analysis/flow_testing.hpp"

namespace assay::analysis {
namespace {

using core::Language;

const FlowCase kCases[] = {
    {"fields of a struct", Language::rust, R"code(
struct Params { id: i64, page: Option<u32>, name: String, tags: Vec<i64> }
fn f() {
    let p: Params = source();
    sink(p.id);
    sink(p.page);
    sink(format!("{} {}", p.id, p.name)); // HIT
    sink(p.tags); // HIT
}
)code"},
    {"several names of one type", Language::go, R"code(
package p
type query struct {
	From, To int64
	Name     string
	Sizes    []int
}
func f() {
	var q query
	q = source()
	sink(q.From)
	sink(q.To)
	sink(q.Name) // HIT
	sink(q.Sizes) // HIT
}
)code"},
    {"properties and records", Language::csharp, R"code(
public class Query { public int Id { get; set; } public DateTime? Since { get; set; } public string Name { get; set; } }
public record Page(int Number, string Order);
class C {
  void f() {
    var q = source();
    sink(q.Id);
    sink("since " + q.Since);
    sink(q.Number);
    sink(q.Name); // HIT
    sink(q.Order); // HIT
  }
}
)code"},
    {"fields and getters", Language::java, R"code(
class Query {
  long id;
  String name;
  long getId() { return id; }
  String getName() { return name; }
}
class C {
  void f() {
    var q = source();
    sink(q.id);
    sink("id " + q.getId());
    sink(q.name); // HIT
    sink("name " + q.getName()); // HIT
  }
}
)code"},
    {"fields of a model", Language::python, R"code(
class Query(BaseModel):
    id: int
    page: int | None = None
    name: str
def f():
    q = source()
    sink(f"{q.id} {q.page}")
    sink(q.name)  # HIT
    id: int = source()
    sink(id)  # HIT
)code"},
    {"typed properties", Language::php, R"code(<?php
class Query { public int $id; public ?int $page; public string $name; }
function f() {
  $q = source();
  sink($q->id . ' ' . $q->page);
  sink($q->name); // HIT
}
)code"},
    {"the same name is a text elsewhere", Language::rust, R"code(
struct Row { id: i64 }
struct Params { id: String }
fn f() {
    let p: Params = source();
    sink(p.id); // HIT
}
)code"},
    {"a getter that somebody else declares with an argument", Language::java, R"code(
class Query {
  int getSize(String unit) { return 1; }
  void f() {
    var q = source();
    sink(q.getSize()); // HIT
  }
}
)code"},
    {"declarations that are gone when the code runs", Language::typescript, R"code(
interface Query { id: number }
function f() {
  const q: Query = source();
  sink(q.id); // HIT
}
)code"},
};

class NumbersFlow : public testing::TestWithParam<FlowCase> {};
TEST_P(NumbersFlow, FindsWhatArrives) { EXPECT_EQ(flow_difference(GetParam()), ""); }
INSTANTIATE_TEST_SUITE_P(Languages, NumbersFlow, testing::ValuesIn(kCases),
                         [](const auto& one) { return case_name(one.param); });

}  // namespace
}  // namespace assay::analysis
