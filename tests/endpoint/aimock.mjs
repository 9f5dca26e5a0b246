// Serves what an endpoint answers, with an implementation that is not ours, until its input ends. Prints its address.
// The input's first line is JSON: {"user's text": response, ...}; of a list one after the other, the last for ever.
import { createInterface } from "node:readline";
import { LLMock } from "@copilotkit/aimock";

const mock = new LLMock({ port: 0 });
const lines = createInterface({ input: process.stdin });
lines.once("line", async (line) => {
  for (const [text, said] of Object.entries(JSON.parse(line))) {
    const answers = [said].flat();
    mock.onMessage(text, () => (answers.length > 1 ? answers.shift() : answers[0]));
  }
  await mock.start();
  console.log(mock.url);
});
lines.once("close", () => mock.stop());
