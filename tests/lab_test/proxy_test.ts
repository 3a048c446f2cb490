import assert from "node:assert/strict";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { once } from "node:events";
import { startProxy } from "../lab/proxy.ts";

Deno.test("startProxy() carries bytes both ways, when nothing is wrong", async () => {
  await using echo = await startEcho();
  await using proxy = await startProxy(echo.port);
  const socket = await dial(proxy.port);
  socket.write("hello");
  assert.equal(String((await once(socket, "data"))[0]), "hello");
  assert.equal(proxy.connections, 1);
  socket.end();
  await closed(socket);
});

Deno.test("Proxy.cut() resets what is open and takes the next, unless told to refuse", async () => {
  await using echo = await startEcho();
  await using proxy = await startProxy(echo.port);
  const first = await dial(proxy.port);
  first.write("x");
  await once(first, "data");
  const cut = closed(first);
  proxy.cut();
  await cut;
  assert.equal(proxy.connections, 0);
  const second = await dial(proxy.port);
  second.write("y");
  await once(second, "data");
  proxy.cut({ refuse: true });
  await closed(second);
  const third = connect({ port: proxy.port, host: "127.0.0.1" });
  third.on("error", () => {});
  await closed(third);
  assert.equal(proxy.taken, 3);
});

Deno.test("Proxy.blackHole() holds every byte back, and heal() lets them through", async () => {
  await using echo = await startEcho();
  await using proxy = await startProxy(echo.port);
  const socket = await dial(proxy.port);
  socket.write("a");
  await once(socket, "data");
  proxy.blackHole();
  const before = echo.bytes;
  socket.write("bcd");
  const other = await dial(proxy.port);
  other.write("other");
  // The echo answers a connection of its own at once: had bytes come through, it would know.
  const direct = await dial(echo.port);
  direct.write("direct");
  await once(direct, "data");
  assert.equal(echo.bytes, before + "direct".length);
  proxy.heal();
  assert.equal(String((await once(socket, "data"))[0]), "bcd");
  for (const open of [socket, other, direct]) {
    open.destroy();
    await closed(open);
  }
});

async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1" });
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

/** Unlike `once()`, a reset is a way to close. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once("close", () => resolve()));
}

async function startEcho() {
  const sockets = new Set<Socket>();
  const echo = { port: 0, bytes: 0, [Symbol.asyncDispose]: close };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      echo.bytes += bytes.length;
      socket.write(bytes);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  echo.port = (server.address() as AddressInfo).port;
  return echo;

  async function close() {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  }
}
