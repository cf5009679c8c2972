import { Download, Inbox, Info, Plus, Search, Trash2 } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, PageHeading, SectionHeading } from "@/components/ui/card";
import { Chart } from "@/components/ui/chart";
import { CommandDialog, CommandGroup, CommandItem } from "@/components/ui/command";
import { CopyButton } from "@/components/ui/copy-button";
import { ConfirmDialog, Dialog } from "@/components/ui/dialog";
import { DiffView } from "@/components/ui/diff-view";
import { Checkbox, Field, Input, Select, TextArea } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { Notice } from "@/components/ui/notice";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Progress } from "@/components/ui/progress";
import { Prose } from "@/components/ui/prose";
import { ScoreBar, ScoreChip, ScoreDial } from "@/components/ui/score";
import { SeverityBadge, SeverityCounts } from "@/components/ui/severity";
import { Skeleton } from "@/components/ui/skeleton";
import { Stat } from "@/components/ui/stat";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { StatusBadge } from "@/components/ui/status-badge";
import { Switch } from "@/components/ui/switch";
import { Cell, HeadCell, Table, TableBody, TableHead } from "@/components/ui/table";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/tabs";
import { ChoiceGroup, FilterChips } from "@/components/ui/toggle-group";
import { Tooltip } from "@/components/ui/tooltip";
import { ApiError } from "@/lib/api/client";
import { diffLines } from "@/lib/diff";
import { severities } from "@/lib/rubric";
import { toast } from "@/lib/toast";

const variants = ["primary", "outline", "ghost", "danger", "solidDanger"] as const;
const tones = ["plain", "accent", "high", "med", "low", "good"] as const;
const statuses = ["pending", "in_progress", "completed", "failed", "cancelled"] as const;

/** Every component in its states, for those who work on them. Served by `./dev web` only. */
export default function ComponentPage() {
  return (
    <div className="space-y-10">
      <PageHeading title="Components" note="What screens are made of. Switch the theme above and look at both." />
      <Part title="Button">
        {variants.map((variant) => (
          <Button key={variant} variant={variant}>
            <Plus aria-hidden />
            {variant}
          </Button>
        ))}
        <Button disabled>disabled</Button>
        <Button size="sm">small</Button>
        <Button size="xs">tiny</Button>
        <Button size="icon" aria-label="Search">
          <Search aria-hidden />
        </Button>
        <CopyButton text="copied" label="Copy" variant="outline" />
      </Part>
      <Part title="Badge, severity, status, score">
        {tones.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
        {severities.map((severity) => (
          <SeverityBadge key={severity} severity={severity} />
        ))}
        <SeverityCounts counts={{ high: 2, med: 1, low: 4 }} />
        {statuses.map((status) => (
          <StatusBadge key={status} status={status} />
        ))}
        {[2, 6, 10].map((score) => (
          <ScoreDial key={score} score={score} />
        ))}
        <ScoreChip score={7} />
        <dl className="w-56">
          <ScoreBar name="Security" note="20 %" score={6.4} />
        </dl>
        <dl>
          <Stat name="Reviews" value="1,204" note="312 from the cache" />
        </dl>
        <Kbd>Ctrl</Kbd>
      </Part>
      <Part title="Field, Select, Checkbox, Switch, choices">
        <Fields />
      </Part>
      <Part title="Tabs, Table">
        <TabbedTable />
      </Part>
      <Part title="Dialog, Command, Menu, Popover, Tooltip, Toast">
        <Windows />
      </Part>
      <Part title="Notice, Progress, Skeleton">
        <div className="w-full space-y-3">
          {(["plain", "accent", "med", "high"] as const).map((tone) => (
            <Notice key={tone} icon={Info} tone={tone}>
              A remark in the tone “{tone}”.
            </Notice>
          ))}
          <Progress value={40} label="Progress" text="Analysing" />
          <Progress value={100} label="Progress" text="Completed" tone="good" />
          <Progress value={63} label="Progress" text="Failed" tone="high" />
          <Skeleton className="h-10" />
        </div>
      </Part>
      <Part title="Empty and error states">
        <Card variant="quiet" className="flex-1">
          <EmptyState icon={Inbox} title="Nothing here yet" action={<Button variant="primary">Do something</Button>}>
            What would be here, and how it gets here.
          </EmptyState>
        </Card>
        <Card className="flex-1">
          <ErrorState error={new ApiError(503, "The database does not answer.", "9f86d081884c7d65")} onRetry={() => undefined} />
        </Card>
        <Card className="flex-1">
          <ErrorState error={new ApiError(0, "")} onRetry={() => undefined} />
        </Card>
      </Part>
      <Part title="Chart, diff, prose">
        <Card className="min-w-72 flex-1 p-4">
          <Chart
            label="An example"
            places={["Mon", "Tue", "Wed", "Thu", "Fri"]}
            columns={[
              { name: "High", paint: "fill-high-fill", values: [1, 4, 2, 0, 3] },
              { name: "Low", paint: "fill-low-fill", values: [5, 2, 2, 6, 1] },
            ]}
            format={String}
          />
        </Card>
        <Card className="min-w-72 flex-1 p-4">
          <Chart label="An example" places={["Mon", "Tue", "Wed", "Thu", "Fri"]} line={{ name: "Score", paint: "text-accent", values: [4, 6.5, null, 7, 9] }} max={10} format={String} />
        </Card>
        <div className="w-full">
          <DiffView label="An example" lines={diffLines(["one", "two", "three"], ["one", "deux", "three"])} />
          <p className="mt-3 text-sm">
            <Prose text="Text in which `backticks` mark code and <b>markup</b> stays text." />
          </p>
        </div>
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title}>
      <SectionHeading>{title}</SectionHeading>
      <div className="mt-3 flex flex-wrap items-center gap-3">{children}</div>
    </section>
  );
}

function Fields() {
  const [on, setOn] = useState(true);
  const [one, setOne] = useState("a");
  const [many, setMany] = useState<string[]>(["a"]);
  const choices = [
    { value: "a", label: "First" },
    { value: "b", label: "Second" },
  ];
  return (
    <>
      <Field label="Name" hint="A word of help." className="w-48">
        <Input placeholder="Type here" />
      </Field>
      <Field label="Name" error="Give it a name." className="w-48">
        <Input aria-invalid />
      </Field>
      <Field label="Choice" className="w-48">
        <Select defaultValue="b">
          <option value="a">First</option>
          <option value="b">Second</option>
        </Select>
      </Field>
      <TextArea aria-label="Text" className="max-w-60" placeholder="Several lines" />
      <Checkbox label="A box to tick" note="With a note" checked={on} onChange={setOn} />
      <Switch aria-label="On or off" checked={on} onCheckedChange={setOn} />
      <ChoiceGroup label="One of" value={one} choices={choices} onChange={setOne} />
      <FilterChips label="Any of" value={many} choices={choices} onChange={setMany} />
    </>
  );
}

function TabbedTable() {
  return (
    <Card className="w-full">
      <Tabs defaultValue="first">
        <TabList aria-label="An example">
          <Tab value="first">First</Tab>
          <Tab value="second">Second</Tab>
        </TabList>
        <TabPanel value="first">
          <Table>
            <TableHead>
              <tr>
                <HeadCell>Name</HeadCell>
                <HeadCell align="end">Count</HeadCell>
              </tr>
            </TableHead>
            <TableBody>
              <tr>
                <Cell>One</Cell>
                <Cell align="end">1,024</Cell>
              </tr>
              <tr>
                <Cell>Two</Cell>
                <Cell align="end">7</Cell>
              </tr>
            </TableBody>
          </Table>
        </TabPanel>
        <TabPanel value="second" className="p-4 text-sm">
          The second panel.
        </TabPanel>
      </Tabs>
    </Card>
  );
}

function Windows() {
  const [open, setOpen] = useState<"dialog" | "confirm" | "command" | null>(null);
  const [query, setQuery] = useState("");
  const close = (next: boolean) => !next && setOpen(null);
  return (
    <>
      <Button onClick={() => setOpen("dialog")}>Dialog</Button>
      <Button onClick={() => setOpen("confirm")}>Confirm</Button>
      <Button onClick={() => setOpen("command")}>Command</Button>
      <Menu>
        <MenuTrigger asChild>
          <Button>Menu</Button>
        </MenuTrigger>
        <MenuContent>
          <MenuLabel>A group</MenuLabel>
          <MenuItem>
            <Download aria-hidden />
            Save
          </MenuItem>
          <MenuSeparator />
          <MenuItem danger>
            <Trash2 aria-hidden />
            Delete
          </MenuItem>
        </MenuContent>
      </Menu>
      <Popover>
        <PopoverTrigger asChild>
          <Button>Popover</Button>
        </PopoverTrigger>
        <PopoverContent>Something beside what one is doing.</PopoverContent>
      </Popover>
      <Tooltip text="A word of help">
        <Button>Tooltip</Button>
      </Tooltip>
      <Button onClick={() => toast("It is done.", "good", { name: "Undo", run: () => toast("It is undone.") })}>Toast</Button>
      <Dialog open={open === "dialog"} onOpenChange={close} title="A window" description="It says what it is for.">
        <p className="text-sm">Its content.</p>
      </Dialog>
      <ConfirmDialog
        open={open === "confirm"}
        onOpenChange={close}
        title="Delete it?"
        description="This cannot be undone."
        act="Delete"
        pending={false}
        onConfirm={() => setOpen(null)}
      />
      <CommandDialog open={open === "command"} onOpenChange={close} label="Find" placeholder="Type a name…" query={query} onQueryChange={setQuery}>
        <CommandGroup heading="Commands">
          <CommandItem icon={<Plus aria-hidden />} keys={["n"]} onSelect={() => setOpen(null)}>
            Make something new
          </CommandItem>
        </CommandGroup>
      </CommandDialog>
    </>
  );
}
