// Calls that need a person, by the official TypeScript SDK: a client that shows forms, one that opens
// pages, one that can do neither, and one that goes away while it is asked. Takes MCP_URL, MCP_TOKEN
// (an agent's), PERSON_TOKEN and TOOL from the environment; prints one JSON document.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import {
  ElicitationCompleteNotificationSchema,
  ElicitRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";

const url = new URL(process.env.MCP_URL);
const tool = process.env.TOOL;
const once = `return (await tools.${tool}({ n: 1 })).ok`;

const connect = async (elicitation, onQuestion) => {
  const transport = new StreamableHTTPClientTransport(url, {
    requestInit: { headers: { Authorization: `Bearer ${process.env.MCP_TOKEN}` } },
  });
  const client = new Client(
    { name: "approval-journey", version: "1.0.0" },
    { capabilities: elicitation ? { elicitation } : {} },
  );
  if (onQuestion) {
    client.setRequestHandler(ElicitRequestSchema, onQuestion);
  }
  await client.connect(transport);
  // The schemas of results are known, and results checked, once the tools are listed.
  await client.listTools();
  return { client, transport };
};
const call = async (client, name, args) => {
  const { structuredContent, content, isError } = await client.callTool({ name, arguments: args });
  return { structured: structuredContent, text: content[0].text, isError: isError ?? false };
};
const rest = async (token, path, body) => {
  const response = await fetch(new URL(path, url), {
    method: body ? "POST" : "GET",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
};
const decide = (token, id, action) => rest(token, `/api/executions/${id}/resume`, { action });

const promise = () => {
  const parts = {};
  parts.done = new Promise((resolve) => (parts.resolve = resolve));
  return parts;
};

const seen = {};

// Forms: two questions at once, one accepted and one declined.
const questions = [];
const forms = await connect({ form: {} }, ({ params }) => {
  questions.push(params);
  return params.message.includes('"n" : 2')
    ? { action: "decline" }
    : { action: "accept", content: {} };
});
seen.forms = await call(forms.client, "execute", {
  code: `
    const calls = [1, 2].map((n) => tools.${tool}({ n }));
    return (await Promise.allSettled(calls)).map((call) => call.status);`,
});
seen.formsAsked = questions;
await forms.client.close();

// Pages: the person decides there, and the client hears that it is done.
const completed = promise();
let page;
const pages = await connect({ url: {} }, async ({ params }) => {
  page = params;
  const id = new URL(params.url).pathname.split("/").pop();
  setTimeout(() => decide(process.env.PERSON_TOKEN, id, "accept"), 50);
  return { action: "accept" };
});
pages.client.setNotificationHandler(ElicitationCompleteNotificationSchema, ({ params }) =>
  completed.resolve(params.elicitationId),
);
seen.pages = await call(pages.client, "execute", { code: once });
seen.pageAsked = page;
seen.pageCompleted = await completed.done;
await pages.client.close();

// Neither: a link, and resume.
const plain = await connect();
seen.paused = await call(plain.client, "execute", { code: once });
const id = seen.paused.structured.executionId;
seen.still = await call(plain.client, "resume", { executionId: id, waitSeconds: 0 });
seen.selfAnswer = await call(plain.client, "resume", { executionId: id, action: "accept" });
seen.agentAtRest = (await decide(process.env.MCP_TOKEN, id, "accept")).status;
seen.personAtRest = (await decide(process.env.PERSON_TOKEN, id, "accept")).status;
seen.resumed = await call(plain.client, "resume", { executionId: id });
seen.unknown = await call(plain.client, "resume", { executionId: "exec_nothing" });
await plain.client.close();

// Gone: the client is asked, drops its connection, and the result is had from another session.
const asked = promise();
const gone = await connect({ form: {} }, () => {
  asked.resolve();
  return new Promise(() => {});
});
gone.client.callTool({ name: "execute", arguments: { code: once } }).catch(() => {});
await asked.done;
await gone.transport.close();
const list = await rest(process.env.PERSON_TOKEN, "/api/executions?status=waiting");
const lost = list.body[0].executionId;
await decide(process.env.PERSON_TOKEN, lost, "accept");
const later = await connect();
seen.afterLoss = await call(later.client, "resume", { executionId: lost });
await later.client.close();

console.log(JSON.stringify(seen));
