import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { buttonLooks } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/states";

export default function MissingPage() {
  return (
    <Card>
      <EmptyState
        icon={Compass}
        title="There is no such page"
        action={
          <Link to="/" className={buttonLooks({ variant: "primary" })}>
            To the editor
          </Link>
        }
      >
        The address may be mistyped, or from another version.
      </EmptyState>
    </Card>
  );
}
