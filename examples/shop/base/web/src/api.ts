/** Calls of the order service. */

export interface Quote {
  method: string;
  price: string;
  latest: string;
}

export class ServiceError extends Error {
  constructor(readonly status: number) {
    super(`the order service answered ${status}`);
  }
}

export async function send<T>(path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`/api${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) {
    throw new ServiceError(answer.status);
  }
  return (await answer.json()) as T;
}

export function findQuote(orderId: string): Promise<Quote> {
  return send<Quote>(`/orders/${orderId}/quote`);
}
