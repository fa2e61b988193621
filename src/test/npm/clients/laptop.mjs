// Two agents on one machine, by the official TypeScript SDK over standard streams, started from a
// configuration as desktop clients keep it. Both start cold and at once. An API is added, one agent
// calls it, pauses at a write, and the other waits while a person approves it on the page. Takes
// CONFIG (a file), DATA_DIR and PETS (an API's address) from the environment; prints one JSON
// document.
import { readFileSync } from "node:fs";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { getDefaultEnvironment, StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ToolListChangedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";

const { command, args, env } = JSON.parse(readFileSync(process.env.CONFIG)).mcpServers.executor;
const control = (file) =>
  JSON.parse(readFileSync(`${process.env.DATA_DIR}/server-control/${file}.json`));
const code = { read: "listPets({})", write: "createPet({ body: { name: 'Tom' } })" };

const connect = async (name) => {
  const transport = new StdioClientTransport({
    command,
    args,
    env: { ...getDefaultEnvironment(), ...env },
    stderr: "pipe",
  });
  const client = new Client({ name, version: "1.0.0" });
  const said = [];
  transport.stderr.on("data", (data) => said.push(String(data)));
  client.onerror = (error) => said.push(String(error));
  let changes = 0;
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => changes++);
  await client.connect(transport);
  await client.listTools();
  const call = async (tool, given) => {
    const { structuredContent, content } = await client.callTool({ name: tool, arguments: given });
    return { ...structuredContent, text: content[0].text };
  };
  return { call, client, pid: transport.pid, said, changes: () => changes };
};

const [first, second] = await Promise.all([connect("first"), connect("second")]);
const { origin } = control("server").connection;
const { token } = control("auth");

const rest = async (path, body) => {
  const response = await fetch(`${origin}/api${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
};

// What a person does: opens the link, signs in, looks, and presses a button.
const approve = async (url) => {
  const cookies = new Map();
  const open = async (path, fields) => {
    const response = await fetch(new URL(path, origin), {
      method: fields ? "POST" : "GET",
      redirect: "manual",
      headers: {
        ...(fields && { origin, "content-type": "application/x-www-form-urlencoded" }),
        cookie: [...cookies].map((pair) => pair.join("=")).join("; "),
      },
      body: fields && new URLSearchParams(fields).toString(),
    });
    for (const set of response.headers.getSetCookie()) {
      const [name, value] = set.split(";")[0].split("=");
      cookies.set(name, value);
    }
    return { status: response.status, text: await response.text() };
  };
  const hidden = (page, name) => page.text.match(`name="${name}" value="([^"]*)"`)[1];
  const path = new URL(url).pathname;
  const form = await open(path);
  await open("/sign-in", { form: hidden(form, "form"), next: hidden(form, "next"), key: token });
  const question = await open(path);
  const answer = { csrf: hidden(question, "csrf"), interaction: hidden(question, "interaction") };
  return { shown: question.text, status: (await open(path, { ...answer, action: "accept" })).status };
};

await rest("/openapi/specs", {
  slug: "pets",
  spec: { kind: "url", url: `${process.env.PETS}/openapi.json` },
});
await rest("/connections", {
  owner: "org",
  name: "main",
  integration: "pets",
  template: "apikey-1",
  value: "pets-s3cret",
});
const script = (call) => ({ code: `return (await tools.pets.org.main.pets.${call})` });
const seen = {
  origin,
  pid: control("server").pid,
  read: await first.call("execute", script(code.read)),
  shared: await second.call("execute", script(code.read)),
  paused: await first.call("execute", script(code.write)),
};
const waiting = second.call("resume", { executionId: seen.paused.executionId, waitSeconds: 60 });
seen.approved = await approve(seen.paused.approvalUrl);
seen.resumed = await waiting;
seen.said = [...first.said, ...second.said];
seen.changes = [first.changes(), second.changes()];
seen.bridges = [first.pid, second.pid];
await Promise.all([first.client.close(), second.client.close()]);
console.log(JSON.stringify(seen));
