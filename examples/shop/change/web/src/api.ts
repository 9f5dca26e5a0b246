/** Calls of the order service. */

export type Method = "standard" | "express";

export interface Quote {
  method: Method;
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

/** Remember the choice, so that the customer finds it again on the payment page. */
export async function saveMethod(orderId: string, method: Method): Promise<void> {
  try {
    await send(`/orders/${orderId}/method`, { method });
  } catch {}
}
