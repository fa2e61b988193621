// What an agent does with GitHub's API, by the official TypeScript SDK: looks for tools, reads what
// one takes, runs a script that calls three operations in sequence and ten at once, tries a write,
// which waits for a person. Takes MCP_URL and MCP_TOKEN from the environment; prints one JSON
// document.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const transport = new StreamableHTTPClientTransport(new URL(process.env.MCP_URL), {
  requestInit: { headers: { Authorization: `Bearer ${process.env.MCP_TOKEN}` } },
});
const client = new Client({ name: "github-journey", version: "1.0.0" });
await client.connect(transport);

const execute = async (code) => {
  const { structuredContent, content, isError } = await client.callTool({
    name: "execute",
    arguments: { code },
  });
  return { structured: structuredContent, text: content?.[0]?.text, isError: isError ?? false };
};

const outcome = {
  server: client.getServerVersion(),
  tools: (await client.listTools()).tools,
  found: await execute(`
    const page: { items: { path: string }[] } = await tools.search({
      query: "get authenticated user", namespace: "github", limit: 5 });
    return page.items.map((item) => item.path);`),
  described: await execute(`
    return await tools.describe.tool({ path: "github.org.main.repos.get" });`),
  called: await execute(`
    const github = tools.github.org.main;
    const me = await github.users.getAuthenticated({});
    const owner = me.data.login;
    const repo = await github.repos.get({ owner, repo: "hello" });
    const issues = await github.issues.listForRepo({ owner, repo: repo.data.name, per_page: 3 });
    const many = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        github.issues.get({ owner, repo: "hello", issue_number: i + 1 })),
    );
    console.log("called", many.length);
    return { me, repo: repo.data.name, issues: issues.data.length, many: many.map((r) => r.data.number) };`),
  paused: await execute(`
    return await tools.github.org.main.issues.create({
      owner: "octo", repo: "hello", body: { title: "from a script" } });`),
};
await client.close();
console.log(JSON.stringify(outcome));
