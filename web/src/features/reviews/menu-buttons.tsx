import { Download, Ellipsis } from "lucide-react";
import { Button } from "@/components/ui/button";

type ButtonProps = React.ComponentProps<typeof Button>;

export function ExportButton(props: ButtonProps) {
  return (
    <Button {...props}>
      <Download aria-hidden />
      Export
    </Button>
  );
}

export function MoreButton(props: ButtonProps) {
  return (
    <Button size="iconMd" aria-label="More to do with this review" {...props}>
      <Ellipsis aria-hidden />
    </Button>
  );
}
