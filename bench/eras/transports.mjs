// A client for each era of the protocol, which adds as little as possible of its own. Each is opened,
// asked (one request at a time) and closed; what a service does not speak throws NotSpoken.
import { Connection, events } from "../lib/wire.mjs";

const CLIENT = { name: "bench", version: "1" };
const STATELESS = "2026-07-28";
const META = {
  "io.modelcontextprotocol/protocolVersion": STATELESS,
  "io.modelcontextprotocol/clientCapabilities": {},
  "io.modelcontextprotocol/clientInfo": CLIENT,
};

/** What a service has no answer for, because it does not know this part of the protocol. */
export class NotSpoken extends Error {}

let ids = 0;
const request = (method, params) => JSON.stringify({ jsonrpc: "2.0", id: ++ids, method, params });
const initialize = (protocolVersion) =>
  request("initialize", { protocolVersion, capabilities: {}, clientInfo: CLIENT });
const INITIALIZED = JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" });

function result({ status, headers, text }, method) {
  if (status === 404 || status === 405 || status === 400) throw new NotSpoken(`${method}: ${status} ${refusal(text)}`);
  if (status >= 300) throw new Error(`${method}: ${status} ${text.slice(0, 300)}`);
  const type = headers.get("content-type") ?? "";
  if (type.startsWith("text/html")) throw new NotSpoken(`${method}: a page`);
  if (!type.startsWith("text/event-stream")) return outcome(JSON.parse(text), method);
  const heard = [];
  events((event) => event.data && heard.push(JSON.parse(event.data)))(`${text}\n\n`);
  return outcome(heard.findLast((message) => !message.method), method);
}

const refusal = (text) => /"message":"([^"]+)"/.exec(text)?.[1] ?? text.slice(0, 120);

function outcome(message, method) {
  if (message?.error?.code === -32601) throw new NotSpoken(`${method}: ${message.error.message}`);
  if (!message?.result) throw new Error(`${method}: ${JSON.stringify(message)}`);
  return message.result;
}

/** Streamable HTTP with a session: 2025-11-25. */
export class Sessionful {
  static title = "2025-11-25";

  static async open(service) {
    const client = new Sessionful(service, new Connection(service.base));
    await client.begin();
    await client.#post(INITIALIZED);
    return client;
  }

  constructor(service, connection) {
    Object.assign(this, { service, connection, ended: [] });
    this.headers = { ...service.headers, accept: "application/json, text/event-stream" };
  }

  /** Begins a session, without saying that it has begun. */
  async begin() {
    delete this.headers["mcp-session-id"];
    const answer = await this.#post(initialize("2025-11-25"));
    result(answer, "initialize");
    this.headers["mcp-session-id"] = answer.headers.get("mcp-session-id");
    this.headers["mcp-protocol-version"] = "2025-11-25";
    this.ended.push(this.headers["mcp-session-id"]);
  }

  async ask(method, params) {
    return result(await this.#post(request(method, params)), method);
  }

  async close() {
    for (const id of this.ended) {
      await this.connection.send("DELETE", this.service.path, { ...this.headers, "mcp-session-id": id }).catch(() => {});
    }
    this.connection.close();
  }

  #post(body) {
    return this.connection.send("POST", this.service.path, this.headers, body);
  }
}

/** HTTP+SSE: 2024-11-05. Answers come over a stream of their own. */
export class Sse {
  static title = "2024-11-05";

  static async open(service) {
    const client = new Sse(service, new Connection(service.base));
    await client.begin();
    await client.connection.send("POST", client.messages, client.service.headers, INITIALIZED);
    return client;
  }

  constructor(service, connection) {
    Object.assign(this, { service, connection, waiting: new Map() });
  }

  /** Opens another stream, on a connection of its own, and begins a session. */
  async begin() {
    this.stream?.close();
    this.stream = new Connection(this.service.base);
    await new Promise((ready, failed) => {
      const heard = events(({ event, data }) => {
        if (event !== "endpoint") return this.#hear(JSON.parse(data));
        const url = new URL(data, this.service.base);
        this.messages = url.pathname + url.search;
        ready();
      });
      this.stream
        .stream("GET", this.service.ssePath, { ...this.service.headers, accept: "text/event-stream" }, heard)
        .then(({ status, headers }) => {
          const stream = status === 200 && headers.get("content-type")?.startsWith("text/event-stream");
          if (!stream) failed(new NotSpoken(`GET ${this.service.ssePath}: ${status} ${headers.get("content-type")}`));
        })
        .catch(failed);
    });
    await this.#ask("initialize", initialize("2024-11-05"));
  }

  ask(method, params) {
    return this.#ask(method, request(method, params));
  }

  async close() {
    this.stream?.close();
    this.connection.close();
  }

  async #ask(method, body) {
    const id = ids;
    const answered = new Promise((done) => this.waiting.set(id, done));
    const { status, text } = await this.connection.send("POST", this.messages, this.service.headers, body);
    if (status >= 300) throw new Error(`${method}: ${status} ${text}`);
    return outcome(await answered, method);
  }

  #hear(message) {
    this.waiting.get(message.id)?.(message);
    this.waiting.delete(message.id);
  }
}

/** Streamable HTTP without sessions: 2026-07-28. */
export class Stateless {
  static title = "2026-07-28";

  static async open(service) {
    return new Stateless(service, new Connection(service.base));
  }

  constructor(service, connection) {
    Object.assign(this, { service, connection });
    this.headers = {
      ...service.headers,
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": STATELESS,
    };
  }

  /** What there is instead of an `initialize`. */
  async begin() {
    await this.ask("server/discover");
  }

  async ask(method, params) {
    const headers = { ...this.headers, "mcp-method": method, ...(params?.name && { "mcp-name": params.name }) };
    const body = request(method, { ...params, _meta: META });
    return result(await this.connection.send("POST", this.service.path, headers, body), method);
  }

  async close() {
    this.connection.close();
  }
}
