/** How values are shown to a customer. */

export function formatPrice(amount: string, locale = "de-DE"): string {
  return new Intl.NumberFormat(locale, { style: "currency", currency: "EUR" }).format(Number(amount));
}

export function formatDay(day: string, locale = "de-DE"): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(new Date(day));
}
