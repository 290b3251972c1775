import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
};

/** A server of a folder's files and of some pages, on a free port of this machine. */
export async function serveFolder(
  folder: string,
  pages: Readonly<Record<string, string | Buffer>>,
): Promise<{ url: string; close(): void }> {
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const send = (content: string | Buffer) => {
      const type = TYPES[path.extname(pathname)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type }).end(content);
    };
    if (pathname in pages) return send(pages[pathname]);
    readFile(path.join(folder, path.normalize(pathname))).then(send, () =>
      response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}
