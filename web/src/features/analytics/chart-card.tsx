import { useId, useState } from "react";
import { Card } from "@/components/ui/card";
import { ChoiceGroup } from "@/components/ui/toggle-group";

type View = "chart" | "table";

/** A chart that is also a table, whichever one reads better. */
export function ChartCard({ title, legend, chart, table }: { title: string; legend?: React.ReactNode; chart: React.ReactNode; table: React.ReactNode }) {
  const id = useId();
  const [view, setView] = useState<View>("chart");
  return (
    <Card role="group" aria-labelledby={id} className="min-w-0 p-4 sm:p-5">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          <h2 id={id} className="text-sm font-semibold">
            {title}
          </h2>
          {view === "chart" && legend}
        </div>
        <ChoiceGroup<View>
          label={`${title}: shown as`}
          value={view}
          onChange={setView}
          choices={[
            { value: "chart", label: "Chart" },
            { value: "table", label: "Table" },
          ]}
        />
      </div>
      {view === "chart" ? (
        chart
      ) : (
        // A region that scrolls must be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div tabIndex={0} role="region" aria-label={`${title} as a table`} className="max-h-80 overflow-auto">
          {table}
        </div>
      )}
    </Card>
  );
}
