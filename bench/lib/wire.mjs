// HTTP/1.1 with as little as possible between a measurement and the socket: one connection, one
// request at a time. Answers with a length or in chunks; nothing else is understood.
import net from "node:net";

const LINE = Buffer.from("\r\n");
const HEAD_END = Buffer.from("\r\n\r\n");

export class Connection {
  /** @param base the origin, such as http://127.0.0.1:4788 */
  constructor(base) {
    const { hostname, port } = new URL(base);
    Object.assign(this, { host: hostname.replace(/^\[|\]$/g, ""), port, authority: new URL(base).host });
  }

  /** The whole answer: { status, headers, text }. Without a body, none is sent. */
  send(method, path, headers, body) {
    return new Promise((done, failed) => {
      const chunks = [];
      this.#begin(method, path, headers, body, {
        head: () => {},
        data: (data) => chunks.push(data),
        end: (status, answered) => done({ status, headers: answered, text: Buffer.concat(chunks).toString() }),
        failed,
      });
    });
  }

  /** An answer that does not end: resolved by its head, and then every piece of text goes to `data`. */
  stream(method, path, headers, data, ended = () => {}) {
    return new Promise((done, failed) => {
      this.#begin(method, path, headers, undefined, {
        head: (status, answered) => done({ status, headers: answered }),
        data: (bytes) => data(bytes.toString()),
        end: ended,
        failed: (error) => { failed(error); ended(); },
      });
    });
  }

  close() {
    this.reader = undefined;
    this.socket?.destroy();
    this.socket = undefined;
  }

  #begin(method, path, headers, body, reader) {
    let head = `${method} ${path} HTTP/1.1\r\nhost: ${this.authority}\r\n`;
    for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
    if (body !== undefined) head += `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
    this.reader = reader;
    this.answer = undefined;
    this.rest = undefined;
    if (!this.socket) this.#connect();
    this.socket.write(body === undefined ? `${head}\r\n` : `${head}\r\n${body}`);
  }

  #connect() {
    const socket = net.connect({ host: this.host, port: this.port, noDelay: true });
    const gone = (error) => {
      if (this.socket !== socket) return;
      this.socket = undefined;
      const reader = this.reader;
      this.reader = undefined;
      reader?.failed(error ?? new Error("The connection was closed before the answer had ended"));
    };
    socket.on("error", gone);
    socket.on("close", () => gone());
    socket.on("data", (data) => this.#read(data));
    this.socket = socket;
  }

  #read(data) {
    let bytes = this.rest ? Buffer.concat([this.rest, data]) : data;
    this.rest = undefined;
    if (!this.answer) {
      const end = bytes.indexOf(HEAD_END);
      if (end < 0) { this.rest = bytes; return; }
      this.answer = head(bytes.toString("latin1", 0, end));
      bytes = bytes.subarray(end + 4);
      this.reader?.head(this.answer.status, this.answer.headers);
    }
    if (this.answer.chunked) this.#chunks(bytes);
    else this.#counted(bytes);
  }

  #counted(bytes) {
    this.answer.left -= bytes.length;
    if (bytes.length > 0) this.reader?.data(bytes);
    if (this.answer.left <= 0) this.#end();
  }

  #chunks(bytes) {
    for (;;) {
      const line = bytes.indexOf(LINE);
      const size = line < 0 ? 0 : parseInt(bytes.toString("latin1", 0, line), 16);
      if (line < 0 || bytes.length < line + 4 + size) { this.rest = bytes; return; }
      if (size === 0) { this.#end(); return; }
      this.reader?.data(bytes.subarray(line + 2, line + 2 + size));
      bytes = bytes.subarray(line + 4 + size);
    }
  }

  #end() {
    const { answer, reader, socket } = this;
    this.reader = undefined;
    if (answer.headers.get("connection") === "close") {
      this.socket = undefined;
      socket?.end();
    }
    reader?.end(answer.status, answer.headers);
  }
}

function head(text) {
  const [first, ...lines] = text.split("\r\n");
  const headers = new Map(lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  }));
  return {
    status: Number(first.slice(9, 12)),
    headers,
    chunked: headers.get("transfer-encoding") === "chunked",
    left: Number(headers.get("content-length") ?? 0),
  };
}

/** Gives every event of a stream to `heard`, as { event, data, id }; hand it pieces of text. */
export function events(heard) {
  let text = "";
  return (piece) => {
    text += piece.replaceAll("\r", "");
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const event = {};
      for (const line of text.slice(0, end).split("\n")) {
        const [, name, value] = /^(event|data|id): ?(.*)$/.exec(line) ?? [];
        if (name) event[name] = event[name] === undefined ? value : `${event[name]}\n${value}`;
      }
      text = text.slice(end + 2);
      if (event.event !== undefined || event.data !== undefined) heard(event);
    }
  };
}
