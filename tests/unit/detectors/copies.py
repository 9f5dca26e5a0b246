"""Functions for the tests of copies: one in each language, with the name that a copy of it gets."""

# Suffix of the file, name, name of the copy, text.
FUNCTIONS = {
    "bash": (
        "sh",
        "publish",
        "release",
        """\
publish() {
  local name="$1" tries=0
  while [ "$tries" -lt 5 ]; do
    if upload "$name" --to "$HOST"; then
      notify "$name"
      return 0
    fi
    sleep 2
    tries=$((tries + 1))
  done
  return 1
}
""",
    ),
    "c": (
        "c",
        "skip_blank",
        "skip_space",
        """\
size_t skip_blank(const char *text, size_t length) {
  size_t at = 0;
  while (at < length && (text[at] == ' ' || text[at] == '\\t')) {
    if (is_stop(text, at)) {
      log_stop(at);
      break;
    }
    at++;
  }
  return at;
}
""",
    ),
    "cpp": (
        "cpp",
        "overdue",
        "late",
        """\
Orders overdue(const Orders& orders, Time now) {
  Orders found;
  for (const auto& order : orders) {
    if (order.paid() || order.due() > now) {
      continue;
    }
    fees.charge(order, now - order.due());
    found.push_back(order);
  }
  return found;
}
""",
    ),
    "csharp": (
        "cs",
        "Overdue",
        "LateOrders",
        """\
class Orders {
  List<Order> Overdue(List<Order> orders, DateTime now) {
    var late = new List<Order>();
    foreach (var order in orders) {
      if (order.IsPaid() || order.Due > now) {
        continue;
      }
      order.Charge(fees.Find(now.Subtract(order.Due)));
      late.Add(order);
    }
    return late;
  }
}
""",
    ),
    "go": (
        "go",
        "overdue",
        "lateOrders",
        """\
package shop

func overdue(orders []Order, now time.Time) []Order {
	var late []Order
	for _, order := range orders {
		if order.Paid || order.Due.After(now) {
			continue
		}
		order.Fee = order.Net.Mul(lateFee(now.Sub(order.Due)))
		late = append(late, order)
	}
	return late
}
""",
    ),
    "java": (
        "java",
        "overdue",
        "lateOrders",
        """\
class Orders {
  List<Order> overdue(List<Order> orders, Instant now) {
    var late = new ArrayList<Order>();
    for (var order : orders) {
      if (order.isPaid() || order.due().isAfter(now)) {
        continue;
      }
      order.charge(fees.find(Duration.between(order.due(), now)));
      late.add(order);
    }
    return late;
  }
}
""",
    ),
    "javascript": (
        "js",
        "overdue",
        "lateOrders",
        """\
function overdue(orders, now) {
  const late = [];
  for (const order of orders) {
    if (order.paid || order.due > now) {
      continue;
    }
    order.fee = scale(order.net, lateFee(now.since(order.due)));
    late.push(order);
  }
  return late;
}
""",
    ),
    "kotlin": (
        "kt",
        "overdue",
        "lateOrders",
        """\
fun overdue(orders: List<Order>, now: Instant): List<Order> {
    val late = mutableListOf<Order>()
    for (order in orders) {
        if (order.isPaid() || order.due.isAfter(now)) {
            continue
        }
        order.charge(fees.find(Duration.between(order.due, now)))
        late.add(order)
    }
    return late
}
""",
    ),
    "php": (
        "php",
        "overdue",
        "lateOrders",
        """\
<?php
function overdue(array $orders, DateTime $now): array {
    $late = [];
    foreach ($orders as $order) {
        if ($order->isPaid() || $order->due() > $now) {
            continue;
        }
        $order->charge(findFee($now->diff($order->due())));
        $late[] = $order;
    }
    return $late;
}
""",
    ),
    "python": (
        "py",
        "overdue",
        "late_orders",
        """\
def overdue(orders, now):
    late = []
    for order in orders:
        if order.paid or order.due > now:
            continue
        order.fee = scale(order.net, late_fee(now.since(order.due)))
        late.append(order)
    return late
""",
    ),
    "ruby": (
        "rb",
        "overdue",
        "late_orders",
        """\
def overdue(orders, now)
  late = []
  orders.each do |order|
    next if order.paid?() || order.due > now
    fee = order.net * Fees.find(now - order.due)
    order.charge(fee.round(2))
    late.push(order) unless late.include?(order)
  end
  late.sort_by { |order| order.due }
end
""",
    ),
    "rust": (
        "rs",
        "overdue",
        "late_orders",
        """\
fn overdue(orders: &[Order], now: Time) -> Vec<Order> {
    let mut late = Vec::new();
    for order in orders {
        if order.is_paid() || order.due > now {
            continue;
        }
        let fee = order.net.scale(late_fee(now.since(order.due)));
        late.push(order.clone().with_fee(fee));
    }
    late
}
""",
    ),
    "scala": (
        "scala",
        "overdue",
        "lateOrders",
        """\
def overdue(orders: List[Order], now: Instant): List[Order] = {
  val late = ListBuffer.empty[Order]
  for (order <- orders) {
    if (!order.isPaid() && order.due.isBefore(now)) {
      order.charge(fees.find(Duration.between(order.due, now)))
      late.append(order)
    }
  }
  late.toList
}
""",
    ),
    "swift": (
        "swift",
        "overdue",
        "lateOrders",
        """\
func overdue(orders: [Order], now: Date) -> [Order] {
    var late: [Order] = []
    for order in orders {
        guard !order.isPaid(), order.due < now else {
            continue
        }
        order.charge(fees.find(now.timeIntervalSince(order.due)))
        late.append(order)
    }
    return late
}
""",
    ),
    "tsx": (
        "tsx",
        "Totals",
        "Summary",
        """\
export function Totals({ orders }: Props) {
  const open = orders.filter((order) => !order.paid);
  const [shown, setShown] = useState(open.length > 5);
  useEffect(() => {
    if (open.length === 0) {
      setShown(false);
    }
  }, [open.length]);
  return shown ? <List orders={open} onClose={() => setShown(false)} /> : null;
}
""",
    ),
    "typescript": (
        "ts",
        "overdue",
        "lateOrders",
        """\
function overdue(orders: Order[], now: Time): Order[] {
  const late: Order[] = [];
  for (const order of orders) {
    if (order.paid || order.due > now) {
      continue;
    }
    order.fee = scale(order.net, lateFee(now.since(order.due)));
    late.push(order);
  }
  return late;
}
""",
    ),
}
