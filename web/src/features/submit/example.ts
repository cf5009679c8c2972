/** A small program with faults worth finding, for those who want to look before they paste. */
export const example = {
  filename: "orders.py",
  code: `import sqlite3
import subprocess


def average_total(orders):
    return sum(order["total"] for order in orders) / len(orders)


def find_customer(db: sqlite3.Connection, name: str):
    query = "SELECT id, email FROM customers WHERE name = '" + name + "'"
    return db.execute(query).fetchone()


def export(folder, target):
    subprocess.run("tar czf " + target + " " + folder, shell=True)


def remember(order, seen=[]):
    seen.append(order["id"])
    return seen


def load_discount(path):
    try:
        with open(path) as handle:
            return eval(handle.read())
    except Exception:
        pass
`,
};
