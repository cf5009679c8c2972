import { Link, type ErrorComponentProps } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { buttonLooks } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState, ErrorState } from "@/components/ui/states";

export function MissingPage() {
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
      />
    </Card>
  );
}

export function CrashPage({ error }: ErrorComponentProps) {
  return (
    <Card>
      <ErrorState error={error} title="This page ran into a fault" onRetry={() => window.location.reload()} />
    </Card>
  );
}
