// Answers expressions with GitHub's own evaluator: a JSON object a line in, a JSON object a line out.
import { createInterface } from "node:readline";
import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import { truthy } from "@actions/expressions/result";

const STATUS = ["success", "failure", "cancelled", "always"];

function evaluate(text, { contexts, status }) {
  const functions = STATUS.map((name) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(status[name]),
  }));
  const known = JSON.parse(JSON.stringify(contexts), data.reviver);
  const tree = new Parser(new Lexer(text).lex().tokens, Object.keys(contexts), status ? functions : []).parse();
  return new Evaluator(tree, known, new Map(functions.map((one) => [one.name, one]))).evaluate();
}

// Finds the end of an expression; `}}` in a text between quotes does not end it.
function findEnd(text, start) {
  for (let at = start, quoted = false; at < text.length; at += 1) {
    if (text[at] === "'") quoted = !quoted;
    if (!quoted && text.startsWith("}}", at)) return at;
  }
  throw new Error(`an expression is not closed in: ${text}`);
}

function fill(text, asked) {
  let filled = "";
  let at = 0;
  for (let start = text.indexOf("${{"); start >= 0; start = text.indexOf("${{", at)) {
    const end = findEnd(text, start);
    filled += text.slice(at, start) + evaluate(text.slice(start + 3, end), asked).coerceString();
    at = end + 2;
  }
  return filled + text.slice(at);
}

function holds(text, asked) {
  const whole = text.trim();
  const bare = whole.startsWith("${{") && findEnd(whole, 0) === whole.length - 2 ? whole.slice(3, -2) : whole;
  if (bare.includes("${{")) throw new Error(`a condition is one expression or none: ${text}`);
  const asksStatus = STATUS.some((name) => new RegExp(`\\b${name}\\s*\\(`, "i").test(bare.replace(/'[^']*'/g, "")));
  return truthy(evaluate(asksStatus ? bare : `success() && (${bare})`, asked));
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  let answer;
  try {
    answer = { value: asked.kind === "condition" ? holds(asked.text, asked) : fill(asked.text, asked) };
  } catch (fault) {
    answer = { error: String(fault.message ?? fault) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
