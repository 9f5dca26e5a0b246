import { expect, test } from "vitest";

import { formatPrice } from "./format";

test("a price is shown with its currency", () => {
  expect(formatPrice("4.90", "en-IE")).toBe("€4.90");
});
